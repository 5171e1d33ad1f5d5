"""Moments in a sentence, as Indonesian and English news write them.

A day without its year, a weekday, "September lalu" and "kemarin" are reckoned from the day that
the article was published; where that is not known, what they leave out stays open.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from qa.schema.article import Published
from qa.schema.filters import DateRange
from qa.schema.span import Span
from qa.values.dates.time_parts import COMING, PAST, TimePart, time_parts
from qa.values.moment import Moment

_BETWEEN = re.compile(
    r"[\s,()\-–]*(?:(?:pada|tanggal|hari|bulan|tahun|sekitar|waktu setempat|of|on|in|the|local|"
    r"time|around|about|at)\b[\s,()]*)*"
)
_NEAR_DAYS = range(-45, 46)
_WEEK_DAYS, _MONTH_DAYS, _YEAR_DAYS = 6, 31, 366


def moments(text: str, within: Span, published: Published) -> Iterator[tuple[Span, Moment]]:
    """Yield each moment of a sentence with the words that say it, in order.

    Args:
        text: what the spans point into.
        within: the sentence.
        published: of the article, which what the sentence leaves out is reckoned from.
    """
    today = published.date() if isinstance(published, datetime) else published
    for span, said in _phrases(text, within, today):
        moment = _moment(said, today)
        if moment is not None:
            yield _closed(text, span, within), moment


def _closed(text: str, span: Span, within: Span) -> Span:
    """Return a phrase with the bracket that closes one in it: "Rabu (19/6)"."""
    said = text[span.start : span.end]
    is_open = said.count("(") > said.count(")")
    return Span(span.start, span.end + (is_open and text[span.end : within.end].startswith(")")))


def _phrases(text: str, within: Span, today: date | None) -> Iterator[tuple[Span, TimePart]]:
    """Yield the parts that stand side by side as one, so far as they do not say the same twice."""
    last: tuple[Span, TimePart] | None = None
    for span, part in time_parts(text, within, today):
        joined = None
        if last and _BETWEEN.fullmatch(text, last[0].end, span.start):
            joined = _joined(last[1], part)
        if last and joined:
            last = (Span(last[0].start, span.end), joined)
            continue
        if last:
            yield last
        last = (span, part)
    if last:
        yield last


def _joined(one: TimePart, other: TimePart) -> TimePart | None:
    """Return what two parts say together; None where both say the same kind of thing."""
    if not one.days.is_open and not other.days.is_open:
        return None
    pairs = ((one.month, other.month), (one.day, other.day), (one.weekday, other.weekday))
    if any(a is not None and b is not None for a, b in (*pairs, (one.way, other.way))):
        return None
    clocks = [part.clock for part in (one, other) if part.clock]
    if len(clocks) == 2 and not any(clock.first == clock.last for clock in clocks):
        return None
    month, day, weekday = (b if a is None else a for a, b in pairs)
    return TimePart(
        days=other.days if one.days.is_open else one.days,
        month=month,
        day=day,
        days_long=max(one.days_long, other.days_long),
        weekday=weekday,
        clock=min(clocks, key=lambda clock: clock.last - clock.first, default=None),
        way=other.way if one.way is None else one.way,
    )


def _moment(said: TimePart, today: date | None) -> Moment | None:
    """Return the days that a phrase may mean; None where it says nothing of a day or a time."""
    try:
        days = _window(said, today)
    except OverflowError:
        return None  # the calendar ends within reach of today
    # A weekday that does not fit its date is a slip of the pen.
    for weekday in dict.fromkeys((None if said.day else said.weekday, said.weekday, None)):
        try:
            found = _closest(days, said, weekday, today)
        except (OverflowError, ValueError):
            continue
        if weekday == said.weekday or len(found.possible) == 1 or found.days.is_open:
            return replace(found, weekday=said.weekday) if found.days.is_open else found
    return None


def _closest(days: DateRange, said: TimePart, weekday: int | None, today: date | None) -> Moment:
    """Return the days meant: the one near the article's, where there is one."""
    moment = Moment(days, said.month, said.day, weekday, said.clock)
    if said.month is None or today is None:
        return moment
    possible = sorted(moment.possible, key=lambda day: abs(day - today))
    sure = len(possible) == 1 or said.way is not None
    near = bool(possible) and (possible[0] - today).days in _NEAR_DAYS
    return _around(possible[0], said) if sure or near else moment


def _around(near: date, said: TimePart) -> Moment:
    if said.day is None:
        return Moment(DateRange.of_month(near.year, near.month), clock=said.clock)
    return Moment(DateRange(near, near + timedelta(days=said.days_long - 1)), clock=said.clock)


def _window(said: TimePart, today: date | None) -> DateRange:
    """Return the days among which a phrase without its year is looked for."""
    if not said.days.is_open or today is None:
        return said.days
    if said.month is None and said.day is None and said.weekday is None:
        return DateRange()
    if said.month is None:
        return _on_side(today, today, _WEEK_DAYS if said.way is None else 7, said.way)
    if said.day is not None:
        return _on_side(today, today, _YEAR_DAYS, said.way)
    first, days_long = today.replace(day=1), monthrange(today.year, today.month)[1]
    reach = _YEAR_DAYS if said.way is not None else _YEAR_DAYS - _MONTH_DAYS
    return _on_side(first, first.replace(day=days_long), reach, said.way)


def _on_side(first: date, last: date, reach: int, way: int | None) -> DateRange:
    """Return the days up to `reach` away, before or after these or, without a way, both."""
    by, one = timedelta(days=reach), timedelta(days=1)
    if way == PAST:
        return DateRange(first - by, first - one)
    return DateRange(last + one, last + by) if way == COMING else DateRange(first - by, last + by)
