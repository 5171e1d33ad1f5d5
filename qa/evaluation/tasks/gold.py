"""The gold questions, asked of an assistant over their articles."""

from collections.abc import Sequence

from qa.evaluation.datasets.documents import own_texts
from qa.evaluation.datasets.gold import GoldQuestion
from qa.evaluation.metrics.claims import claim_values, holds_evidence
from qa.evaluation.metrics.ranking import K, as_read, passage_id, ranking_values
from qa.evaluation.metrics.reading import first_sentence
from qa.evaluation.observed import Observation, ObservedAssistant
from qa.evaluation.outcome import Outcome, quotations
from qa.evaluation.tasks.baselines import ranked_passages
from qa.evaluation.tasks.chats import follow_up_values
from qa.evaluation.tasks.langchain import LangchainProgram
from qa.ingest.chunking import split_into_passages
from qa.schema.answer import Answer, Claim
from qa.schema.citation import Citation
from qa.schema.passage import Passage, RetrievedPassage
from qa.schema.question import Question

_OF_CONFIDENCE = ("confidence", "right")


class GoldSet:
    """Gold questions over the articles of one assistant."""

    def __init__(self, name: str, observed: ObservedAssistant) -> None:
        assistant = observed.assistant
        articles = assistant.library.articles()
        self._name = name
        self._observed = observed
        split = assistant.settings.passage
        self._passages = [
            passage
            for article in articles
            for passage in split_into_passages(article, split.max_chars, split.overlap_chars)
        ]
        self._texts = own_texts(articles)
        self._langchain = LangchainProgram.of_articles(articles, assistant.encoder)

    def ask(self, gold: GoldQuestion) -> Outcome:
        """Return the outcome of one question."""
        seen = self._observed.ask(gold.question, gold.history)
        values = claim_values(seen.answer, seen.guess, gold, self._texts)
        if gold.standalone:
            values |= follow_up_values(gold, seen, self._observed)
        question = seen.question or Question(gold.question, gold.language)
        retrieved = self._observed.retriever.retrieve(question, K)
        by_baseline = self._ranked(gold, question, seen, retrieved)
        ranked = by_baseline.pop("ours", {})
        said = self._said_by_baselines(gold, question, retrieved)
        baselines = {
            name: by_baseline.get(name, {}) | said.get(name, {}) for name in by_baseline | said
        }
        return Outcome(
            data=self._name,
            id=gold.id,
            stem=gold.stem,
            kind=gold.trap or gold.kind,
            language=gold.language,
            question=gold.question,
            history=gold.history,
            expected=tuple(item.name for item in gold.items),
            text=seen.answer.text,
            note=seen.answer.note,
            citations=quotations(seen.answer),
            values=values | ranked,
            ms=seen.ms,
            baselines=baselines,
        )

    def _ranked(
        self,
        gold: GoldQuestion,
        question: Question,
        seen: Observation,
        retrieved: Sequence[RetrievedPassage],
    ) -> dict[str, dict[str, float]]:
        """Return how well "ours", the retriever alone and the other baselines rank."""
        relevant = {passage_id(p) for p in self._passages if _holds(p, gold)}
        if not relevant:
            return {}
        found = {
            "ours": as_read(seen.answer.passages, retrieved),
            "retriever": [each.passage for each in retrieved],
            **ranked_passages(question, self._observed.assistant),
        }
        return {
            name: ranking_values(relevant, [passage_id(passage) for passage in ranked])
            for name, ranked in found.items()
        }

    def _said_by_baselines(
        self, gold: GoldQuestion, question: Question, retrieved: Sequence[RetrievedPassage]
    ) -> dict[str, dict[str, float]]:
        answers = {"langchain": self._langchain.ask(question.text, gold.language)}
        if retrieved:
            answers["first_sentence"] = _first_sentence(gold, retrieved[0].passage)
        return {name: self._worth(gold, answer) for name, answer in answers.items()}

    def _worth(self, gold: GoldQuestion, answer: Answer) -> dict[str, float]:
        values = claim_values(answer, answer, gold, self._texts)
        return {name: value for name, value in values.items() if name not in _OF_CONFIDENCE}


def _holds(passage: Passage, gold: GoldQuestion) -> bool:
    article = passage.article
    return holds_evidence(article.id, passage.start, passage.end, gold, article.text)


def _first_sentence(gold: GoldQuestion, best: Passage) -> Answer:
    article = best.article
    span = first_sentence(article.text, best.start, best.end)
    citation = Citation(article, span.start, span.end)
    return Answer(gold.question, gold.language, (Claim(citation.quote, (citation,)),), 1.0, ())


def missing_articles(questions: Sequence[GoldQuestion], observed: ObservedAssistant) -> list[str]:
    """Return the articles that the evidence names and the assistant does not have."""
    had = {article.id for article in observed.assistant.library.articles()}
    named = {e.article for question in questions for e in question.evidence}
    return sorted(named - had)
