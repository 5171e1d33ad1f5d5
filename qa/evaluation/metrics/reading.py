"""What an answer to a reading row is worth."""

from qa.evaluation.datasets.reading import ReadingQuestion
from qa.evaluation.metrics.claims import HALF, verbatim
from qa.evaluation.metrics.squad import exact_match, token_f1
from qa.evaluation.observed import Observation
from qa.schema.passage import Passage
from qa.schema.span import Span
from qa.text.sentences import sentences


def best_span(seen: Observation) -> Span | None:
    """Return where the best answer's own words stand."""
    return None if seen.best is None else seen.best.answer


def said(seen: Observation) -> str:
    """Return the words of the best candidate, on one line; empty if there is none."""
    span = best_span(seen)
    if span is None or seen.best is None:
        return ""
    return " ".join(seen.best.article.text[span.start : span.end].split())


def reading_values(asked: ReadingQuestion, seen: Observation) -> dict[str, float]:
    """Return every measure of one answer that applies to it; see `qa.evaluation.metrics.squad`."""
    gold = [answer.text for answer in asked.answers]
    refused = seen.answer.text is None
    answer = "" if refused else said(seen)
    guess_f1 = token_f1(said(seen), gold, asked.language) if gold else 0.0
    values = {
        "exact_match": exact_match(answer, gold, asked.language),
        "token_f1": token_f1(answer, gold, asked.language),
        "confidence": seen.answer.confidence,
        "answerable": float(bool(gold)),
        "refused": float(refused),
        "right": float(guess_f1 >= HALF),
    }
    if not refused:
        own = dict.fromkeys((c.article.id for c in seen.answer.citations), asked.passage)
        values["verbatim"] = verbatim(seen.answer, own)
    return values | _entities(asked, None if refused else best_span(seen))


def _entities(asked: ReadingQuestion, found: Span | None) -> dict[str, float]:
    """Return what micro F1 is counted from; nothing where the answers' places are not known."""
    if any(answer.start is None for answer in asked.answers):
        return {}
    places = {(a.start, (a.start or 0) + len(a.text)) for a in asked.answers}
    hit = found is not None and (found.start, found.end) in places
    return {
        "entity_hits": float(hit),
        "entities_said": float(found is not None),
        # Several gold answers to one question are ways to say one.
        "entities_gold": float(bool(places)),
    }


def first_sentence_values(asked: ReadingQuestion, passage: Passage) -> dict[str, float]:
    """Return what the passage's first sentence is worth as an answer that is always given."""
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
    """Return where the first sentence of a passage stands in its article's text."""
    return next(iter(sentences(text, start, end)), Span(start, end))
