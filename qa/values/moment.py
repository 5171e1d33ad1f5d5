"""A moment: a day, a month, a year or a time of day, as exactly as an article tells it.

What an article leaves out stays open: a moment is every day that it may be.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from qa.schema.filters import DateRange
from qa.values.relation import Relation

DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day, from `first` to `last` minutes after midnight, and how far it is from UTC."""

    first: int
    last: int
    zone_minutes: int | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.first <= self.last < DAY_MINUTES:
            raise ValueError(f"clock {self.first} to {self.last} is not inside a day, in minutes")

    def relation(self, other: "Clock") -> Relation:
        """Return how the two stand; times of two zones are not compared."""
        zones = {self.zone_minutes, other.zone_minutes} - {None}
        if len(zones) > 1:
            return Relation.INCOMPARABLE
        if (self.first, self.last) == (other.first, other.last):
            return Relation.SAME
        if self.first <= other.last and other.first <= self.last:
            return Relation.COMPATIBLE
        return Relation.DIFFERENT


@dataclass(frozen=True, slots=True)
class Moment:
    """Every day of a stretch that has this month, this day of the month and this weekday.

    Attributes:
        days: the stretch; open where neither the article nor its date tells the year.
        month: 1 to 12, where only the month is certain and not the year.
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
        if not (self.days.is_open or self.possible):
            raise ValueError(f"no day of {self.days} is day {self.day} of month {self.month}")

    @property
    def possible(self) -> frozenset[date]:
        """The days that it may be; none where the stretch is open."""
        first, last = self.days.first, self.days.last
        if first is None or last is None:
            return frozenset()
        every = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return frozenset(day for day in every if self.may_be(day))

    def may_be(self, day: date) -> bool:
        """Say whether a day is in the stretch and has the month, day and weekday."""
        return self.days.holds(day) and all(
            mine is None or mine == its
            for mine, its in (
                (self.month, day.month),
                (self.day, day.day),
                (self.weekday, day.weekday()),
            )
        )

    @property
    def spread(self) -> float:
        """How many days it may be, of which the time of day is a part; the less, the exacter."""
        open_days = 365.0 if self.month is None and self.day is None else 31.0
        days = len(self.possible) or open_days
        clock = self.clock
        return days if clock is None else days - 0.5 * (1 - (clock.last - clock.first) / 1440)

    def relation(self, other: "Moment") -> Relation:
        """Return how the two stand."""
        days = self._days_relation(other)
        if days is Relation.DIFFERENT or self.clock == other.clock:
            return days
        if self.clock is None or other.clock is None:
            return Relation.COMPATIBLE if days.agrees else days
        clocks = self.clock.relation(other.clock)
        if days is Relation.INCOMPARABLE:
            return days if self._has_day or other._has_day else clocks
        # Of one day it is another time; what may be two days may have both.
        if clocks in (Relation.DIFFERENT, Relation.SAME) and days is Relation.SAME:
            return clocks
        return Relation.COMPATIBLE

    @property
    def _has_day(self) -> bool:
        parts = (self.month, self.day, self.weekday)
        return not self.days.is_open or any(part is not None for part in parts)

    def _days_relation(self, other: "Moment") -> Relation:
        mine, its = self.possible, other.possible
        if mine and its:
            if mine == its:
                return Relation.SAME
            return Relation.DIFFERENT if mine.isdisjoint(its) else Relation.COMPATIBLE
        if mine or its:
            closed, open_one = (mine, other) if mine else (its, self)
            if not open_one._has_day:
                return Relation.INCOMPARABLE
            may = any(open_one.may_be(day) for day in closed)
            return Relation.COMPATIBLE if may else Relation.DIFFERENT
        return self._parts_relation(other)

    def _parts_relation(self, other: "Moment") -> Relation:
        parts = (
            (self.month, other.month),
            (self.day, other.day),
            (self.weekday, other.weekday),
        )
        known = [(a, b) for a, b in parts if a is not None and b is not None]
        if any(a != b for a, b in known):
            return Relation.DIFFERENT
        if not known:
            return Relation.INCOMPARABLE
        return Relation.SAME if all(a == b for a, b in parts) else Relation.COMPATIBLE
