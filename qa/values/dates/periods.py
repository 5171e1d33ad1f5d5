"""The periods that a question or a passage mentions, each as one date range.

Unlike a moment, a period is the most likely reading only: without a year it is the latest one, or
one that comes soon. Ignored are the time of day, and expressions that may be no time ("2024",
"April" without a word like "in" before it). The relation that a question puts it in ("before",
"sejak") is read in `qa.retrieval.dates`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import FR, MO, SA, SU, TH, TU, WE, relativedelta

from qa.schema.filters import DateRange
from qa.schema.span import Span
from qa.values.dates.expression import FUTURE, PAST, TimeExpression, joined
from qa.values.dates.grammar import find_expressions
from qa.values.dates.moments import NEAR_DAYS, resolve_moment

_DAY = relativedelta(days=1)
_WEEKDAYS = (MO, TU, WE, TH, FR, SA, SU)
_LONGEST_CYCLE_YEARS = 8
"""29 February recurs after at most as many years."""


@dataclass(frozen=True, slots=True)
class Period:
    """A mention of a time.

    Attributes:
        span: the words.
        days: the days that they denote.
        is_relative: whether these were resolved against the reference day.
        is_range: whether both ends are given: "2019-2021".
    """

    span: Span
    days: DateRange
    is_relative: bool
    is_range: bool = False


def find_periods(text: str, reference: date | None) -> tuple[Period, ...]:
    """Return the periods that a text mentions, in order and without overlaps.

    Args:
        text: of a question or an article.
        reference: the day that relative times are resolved against; they are ignored without it.
    """
    if not text or (reference is None and not any(c.isdigit() for c in text)):
        return ()
    return tuple(_periods(text, reference))


def _periods(text: str, reference: date | None) -> Iterator[Period]:
    found = (
        expression
        for expression in find_expressions(text, Span(0, len(text)))
        if not expression.is_clock and (reference or expression.offset is None)
    )
    for expression in joined(text, found):
        days = _days(expression, reference) if expression.is_certain else None
        if days:
            is_relative = expression.years is None
            yield Period(expression.span, days, is_relative, expression.is_range)


def _days(said: TimeExpression, reference: date | None) -> DateRange | None:
    """Return the days that are most likely meant; None where there are none."""
    try:
        found = _in_window(said, reference) if said.years or said.offset else None
        if found or reference is None:
            return found
        if said.month is not None:
            return _dates(said, said.month, reference)
        return None if said.weekday is None else DateRange.of_day(_weekday(said, reference))
    except (OverflowError, ValueError):
        return None


def _in_window(said: TimeExpression, reference: date | None) -> DateRange | None:
    """Return the days of a year or an offset, or of a month or weekday in it."""
    if said.weekday is None and (said.years or said.month is None):
        return said.window(reference)
    moment = resolve_moment(said, reference)
    possible = moment.possible_days if moment else ()
    return DateRange(min(possible), max(possible)) if possible else None


def _dates(said: TimeExpression, month: int, reference: date) -> DateRange | None:
    """Return the days of a month, or of a date in it, that is given without a year."""
    firsts = list(_in_years_around(reference.year, month, said.day or 1))
    if said.direction == FUTURE:
        first = min((day for day in firsts if day > reference), default=None)
    else:
        before = reference if said.day else reference.replace(day=1)
        is_past = said.direction == PAST
        latest = before - _DAY if is_past else reference + relativedelta(days=NEAR_DAYS)
        first = max((day for day in firsts if day <= latest), default=None)
    if first is None or said.day:
        return first and said.days_of(first)
    return DateRange.of_month(first.year, month)


def _in_years_around(year: int, month: int, day: int) -> Iterator[date]:
    """Yield a date in each of the years around one that has it; not each has a 29 February."""
    for near in range(year - _LONGEST_CYCLE_YEARS, year + _LONGEST_CYCLE_YEARS + 1):
        try:
            yield date(near, month, day)
        except ValueError:
            continue


def _weekday(said: TimeExpression, reference: date) -> date:
    """Return the last such weekday up to the reference day, or the first after it."""
    weekday = _WEEKDAYS[said.weekday or 0]
    if said.direction == FUTURE:
        return reference + relativedelta(days=1, weekday=weekday(1))
    return reference + relativedelta(days=-1 if said.direction == PAST else 0, weekday=weekday(-1))
