"""Gold questions: asked of an assistant over their articles, beside all baselines."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from qa.assistant import Assistant
from qa.evaluation.datasets.catalog import SEEDS
from qa.evaluation.datasets.files import DataError, filter_rows, source_texts
from qa.evaluation.datasets.gold import GoldQuestion, read_gold
from qa.evaluation.metrics.claims import claim_values, holds_evidence
from qa.evaluation.metrics.follow_ups import follow_up_values
from qa.evaluation.metrics.ranking import K, final_ranking, passage_id, ranking_values
from qa.evaluation.metrics.reading import first_sentence
from qa.evaluation.observed import Observation, ObservedAssistant
from qa.evaluation.outcome import Outcome
from qa.evaluation.runs import EvaluationPlan, describe_assistant
from qa.evaluation.tasks.base import Task, TaskContext
from qa.evaluation.tasks.baselines import ranked_passages
from qa.evaluation.tasks.langchain import LangchainProgram
from qa.ingest.chunking import split_into_passages
from qa.schema.answer import Answer, Claim
from qa.schema.citation import Citation
from qa.schema.passage import Passage, RetrievedPassage
from qa.schema.question import Question

_OF_CONFIDENCE = ("confidence", "right")
"""Values that baselines do not have."""


class GoldTask:
    """Gold questions over the articles of one assistant."""

    def __init__(self, observed: ObservedAssistant) -> None:
        assistant = observed.assistant
        articles = assistant.library.articles()
        self._observed = observed
        split = assistant.settings.passage
        self._passages = [
            passage
            for article in articles
            for passage in split_into_passages(article, split.max_chars, split.overlap_chars)
        ]
        self._texts = source_texts(articles)
        self._langchain = LangchainProgram.of_articles(articles, assistant.encoder)

    def ask(self, gold: GoldQuestion) -> Outcome:
        """Return the outcome of one question."""
        seen = self._observed.ask(gold.question, gold.history)
        values = claim_values(seen.answer, seen.guess, gold, self._texts)
        if gold.standalone:
            values |= follow_up_values(gold, seen, ask_standalone(gold, self._observed))
        question = seen.question or Question(gold.question, gold.language)
        retrieved = self._observed.retriever.retrieve(question, K)
        rankings = self._ranking_values(gold, question, seen, retrieved)
        values |= rankings.pop("ours", {})
        answers = self._baseline_values(gold, question, retrieved)
        baselines = {
            name: rankings.get(name, {}) | answers.get(name, {}) for name in rankings | answers
        }
        kind = gold.trap or gold.kind
        return Outcome.of(
            SEEDS, gold, seen, values, kind=kind, history=gold.history, baselines=baselines
        )

    def _ranking_values(
        self,
        gold: GoldQuestion,
        question: Question,
        seen: Observation,
        retrieved: Sequence[RetrievedPassage],
    ) -> dict[str, dict[str, float]]:
        """Return the ranking measures of "ours", the retriever alone and the other baselines."""
        relevant = {passage_id(p) for p in self._passages if _holds_evidence(p, gold)}
        if not relevant:
            return {}
        ranked = {
            "ours": final_ranking(seen.answer.passages, retrieved),
            "retriever": [each.passage for each in retrieved],
            **ranked_passages(question, self._observed.assistant),
        }
        return {
            name: ranking_values(relevant, [passage_id(passage) for passage in passages])
            for name, passages in ranked.items()
        }

    def _baseline_values(
        self, gold: GoldQuestion, question: Question, retrieved: Sequence[RetrievedPassage]
    ) -> dict[str, dict[str, float]]:
        """Return the values of each baseline that answers."""
        answers = {"langchain": self._langchain.ask(question.text, gold.language)}
        if retrieved:
            answers["first_sentence"] = _first_sentence(gold, retrieved[0].passage)
        found = {
            name: claim_values(answer, answer, gold, self._texts)
            for name, answer in answers.items()
        }
        return {
            name: {key: value for key, value in values.items() if key not in _OF_CONFIDENCE}
            for name, values in found.items()
        }


def _holds_evidence(passage: Passage, gold: GoldQuestion) -> bool:
    article = passage.article
    return holds_evidence(article.id, passage.start, passage.end, gold, article.text)


def _first_sentence(gold: GoldQuestion, best: Passage) -> Answer:
    article = best.article
    span = first_sentence(article.text, best.start, best.end)
    citation = Citation(article, span.start, span.end)
    return Answer(gold.question, gold.language, (Claim(citation.quote, (citation,)),), 1.0, ())


def ask_standalone(gold: GoldQuestion, observed: ObservedAssistant) -> Answer | None:
    """Return the answer to a follow-up's standalone form; None for an unanswerable follow-up."""
    if not gold.answerable:
        return None
    return observed.ask_with_history(gold.standalone, ()).answer


def check_articles(
    questions: Sequence[GoldQuestion], assistant: Assistant, file: str | None
) -> None:
    """Check that an assistant has every article that the evidence of questions is in.

    Args:
        questions: with their evidence.
        assistant: that they are to be asked of.
        file: that the questions are from, for the message.

    Raises:
        DataError: an article is missing; the message names it.
    """
    known = {article.id for article in assistant.library.articles()}
    named = {evidence.article for question in questions for evidence in question.evidence}
    if missing := sorted(named - known):
        raise DataError(f"{file}: needs the article {missing[0]}; name its folder with --articles")


def _read(plan: EvaluationPlan) -> tuple[GoldQuestion, ...]:
    if plan.gold is None:
        return ()
    path = Path(plan.gold)
    return filter_rows(read_gold(path, plan.split), plan.rows, path)


def _ask(questions: Sequence[GoldQuestion], context: TaskContext) -> Iterator[Outcome]:
    assistant = context.assistant(*context.plan.articles)
    context.note(**describe_assistant(assistant))
    check_articles(questions, assistant, context.plan.gold)
    task = GoldTask(context.observe(assistant))
    for question in context.progress.remaining(SEEDS, questions):
        yield task.ask(question)


GOLD_TASK = Task(_read, _ask)
