"""Spans: exact match, token F1 and entity F1 of an answer's own words."""

from qa.evaluation.datasets.newsqa import ARTICLE_LANGUAGE, NewsQuestion
from qa.evaluation.datasets.reading import ReadingQuestion
from qa.evaluation.metrics import statistics as statistic
from qa.evaluation.metrics.claims import RIGHT_SHARE, verbatim
from qa.evaluation.metrics.squad import exact_match, token_f1
from qa.evaluation.metrics.statistics import Measure, mean_of
from qa.evaluation.observed import Observation
from qa.schema.passage import Passage
from qa.schema.span import Span
from qa.text.sentences import sentences

MEASURES = (
    *map(mean_of, ("exact_match", "token_f1")),
    Measure("entity_f1", ("entity_hits", "entities_said", "entities_gold"), statistic.micro_f1),
)


def best_span(seen: Observation) -> Span | None:
    """Return the answer span of the best candidate; None if there is no candidate."""
    return None if seen.best is None else seen.best.answer


def best_answer(seen: Observation) -> str:
    """Return the words of the best candidate, on one line; empty if there is no candidate."""
    span = best_span(seen)
    if span is None or seen.best is None:
        return ""
    return " ".join(seen.best.article.text[span.start : span.end].split())


def reading_values(asked: ReadingQuestion, seen: Observation) -> dict[str, float]:
    """Return the values of an answer to a reading row by name; those that do not apply are absent.

    A refusal is scored as an empty answer, as in SQuAD 2.0; "right" is of the best candidate.
    """
    gold = [answer.text for answer in asked.answers]
    refused = seen.answer.text is None
    answer = "" if refused else best_answer(seen)
    guess_f1 = token_f1(best_answer(seen), gold, asked.language) if gold else 0.0
    values = {
        "exact_match": exact_match(answer, gold, asked.language),
        "token_f1": token_f1(answer, gold, asked.language),
        "confidence": seen.answer.confidence,
        "answerable": float(bool(gold)),
        "refused": float(refused),
        "right": float(guess_f1 >= RIGHT_SHARE),
    }
    if not refused:
        own = dict.fromkeys((c.article.id for c in seen.answer.citations), asked.passage)
        values["verbatim"] = verbatim(seen.answer, own)
    return values | _entities(asked, None if refused else best_span(seen))


def _entities(asked: ReadingQuestion, found: Span | None) -> dict[str, float]:
    """Return the counts of entity F1; none where a gold answer has no offset."""
    if any(answer.start is None for answer in asked.answers):
        return {}
    places = {(a.start, (a.start or 0) + len(a.text)) for a in asked.answers}
    hit = found is not None and (found.start, found.end) in places
    return {
        "entity_hits": float(hit),
        "entities_said": float(found is not None),
        # Several gold answers to a question are alternatives.
        "entities_gold": float(bool(places)),
    }


def span_values(asked: NewsQuestion, seen: Observation) -> dict[str, float]:
    """Return the values of an answer to a question of NewsQA over its own article.

    Exact match and token F1 are of the best candidate, whether or not it was withheld, and only for
    answerable questions.
    """
    gold, words = asked.expected, best_answer(seen)
    f1 = token_f1(words, gold, ARTICLE_LANGUAGE) if gold else 0.0
    values = {
        "confidence": seen.answer.confidence,
        "answerable": float(bool(gold)),
        "refused": float(seen.answer.text is None),
        "right": float(f1 >= RIGHT_SHARE),
    }
    if gold:
        values |= {"exact_match": exact_match(words, gold, ARTICLE_LANGUAGE), "token_f1": f1}
    return values


def first_sentence_values(asked: ReadingQuestion, passage: Passage) -> dict[str, float]:
    """Return the values of the baseline that always answers with the passage's first sentence."""
    gold = [answer.text for answer in asked.answers]
    span = first_sentence(passage.article.text, passage.start, passage.end)
    answer = passage.article.text[span.start : span.end]
    return {
        "exact_match": exact_match(answer, gold, asked.language),
        "token_f1": token_f1(answer, gold, asked.language),
        "answerable": float(bool(gold)),
        "refused": 0.0,
    }


def first_sentence(text: str, start: int, end: int) -> Span:
    """Return the span of a passage's first sentence in its article."""
    return next(iter(sentences(text, start, end)), Span(start, end))
