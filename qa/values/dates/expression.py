"""A time expression: words of a text that denote a time, and the fields that they fill.

The fields that an expression leaves out ("19 June" its year, "yesterday" its reference day) stay
empty here; `qa.values.dates.moments` and `qa.values.dates.periods` resolve them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeVar

from dateutil.relativedelta import relativedelta

from qa.schema.filters import DateRange
from qa.schema.span import Span
from qa.values.moment import Clock

PAST, FUTURE = -1, 1
"""Directions in time."""

_Part = TypeVar("_Part")
Unit = Literal["day", "week", "month", "year"]

_BETWEEN_PARTS = re.compile(
    r"[\s,()\-–]*(?:(?:pada|tanggal|hari|bulan|tahun|sekitar|waktu setempat|of|on|in|the|local|"
    r"time|around|about|at)\b[\s,()]*)*"
)
_SPACE = re.compile(r"\)?\s+")
_NEW_PARAGRAPH = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Offset:
    """A distance from a reference day, in calendar units.

    Attributes:
        unit: a day, a week from Monday to Sunday, a month or a year of the calendar.
        count: how many units away; before the reference day where it is negative.
        is_rolling: whether all days from there up to the reference day are meant ("the past two
            weeks"), not one unit ("two weeks ago").
    """

    unit: Unit
    count: int
    is_rolling: bool = False

    def days_from(self, reference: date) -> DateRange:
        """Return the days meant, counted from a reference day.

        Raises:
            ValueError, OverflowError: the calendar has no such days.
        """
        if self.is_rolling:
            return DateRange(_shift(reference, self.unit, self.count), reference)
        if self.unit == "day":
            return DateRange.of_day(_shift(reference, "day", self.count))
        if self.unit == "week":
            monday = reference + relativedelta(weeks=self.count, days=-reference.weekday())
            return DateRange(monday, monday + relativedelta(days=6))
        if self.unit == "month":
            inside = _shift(reference, "month", self.count)
            return DateRange.of_month(inside.year, inside.month)
        return DateRange.of_year(reference.year + self.count)


def _shift(day: date, unit: Unit, count: int) -> date:
    """Return the day that lies so many units away; of a shorter month its last day."""
    if unit == "day":
        return day + relativedelta(days=count)
    if unit == "week":
        return day + relativedelta(weeks=count)
    return day + (relativedelta(months=count) if unit == "month" else relativedelta(years=count))


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words of a text that denote a time; a field is None where they do not fill it.

    Attributes:
        span: the words.
        years: the first and the last year.
        month: 1 to 12.
        day: of the month, the first of `day_count`.
        day_count: number of consecutive days.
        weekday: Monday is 0.
        clock: the time of day.
        direction: whether the time lies before (-1) or after (1) the reference day.
        offset: how far the time lies from the reference day.
        is_range: whether both ends are given: "2019-2021", "18 to 20 June".
        is_certain: whether its form or the word before it shows that a time is meant; "2024" alone
            may be a number, "April" a person.
    """

    span: Span
    years: tuple[int, int] | None = None
    month: int | None = None
    day: int | None = None
    day_count: int = 1
    weekday: int | None = None
    clock: Clock | None = None
    direction: int | None = None
    offset: Offset | None = None
    is_range: bool = False
    is_certain: bool = True

    @property
    def is_full_date(self) -> bool:
        """Whether day, month and year are given."""
        return self.years is not None and self.day is not None

    @property
    def is_clock(self) -> bool:
        """Whether only a time of day is given."""
        day = (self.years, self.month, self.day, self.weekday, self.offset)
        return all(part is None for part in day)

    def window(self, reference: date | None) -> DateRange:
        """Return the days given by year or by offset; an open range where the year is not given.

        Raises:
            ValueError, OverflowError: the calendar has no such days.
        """
        if self.years is None:
            if self.offset is None or reference is None:
                return DateRange()
            return self.offset.days_from(reference)
        first, last = self.years
        if self.month is None:
            return DateRange(date(first, 1, 1), date(last, 12, 31))
        if self.day is None:
            return DateRange.of_month(first, self.month)
        return self.days_of(date(first, self.month, self.day))

    def days_of(self, first: date) -> DateRange:
        """Return `day_count` days from the first."""
        return DateRange(first, first + relativedelta(days=self.day_count - 1))


def joined(text: str, parts: Iterable[TimeExpression]) -> Iterator[TimeExpression]:
    """Join adjacent expressions that denote one time: "Rabu malam (19/6)", "June last year".

    Args:
        text: what their spans point into.
        parts: expressions in the order of the text.
    """
    last: TimeExpression | None = None
    for part in parts:
        both = _join(text, last, part) if last else None
        if last and both is None:
            yield last
        last = both or part
    if last:
        yield last


def _join(text: str, one: TimeExpression, other: TimeExpression) -> TimeExpression | None:
    """Return two expressions as one; None where they denote two times."""
    if not _are_neighbours(text, one, other) or _fill_one_field(one, other):
        return None
    clocks = [part.clock for part in (one, other) if part.clock]
    return TimeExpression(
        span=Span(one.span.start, other.span.end),
        years=_first(one.years, other.years),
        month=_first(one.month, other.month),
        day=_first(one.day, other.day),
        day_count=max(one.day_count, other.day_count),
        weekday=_first(one.weekday, other.weekday),
        clock=min(clocks, key=lambda clock: clock.last - clock.first, default=None),
        direction=_first(one.direction, other.direction),
        offset=_first(one.offset, other.offset),
        is_range=one.is_range or other.is_range,
    )


def _are_neighbours(text: str, one: TimeExpression, other: TimeExpression) -> bool:
    start, end = one.span.end, other.span.start
    if other.offset and other.offset.unit != "day":
        # After a comma "last year" is another time.
        return _SPACE.fullmatch(text, start, end) is not None
    between = _BETWEEN_PARTS.fullmatch(text, start, end)
    return between is not None and not _NEW_PARAGRAPH.search(between[0])


def _fill_one_field(one: TimeExpression, other: TimeExpression) -> bool:
    """Say whether both fill one field, so that they cannot denote one time."""
    if one.clock and other.clock and all(c.first != c.last for c in (one.clock, other.clock)):
        return True
    pairs = (
        (one.years or one.offset, other.years or other.offset),
        (one.month, other.month),
        (one.day, other.day),
        (one.weekday, other.weekday),
        (one.direction, other.direction),
    )
    return any(a is not None and b is not None for a, b in pairs)


def _first(one: _Part | None, other: _Part | None) -> _Part | None:
    return other if one is None else one
