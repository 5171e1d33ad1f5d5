"""The date range that a question asks about: "on 25 May 2024", "sebelum Juni 2024".

Two times are read only as the two ends of one range. The words before a time show whether it is
that of the articles ("articles from last week") or of the events that they report.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from qa.schema.filters import DateRange
from qa.schema.span import Span
from qa.values.dates.periods import Period, find_periods

_LEAD = (
    r"(?:\s*(?:the|year|tanggal|bulan|tahun|hari|early|late|mid|awal|akhir|pertengahan|on|in|"
    r"pada|dengan|of|month))*\s*$"
)
_DAY = timedelta(days=1)


def before(days: DateRange) -> DateRange:
    """Return the range of all days before a range."""
    return DateRange(None, days.first and days.first - _DAY)


def after(days: DateRange) -> DateRange:
    """Return the range of all days after a range."""
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
    """A time that a question asks about.

    Attributes:
        span: its words, with the preposition and the noun before them.
        days: the days that are meant; one side may be open.
        is_relative: whether they were resolved against the reference day.
        is_of_articles: whether it is the time at which the articles were published.
    """

    span: Span
    days: DateRange
    is_relative: bool
    is_of_articles: bool


def parse_dates(text: str, reference: date) -> ParsedDates | None:
    """Return the one time that a question asks about; None where it mentions none, or several.

    Args:
        text: the question.
        reference: the day that relative times are resolved against.
    """
    found = find_periods(text, reference)
    if len(found) == 2:
        return _joined(text, *found)
    if len(found) != 1:
        return None
    (period,) = found
    return _named(text, period.span, _related(text, period), period.is_relative)


def _related(text: str, period: Period) -> DateRange:
    """Return a period's days, or those before, after, since or until it: by the words before."""
    before, of_articles = text[: period.span.start], _is_of_articles(text, period.span)
    for form, relation in _RELATIONS:
        # "Articles from last week" are of that week and not later, "from 2019-2021" ends in 2021.
        is_whole = period.is_range or (of_articles and "from" in before)
        if form.search(before) and not (relation is _since and is_whole):
            return relation(period.days)
    return period.days


def _joined(text: str, first: Period, last: Period) -> ParsedDates | None:
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
