"""A span that was found, made whole: no word, name, date or number in it is cut.

The punctuation around it is left out. Goes by the form of the words alone.
"""

import re
from collections.abc import Iterator

from qa.dateline import MONTH_NAMES
from qa.question import Kind
from qa.reader.name import name_around
from qa.span import Span

_WORD = re.compile(
    r"(?<!\w)(?:[^\W\d_]\.){2,}(?!\w)|(?:\w|[\u0300-\u036f])+(?:"
    # Not the hyphen of "1901-1927": each year is whole by itself.
    r"(?:(?:&|(?<!\d)[-‐‑]|[-‐‑](?!\d)|(?<!\d\d\d)[-‐‑](?!\d\d\d))"
    r"|(?<=\d)[.,:/](?=\d)|\.(?=[a-z]{2})|['’](?!s\b))(?:\w|[\u0300-\u036f])+)*"
)
_MONTHS = "|".join(name.capitalize() for name in MONTH_NAMES)
_SHORT_MONTHS = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Agt|Agu|Agust|Aug|Sept?|Okt|Oct|Nov|Des|Dec)(?:\.|\b)"
_MONTH = rf"(?:{_MONTHS}|{_SHORT_MONTHS})"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_HOUR = r"\d{1,2}(?:[.:]\d{2})?"
_PART_OF_DAY = r"(?:dini\shari|pagi|siang|sore|petang|malam)"
_ZONE = r"(?:WIB|WITA|WIT|GMT|UTC)"
_DATE = re.compile(
    rf"\b{_DAY}(?:[-–]{_DAY})?\s(?:of\s)?{_MONTH}(?:,?\s\d{{4}})?(?!\w)"
    rf"|\b{_MONTH}\s{_DAY}(?:[-–]{_DAY})?(?:,?\s\d{{4}})?(?!\w)"
    rf"|\b(?:{_MONTHS})\s(?:tahun\s)?\d{{4}}\b"
    # Not the end of "8 jam 30 menit".
    rf"|(?<!\d\s)\b(?:[Pp]ukul|[Jj]am)\s{_HOUR}(?:\s{_ZONE}\b)?(?:\s{_PART_OF_DAY}\b)?"
    r"(?:\swaktu\ssetempat\b)?"
    rf"|\b{_HOUR}\s?(?:[ap]\.m\.|[ap]m\b|[AP]M\b|{_PART_OF_DAY}\b|{_ZONE}\b)(?:\s{_ZONE}\b)?"
)
_CURRENCY = r"(?:Rp\.?|[A-Z]{0,3}\$|[€£¥]|\b(?:USD|IDR|EUR|RM)\b)"
_SCALE = (
    "puluh|belas|ratus|ribu|juta|miliar|milyar|triliun|hundred|thousand|million|billion|trillion"
)
_UNIT = (
    r"persen|percent|per\scent|tahun|bulan|minggu|pekan|hari|jam|menit|detik|meter|kilometer|"
    r"sentimeter|cm|km|kg|gram|kilogram|liter|ton|hektare|hektar|dolar|rupiah|euro|derajat|"
    r"poin|points?|years?|months?|weeks?|days?|hours?|minutes?|seconds?|"
    r"kilomet(?:re|er)s?|met(?:re|er)s?|miles?|tonn?es|tons?|kilograms?|lit(?:re|er)s?|hectares?|"
    r"acres?|feet|dollars?|euros?|degrees?"
)
_SQUARE = r"(?:\s(?:persegi|kubik|Celsius|Fahrenheit|AS))?(?:/\w+)?"
_AMOUNT = re.compile(
    rf"(?:{_CURRENCY}\s?)?(?<![\w.,])(?:[-–−](?=\d))?\d+(?:[.,]\d+)*(?:\s(?:{_SCALE})\b)*"
    rf"(?:\s?%|(?:[\s-](?:square|cubic))?[\s-](?:{_UNIT})\b{_SQUARE})?"
    rf"|{_CURRENCY}\s?\d+(?:[.,]\d+)*(?:\s(?:{_SCALE})\b)*"
)
_COUNTED = re.compile(rf"\d|\b(?:{_SCALE})\b")
_YEAR = re.compile(r"\d{4}")
_ALWAYS = " \t\n\r\xa0,.;:!?…–—-−_*•|"
_PAIRS = {"(": ")", "[": "]", "{": "}", "“": "”", "‘": "’", "«": "»", '"': '"', "'": "'"}
_CLOSERS = {right: left for left, right in _PAIRS.items()}
_ABBREVIATION = re.compile(
    r"(?:\b[^\W\d_]\.){2,}$|\b(?:dr|st|jr|sr|inc|ltd|co|corp|tbk|dkk|dll|etc)\.$", re.IGNORECASE
)


