"""NewsQA, asked of each question's own article alone, or of one library of all articles.

The answers are spans of Indonesian articles, whatever the language of the question.
"""

from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby

from qa.evaluation.datasets.newsqa import NewsQa, NewsQuestion
from qa.evaluation.metrics.claims import HALF
from qa.evaluation.metrics.items import holds, item_values, span_recall
from qa.evaluation.metrics.reading import said
from qa.evaluation.metrics.squad import exact_match, token_f1
from qa.evaluation.observed import Observation
from qa.evaluation.outcome import Outcome, quotations
from qa.evaluation.tasks.documents import DocumentIndexer, Report

NEWSQA = "newsqa"
NEWSQA_LIBRARY = "newsqa-library"
ARTICLE_LANGUAGE = "id"


def ask_articles(
    data: NewsQa, indexer: DocumentIndexer, report: Report, done: set[tuple[str, str]]
) -> Iterator[Outcome]:
    """Yield the outcome of each question that is not done, asked of its own article alone."""
    left = [question for question in data.questions if (NEWSQA, question.id) not in done]
    entries = indexer.index(tuple({q.article.id: q.article for q in left}.values()), report)
    number = 0
    for article, questions in groupby(left, key=lambda question: question.article.id):
        observed = indexer.over([entries[article]])
        for question in questions:
            report(NEWSQA, number, len(left))
            seen = observed.ask(question.question)
            text = None if seen.answer.text is None else said(seen)
            yield _outcome(NEWSQA, question, seen, text, span_values(question, seen))
            number += 1
    report(NEWSQA, number, len(left))


def ask_library(
    data: NewsQa, indexer: DocumentIndexer, report: Report, done: set[tuple[str, str]]
) -> Iterator[Outcome]:
    """Yield the outcome of each question that is not done, asked of a library of all articles."""
    left = [question for question in data.questions if (NEWSQA_LIBRARY, question.id) not in done]
    if not left:
        return
    observed = indexer.over(indexer.index(data.articles, report).values())
    for number, question in enumerate(left):
        report(NEWSQA_LIBRARY, number, len(left))
        seen = observed.ask(question.question)
        values = library_values(question, seen)
        yield _outcome(NEWSQA_LIBRARY, question, seen, seen.answer.text, values)
    report(NEWSQA_LIBRARY, len(left), len(left))


def span_values(asked: NewsQuestion, seen: Observation) -> dict[str, float]:
    """Return what the best candidate's own words are worth, whether or not they were withheld.

    Exact match and token F1 are SQuAD's (see `qa.evaluation.metrics.squad`), for answerable
    questions only.
    """
    gold, words = _spans(asked), said(seen)
    f1 = token_f1(words, gold, ARTICLE_LANGUAGE) if gold else 0.0
    values = {
        "confidence": seen.answer.confidence,
        "answerable": float(bool(gold)),
        "refused": float(seen.answer.text is None),
        "right": float(f1 >= HALF),
    }
    if gold:
        values |= {"exact_match": exact_match(words, gold, ARTICLE_LANGUAGE), "token_f1": f1}
    return values


def library_values(asked: NewsQuestion, seen: Observation) -> dict[str, float]:
    """Return what an answer over many articles is worth.

    Returns:
        see `item_values`; "views_shown", whether sources are shown to differ; and "source_cited",
        whether a citation of the right article holds an answer's words, for answerable questions.
    """
    gold = _spans(asked)
    values = item_values(
        seen, bool(gold), lambda answer: span_recall(gold, answer, ARTICLE_LANGUAGE), HALF
    )
    values["views_shown"] = float(bool(seen.answer.views))
    if gold:
        own = [c.quote for c in seen.answer.citations if c.article.id == asked.article.id]
        cited = any(holds(quote, span, ARTICLE_LANGUAGE) for quote in own for span in gold)
        values["source_cited"] = float(cited)
    return values


def _spans(asked: NewsQuestion) -> tuple[str, ...]:
    return tuple(dict.fromkeys(answer.text for answer in asked.answers))


def _outcome(
    name: str, asked: NewsQuestion, seen: Observation, text: str | None, values: dict[str, float]
) -> Outcome:
    return Outcome(
        data=name,
        id=asked.id,
        stem=asked.stem,
        kind=asked.kind,
        language=asked.language,
        question=asked.question,
        history=(),
        expected=_spans(asked),
        text=text,
        note=seen.answer.note,
        citations=quotations(seen.answer),
        values=values,
        ms=seen.ms,
        features={} if seen.features is None else asdict(seen.features),
    )
