"""Item recall, and what goes with it: wrong answers, refusals, and answers that are called sure.

Data sets differ in what counts as saying an item: one of its spellings (`qa.evaluation.datasets.
gold`), or a claim that is much the same as a span of an article (`span_recall`).
"""

from collections.abc import Callable, Sequence

from qa.evaluation.datasets.collections import (
    CONFLICT,
    LIST,
    CollectionQuestion,
    contains_words,
    page_name,
)
from qa.evaluation.datasets.newsqa import ARTICLE_LANGUAGE, NewsQuestion
from qa.evaluation.metrics.claims import RIGHT_SHARE, item_recall
from qa.evaluation.metrics.squad import normalize_answer, token_f1
from qa.evaluation.metrics.statistics import mean_of
from qa.evaluation.metrics.views import collection_view_values
from qa.evaluation.observed import Observation
from qa.schema.answer import Answer
from qa.settings import SURE_CONFIDENCE

MATCH_F1 = 0.6
"""The token F1 of a claim with an item from which the claim says the item."""

MAX_LENGTH_RATIO, MAX_EXTRA_WORDS = 3, 8
"""A claim that contains an item says it up to a length of this many times the item's words, and so
many words more.
"""

MEASURES = (
    *map(mean_of, ("item_recall", "item_precision", "all_items")),
    mean_of("wrong", lower_is_better=True),
)

Recall = Callable[[Answer], float]
"""Returns the share of the required items that an answer says, 0 to 1; 0 for a refusal."""


def item_values(
    seen: Observation, answerable: bool, recall: Recall, min_recall: float
) -> dict[str, float]:
    """Return the values of one answer by name; those that do not apply to it are absent.

    Args:
        seen: the answer.
        answerable: whether there is anything to be said.
        recall: of the required items; called only for answerable questions.
        min_recall: the recall from which an answer is right.

    Returns:
        "confidence", "answerable", "refused"; "right", of the answer that would be given if nothing
        were refused; "sure", whether there is an answer that the page calls sure, and "sure_right",
        whether it is also right. "item_recall" and "wrong" (answered, but no item is said) only for
        answerable questions, "refused_absent" only for others.
    """
    answer, guess = seen.answer, seen.guess
    refused = answer.text is None
    right = answerable and guess is not None and recall(guess) >= min_recall
    sure = not refused and answer.confidence >= SURE_CONFIDENCE
    values = {
        "confidence": answer.confidence,
        "answerable": float(answerable),
        "refused": float(refused),
        "right": float(right),
        "sure": float(sure),
        "sure_right": float(sure and right),
    }
    if not answerable:
        return values | {"refused_absent": float(refused)}
    share = recall(answer)
    return values | {"item_recall": share, "wrong": float(not refused and share == 0.0)}


def library_values(asked: NewsQuestion, seen: Observation) -> dict[str, float]:
    """Return the values of an answer to a question of NewsQA over a library of all articles.

    Returns:
        those of `item_values`; "views_shown", whether sources are shown to disagree; and, for
        answerable questions, "source_cited", whether a citation of the question's own article
        contains an answer.
    """
    spans = asked.expected

    def recall(answer: Answer) -> float:
        return span_recall(spans, answer, ARTICLE_LANGUAGE)

    values = item_values(seen, bool(spans), recall, RIGHT_SHARE)
    values["views_shown"] = float(bool(seen.answer.views))
    if spans:
        own = [c.quote for c in seen.answer.citations if c.article.id == asked.article.id]
        cited = any(contains_span(quote, span, ARTICLE_LANGUAGE) for quote in own for span in spans)
        values["source_cited"] = float(cited)
    return values


def collection_values(asked: CollectionQuestion, seen: Observation) -> dict[str, float]:
    """Return the values of an answer over the pages of a collection.

    Returns:
        those of `item_values`, where only an answer with all items is right. For answerable
        questions "all_items", whether every item is said, and "source_cited", whether a citation
        holds evidence (all of it, for lists and conflicts). For conflicts those of
        `collection_view_values`.
    """

    def recall(answer: Answer) -> float:
        return item_recall(asked.items, answer.text or "")

    values = item_values(seen, bool(asked.items), recall, min_recall=1.0)
    if asked.items:
        values["all_items"] = float(values["item_recall"] == 1.0)
        values["source_cited"] = float(_cites_source(seen.answer, asked))
    if asked.kind == CONFLICT:
        values |= collection_view_values(seen.answer, asked)
    return values


def _cites_source(answer: Answer, asked: CollectionQuestion) -> bool:
    quotes = [c.quote for c in answer.citations if page_name(c.article) in asked.pages]
    held = [any(contains_words(words, quote) for quote in quotes) for words in asked.evidence]
    return all(held) if asked.kind in (LIST, CONFLICT) else any(held)


def span_recall(spans: Sequence[str], answer: Answer, language: str) -> float:
    """Return the share of spans that an answer's claims say; `spans` is not empty.

    Args:
        spans: the gold answers.
        answer: whose claims are compared with them.
        language: of the spans, by which both are normalised; see `qa.evaluation.metrics.squad`.
    """
    found = [any(_says(c.text, span, language) for c in answer.claims) for span in spans]
    return sum(found) / len(found)


def _says(claim: str, span: str, language: str) -> bool:
    """Say whether a claim is much the same as a span, or contains it and is little longer."""
    if token_f1(claim, [span], language) >= MATCH_F1:
        return True
    longest = MAX_LENGTH_RATIO * _word_count(span, language) + MAX_EXTRA_WORDS
    return contains_span(claim, span, language) and _word_count(claim, language) <= longest


def contains_span(text: str, span: str, language: str) -> bool:
    """Say whether a text contains a span as whole words, when both are normalised."""
    return f" {normalize_answer(span, language)} " in f" {normalize_answer(text, language)} "


def _word_count(text: str, language: str) -> int:
    return len(normalize_answer(text, language).split())
