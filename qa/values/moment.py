"""A moment: a day, a month, a year or a time of day, as exactly as a text gives it.

A moment is represented by all the days that it may be, so that an inexact one ("July 2000") can be
compared with an exact one ("14 July 2000").
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from qa.schema.filters import DateRange
from qa.values.relation import ValueRelation

DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day.

    Attributes:
        first: the earliest that it may be, in minutes after midnight.
        last: the latest, in minutes after midnight.
        zone_minutes: how far its time zone is ahead of UTC; None where no zone is given.
    """

    first: int
    last: int
    zone_minutes: int | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.first <= self.last < DAY_MINUTES:
            raise ValueError(f"clock {self.first} to {self.last} is not inside a day, in minutes")

    def relation_to(self, other: "Clock") -> ValueRelation:
        """Compare two times of day; those of two time zones are incomparable."""
        zones = {self.zone_minutes, other.zone_minutes} - {None}
        if len(zones) > 1:
            return ValueRelation.INCOMPARABLE
        if (self.first, self.last) == (other.first, other.last):
            return ValueRelation.EQUAL
        if self.first <= other.last and other.first <= self.last:
            return ValueRelation.COMPATIBLE
        return ValueRelation.CONFLICTING


@dataclass(frozen=True, slots=True)
class Moment:
    """Every day of a date range that has this month, this day of the month and this weekday.

    Attributes:
        days: the range; open where neither the text nor its reference day gives the year.
        month: 1 to 12, where the year is not certain.
        day: of the month.
        weekday: Monday is 0.
        clock: the time of day.
    """

    days: DateRange = field(default_factory=DateRange)
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    clock: Clock | None = None

    def __post_init__(self) -> None:
        known = (self.month, self.day, self.weekday, self.clock)
        if self.days.is_open and all(part is None for part in known):
            raise ValueError("a moment says nothing")
        if (self.days.first is None) is not (self.days.last is None):
            raise ValueError(f"days {self.days} are open on one side; expected none or both")
        if not (self.days.is_open or self.possible_days):
            raise ValueError(f"no day of {self.days} is day {self.day} of month {self.month}")

    @property
    def possible_days(self) -> frozenset[date]:
        """The days that it may be; empty where the range is open."""
        first, last = self.days.first, self.days.last
        if first is None or last is None:
            return frozenset()
        every = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return frozenset(day for day in every if self.may_be_on(day))

    def may_be_on(self, day: date) -> bool:
        """Say whether a day is in the range and has the month, day and weekday."""
        return self.days.contains(day) and all(
            mine is None or mine == its
            for mine, its in (
                (self.month, day.month),
                (self.day, day.day),
                (self.weekday, day.weekday()),
            )
        )

    @property
    def spread(self) -> float:
        """Number of days that it may be, less a part for its time of day; less is more exact."""
        open_days = 365.0 if self.month is None and self.day is None else 31.0
        days = len(self.possible_days) or open_days
        clock = self.clock
        return days if clock is None else days - 0.5 * (1 - (clock.last - clock.first) / 1440)

    def relation_to(self, other: "Moment") -> ValueRelation:
        """Compare two moments by the days and the time of day that they may be."""
        days = self._days_relation(other)
        if days is ValueRelation.CONFLICTING or self.clock == other.clock:
            return days
        if self.clock is None or other.clock is None:
            return ValueRelation.COMPATIBLE if days.agrees else days
        clocks = self.clock.relation_to(other.clock)
        if days is ValueRelation.INCOMPARABLE:
            return days if self._has_day or other._has_day else clocks
        # Of one day it is another time; what may be two days may have both.
        if (
            clocks in (ValueRelation.CONFLICTING, ValueRelation.EQUAL)
            and days is ValueRelation.EQUAL
        ):
            return clocks
        return ValueRelation.COMPATIBLE

    @property
    def _has_day(self) -> bool:
        parts = (self.month, self.day, self.weekday)
        return not self.days.is_open or any(part is not None for part in parts)

    def _days_relation(self, other: "Moment") -> ValueRelation:
        mine, its = self.possible_days, other.possible_days
        if mine and its:
            if mine == its:
                return ValueRelation.EQUAL
            return ValueRelation.CONFLICTING if mine.isdisjoint(its) else ValueRelation.COMPATIBLE
        if mine or its:
            closed, open_one = (mine, other) if mine else (its, self)
            if not open_one._has_day:
                return ValueRelation.INCOMPARABLE
            may = any(open_one.may_be_on(day) for day in closed)
            return ValueRelation.COMPATIBLE if may else ValueRelation.CONFLICTING
        return self._parts_relation(other)

    def _parts_relation(self, other: "Moment") -> ValueRelation:
        parts = (
            (self.month, other.month),
            (self.day, other.day),
            (self.weekday, other.weekday),
        )
        known = [(a, b) for a, b in parts if a is not None and b is not None]
        if any(a != b for a, b in known):
            return ValueRelation.CONFLICTING
        if not known:
            return ValueRelation.INCOMPARABLE
        return ValueRelation.EQUAL if all(a == b for a, b in parts) else ValueRelation.COMPATIBLE
