"""A span that was found, made whole: names, dates and numbers are not cut, punctuation is.

By the form of the words alone. A span of several words is taken at its word, but for its ends.
"""

import re

from qa.question import Kind
from qa.span import Span

_MONTHS = (
    "Januari|Februari|Maret|April|Mei|Juni|Juli|Agustus|September|Oktober|November|Desember|"
    "January|February|March|May|June|July|August|October|December"
)
_DATE = re.compile(
    rf"\b\d{{1,2}}[ ](?:{_MONTHS})(?:[ ]\d{{4}})?\b|\b(?:{_MONTHS})[ ]\d{{1,2}}(?:,[ ]\d{{4}})?\b"
    rf"|\b(?:{_MONTHS})[ ](?:tahun[ ])?\d{{4}}\b"
    r"|(?:pukul|jam)[ ]\d{1,2}(?:[.:]\d{2})?(?:[ ](?:dini hari|pagi|siang|sore|malam))?"
)
_AMOUNT = re.compile(
    r"(?:Rp|US\$|\$|€|£)?[ ]?\d[\d.,]*(?:[ ](?:ribu|juta|miliar|milyar|triliun|thousand|million|"
    r"billion|trillion))?(?:[ ]?%|[ ](?:persen|percent|tahun|bulan|minggu|pekan|hari|jam|menit|"
    r"detik|meter|kilometer|km|kg|kilogram|ton|hektare|hektar|dolar|rupiah|derajat|years?|months?|"
    r"weeks?|days?|hours?|minutes?|kilometres?|kilometers?|metres?|meters?|dollars?))?"
)
_NAME = re.compile(r"[A-Z][\w’'-]*(?:[ ](?:(?:bin|binti|van|de|al)[ ])?[A-Z][\w’'-]*)*")
_LEADING = " \t\n\r\"'“”‘’«»([{,.;:!?–—-"
_TRAILING = " \t\n\r\"'“”‘’«»)]},.;:!?–—-"
_PAIRS = (("(", ")"), ("[", "]"), ("“", "”"), ("«", "»"))
_ABBREVIATION = re.compile(
    r"(?:\b[A-Za-z]\.)+$|\b(?:dr|st|jr|sr|inc|ltd|no|prof)\.$", re.IGNORECASE
)


def whole(text: str, span: Span, within: Span, kind: Kind) -> Span:
    """Return the span with its words, dates, numbers and names whole.

    Args:
        text: what the spans point into.
        span: what was found.
        within: the sentence that it may not leave.
        kind: what was asked for.
    """
    start, end = _whole_words(text, span, within)
    start, end = _trimmed(text, start, end)
    for form in _forms(kind):
        for match in form.finditer(text, within.start, within.end):
            if match.start() <= start and end <= match.end():
                return Span(*_trimmed(text, match.start(), match.end()))
    return Span(start, end)


def _forms(kind: Kind) -> tuple[re.Pattern[str], ...]:
    if kind is Kind.PERSON:
        return (_NAME,)
    return {Kind.TIME: (_DATE,), Kind.NUMBER: (_AMOUNT,)}.get(kind, ())


def _whole_words(text: str, span: Span, within: Span) -> tuple[int, int]:
    start, end = max(span.start, within.start), min(span.end, within.end)
    while start > within.start and _joined(text, start):
        start -= 1
    while end < within.end and _joined(text, end):
        end += 1
    return start, end


def _joined(text: str, at: int) -> bool:
    """Say whether the characters before and after this place belong to one word."""
    before, after = text[at - 1], text[at]
    if before.isalnum() and after.isalnum():
        return True
    hyphened = "-" in (before, after) and at >= 2 and at + 1 < len(text)
    return (
        hyphened
        and (text[at - 2] if before == "-" else before).isalnum()
        and (text[at + 1] if after == "-" else after).isalnum()
    )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without the punctuation around it; what belongs to a pair stays with it."""
    while end - start > 1 and text[start] in _LEADING and not _opens(text, start, end):
        start += 1
    while end - start > 1 and text[end - 1] in _TRAILING and not _closes(text, start, end):
        if _ABBREVIATION.search(text[start:end]):
            break
        end -= 1
    return start, end


def _opens(text: str, start: int, end: int) -> bool:
    return any(text[start] == left and right in text[start:end] for left, right in _PAIRS)


def _closes(text: str, start: int, end: int) -> bool:
    return any(text[end - 1] == right and left in text[start:end] for left, right in _PAIRS)
