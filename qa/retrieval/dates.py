"""The time that a question names: "on 25 May 2024", "sebelum Juni 2024", "since Tuesday".

Of two times that are not the ends of one stretch, neither narrows a search. Whether a time is that
of the articles ("articles from last week") or of what they tell is told by the words before it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from qa.schema.filters import DateRange
from qa.schema.span import Span
from qa.values.dates.period import Period, periods

_LEAD = (
    r"(?:\s*(?:the|year|tanggal|bulan|tahun|hari|early|late|mid|awal|akhir|pertengahan|on|in|"
    r"pada|dengan|of|month))*\s*$"
)
_DAY = timedelta(days=1)


def before(days: DateRange) -> DateRange:
    """Return the days before these."""
    return DateRange(None, days.first and days.first - _DAY)


def after(days: DateRange) -> DateRange:
    """Return the days after these."""
    return DateRange(days.last and days.last + _DAY, None)


def _since(days: DateRange) -> DateRange:
    return DateRange(days.first, None)


def _until(days: DateRange) -> DateRange:
    return DateRange(None, days.last)


_RELATIONS: tuple[tuple[re.Pattern[str], Callable[[DateRange], DateRange]], ...] = tuple(
    (re.compile(rf"\b(?:{words}){_LEAD}", re.IGNORECASE), relation)
    for words, relation in (
        (r"before|prior to|ahead of|sebelum|menjelang|jelang", before),
        (r"after|following|setelah|sesudah|usai|pasca", after),
        (r"since|sejak|semenjak|mulai(?: dari)?|starting|from", _since),
        (r"until|till|by|up to|through|sampai|hingga|paling lambat", _until),
    )
)
_FROM = re.compile(rf"\b(?:between|from|antara|dari|sejak|mulai){_LEAD}", re.IGNORECASE)
_TO = re.compile(
    rf"^\s*(?:and|to|until|till|through|dan|sampai|hingga|s\.?d\.?|ke|[-–]){_LEAD}", re.IGNORECASE
)
_ARTICLES = (
    r"(?:articles?|news|reports?|stor(?:y|ies)|coverage|artikel|berita|laporan|pemberitaan|edisi)"
)
_PUBLISHED = r"(?:published|dated|printed|posted|terbit|diterbitkan|dimuat|tertanggal|bertanggal)"
_AT = (
    r"(?:from|of|on|in|between|before|after|since|until|during|over|within|dalam|selama|tanggal|"
    r"dari|pada|sebelum|setelah|sejak|sampai|antara)"
)
# The publisher may stand between: "artikel Okezone tanggal 18 Juni".
_PUBLISHER = r"(?:\s+(?-i:[A-Z]\S*)){0,3}"
_OF_ARTICLES = re.compile(
    rf"\b(?:{_ARTICLES}{_PUBLISHER}(?: (?:that|which|yang))?(?: (?:was|were|are|is))?"
    rf"(?: {_PUBLISHED})?|{_PUBLISHED})(?:\s+{_AT})?{_LEAD}",
    re.IGNORECASE,
)
_IN_ARTICLES = re.compile(
    rf"\b(?:according to|in|from|menurut|dalam|di|pada)\s+(?:the\s+)?(?:{_OF_ARTICLES.pattern})",
    re.IGNORECASE,
)
_ITS_ARTICLES = re.compile(rf"^(?:'s|’s?|') {_ARTICLES}\b", re.IGNORECASE)
_START = re.compile(rf"\b{_AT}{_LEAD}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ParsedDates:
    """A time that a question names.

    Attributes:
        span: its words, with those before them that belong to it.
        days: the days it stands for; one side may be open.
        is_relative: whether they were counted from today.
        is_of_articles: whether it tells when the articles were published.
    """

    span: Span
    days: DateRange
    is_relative: bool
    is_of_articles: bool


def parse_dates(text: str, today: date) -> ParsedDates | None:
    """Return the one time that a question names; None where it names none, or several."""
    found = periods(text, today)
    if len(found) == 2:
        return _stretch(text, *found)
    if len(found) != 1:
        return None
    before, of_articles = text[: found[0].span.start], _is_of_articles(text, found[0].span)
    days = found[0].days
    for form, relation in _RELATIONS:
        # "Articles from last week" are of that week and not later.
        if form.search(before) and not (of_articles and relation is _since and "from" in before):
            days = relation(days)
            break
    return _named(text, found[0].span, days, found[0].is_relative)


def _stretch(text: str, first: Period, last: Period) -> ParsedDates | None:
    between = text[first.span.end : last.span.start]
    led = _FROM.search(text[: first.span.start])
    days = first.days.up_to(last.days)
    is_one = _TO.match(between) and (led or not between.strip(" ").startswith(("and", "dan")))
    if days is None or not is_one:
        return None
    span = Span(first.span.start, last.span.end)
    return _named(text, span, days, first.is_relative or last.is_relative)


def _named(text: str, span: Span, days: DateRange, is_relative: bool) -> ParsedDates:
    of_articles = _is_of_articles(text, span)
    start = (of_articles and _IN_ARTICLES.search(text[: span.start])) or _START.search(
        text[: span.start]
    )
    its = _ITS_ARTICLES.match(text[span.end :])
    whole = Span(start.start() if start else span.start, span.end + (its.end() if its else 0))
    return ParsedDates(whole, days, is_relative, of_articles)


def _is_of_articles(text: str, span: Span) -> bool:
    return bool(_OF_ARTICLES.search(text[: span.start]) or _ITS_ARTICLES.match(text[span.end :]))
