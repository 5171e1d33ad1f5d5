"""Whether a date or number that was written is told by one that is quoted.

What is written may be wider than what is quoted ("in June" of "19 June"), and never narrower.
"""

from datetime import timedelta

from qa.values.moment import Clock, Moment
from qa.values.quantity import Quantity
from qa.values.relation import Relation

Value = Moment | Quantity | None
_CLOSE = 1e-6
_LOPSIDED = 3
_ROUNDED = 0.02
_LOOSEST = 0.25
_WEEK_DAYS, _MONTH_DAYS = 7, 31


def is_entailed(written: Value, quoted: Value) -> bool:
    """Say whether the quoted value says the written one."""
    if isinstance(written, Moment) and isinstance(quoted, Moment):
        return _is_moment_entailed(written, quoted)
    if isinstance(written, Quantity) and isinstance(quoted, Quantity):
        return _is_quantity_entailed(written, quoted)
    return False


def _is_moment_entailed(written: Moment, quoted: Moment) -> bool:
    if not _is_clock_entailed(written.clock, quoted.clock):
        return False
    mine, its = written.possible, quoted.possible
    if mine and its:
        return its == mine or (its < mine and _has_a_name(written))
    parts = ((written.month, quoted.month), (written.day, quoted.day))
    if mine or its:
        # One of them leaves the year open; what it tells must be all that the other does.
        return written.relation(quoted).agrees and not (mine and not its)
    same = all(a is None or a == b for a, b in (*parts, (written.weekday, quoted.weekday)))
    return same and (written.clock is not None or written.relation(quoted).agrees)


def _has_a_name(moment: Moment) -> bool:
    """Say whether a stretch is a day, a month, a year or the like, and not from one to another."""
    first, last = moment.days.first, moment.days.last
    parts = (moment.month, moment.day, moment.weekday)
    if first is None or last is None or any(part is not None for part in parts):
        return True
    next_day = last + timedelta(days=1)
    is_whole_year = (first.month, first.day, next_day.month, next_day.day) == (1, 1, 1, 1)
    years = next_day.year - first.year
    is_whole_month = first.day == next_day.day == 1 and (next_day - first).days <= _MONTH_DAYS
    return (
        (next_day - first).days in (1, _WEEK_DAYS)
        or is_whole_month
        or (is_whole_year and years in (1, 10, 100))
    )


def _is_clock_entailed(written: Clock | None, quoted: Clock | None) -> bool:
    if written is None or quoted is None:
        return written is None
    if written.relation(quoted) is Relation.INCOMPARABLE:
        return False
    return written.first <= quoted.first and quoted.last <= written.last


def _is_quantity_entailed(written: Quantity, quoted: Quantity) -> bool:
    if written.kind != quoted.kind:
        return False
    slack = _CLOSE * max(abs(quoted.value), 1.0)
    if written.relation(quoted) is Relation.SAME:
        return True
    # "120,000" and "120 thousand".
    is_one = abs(written.value - quoted.value) <= slack
    if is_one and max(written.spread, quoted.spread) <= _ROUNDED * abs(quoted.value):
        return True
    # "More than 150" is not said by "150", nor "from 2 to 4" by "2".
    if written.spread > _LOOSEST * abs(written.value):
        return False
    below, above = written.value - written.low, written.high - written.value
    is_one_sided = max(below, above) > _LOPSIDED * min(below, above) + slack
    is_within = written.low <= quoted.low + slack and quoted.high <= written.high + slack
    return is_within and not is_one_sided