def whole(text: str, span: Span, within: Span, kind: Kind) -> Span:
    """Return the span with its words, dates and numbers whole; for a person, its name.

    A year is whole by itself.

    Args:
        text: what the spans point into.
        span: what was found; some of it is in `within`.
        within: the sentence that it may not leave.
        kind: what was asked for.
    """
    found = Span(max(span.start, within.start), min(span.end, within.end))
    found = _trimmed(text, _joined(found, _matches(_WORD, text, within)))
    if not _YEAR.fullmatch(text, found.start, found.end):
        found = _joined(found, _matches(_DATE, text, within))
        if _COUNTED.search(text, found.start, found.end):
            found = _joined(found, _matches(_AMOUNT, text, within))
    if kind is Kind.PERSON:
        found = name_around(text, found, within)
    return _trimmed(text, _balanced(text, found, within))


def _matches(form: re.Pattern[str], text: str, within: Span) -> Iterator[Span]:
    return (Span(*match.span()) for match in form.finditer(text, within.start, within.end))


def _joined(span: Span, others: Iterator[Span]) -> Span:
    """Return the span with what it cuts."""
    cut = [other for other in others if other.overlaps(span)]
    return Span(
        min(span.start, *(other.start for other in cut), span.start),
        max(span.end, *(other.end for other in cut), span.end),
    )


def _balanced(text: str, span: Span, within: Span) -> Span:
    """Return the span with the bracket that would close, or open, one in it."""
    start, end = span.start, span.end
    said = text[start:end]
    if end < within.end and said.count(_CLOSERS.get(text[end], text[end])) > said.count(text[end]):
        end += text[end] in ")]}”»"
    before = text[start - 1] if start > within.start else ""
    if before and said.count(_PAIRS.get(before, before)) > said.count(before):
        start -= before in "([{“«"
    return Span(start, end)


def _trimmed(text: str, span: Span) -> Span:
    """Return the span without the punctuation around it; what belongs to a pair stays with it."""
    start, end = span.start, span.end
    while end - start > 1:
        said = text[start:end]
        if _PAIRS.get(said[0]) == said[-1] and _is_one_pair(said) and end - start > 2:
            start, end = start + 1, end - 1
        elif _is_loose(said, 0, _PAIRS):
            start += 1
        elif _is_loose(said, -1, _CLOSERS):
            end -= 1
        else:
            break
    return Span(start, end)


def _is_one_pair(said: str) -> bool:
    """Say whether the first and the last character are a pair around all the others."""
    inner = said[1:-1]
    return said[0] not in inner and said[-1] not in inner


def _is_loose(said: str, at: int, pairs: dict[str, str]) -> bool:
    """Say whether the first or last character is punctuation that belongs to nothing inside."""
    mark = said[at]
    if mark in _ALWAYS:
        negative = at == 0 and mark in "-–−" and said[1].isdigit()
        return not negative and not (mark == "." and at == -1 and _ABBREVIATION.search(said))
    if mark not in _PAIRS and mark not in _CLOSERS:
        return False
    other = pairs.get(mark)
    if other == mark:
        return said.count(mark) % 2 == 1
    return other is None or said.count(other) < said.count(mark)
