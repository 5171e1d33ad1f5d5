"""Whether a date or number that was written is told by one that is quoted.

What is written may be wider than what is quoted ("in June" of "19 June"), and never narrower.
"""

from qa.value.moment import Clock, Moment
from qa.value.quantity import Quantity
from qa.value.relation import Relation

Value = Moment | Quantity | None
_CLOSE = 1e-6


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
        return its <= mine
    parts = ((written.month, quoted.month), (written.day, quoted.day))
    if mine or its:
        # One of them leaves the year open; what it tells must be all that the other does.
        return written.relation(quoted).agrees and not (mine and not its)
    same = all(a is None or a == b for a, b in (*parts, (written.weekday, quoted.weekday)))
    return same and (written.clock is not None or written.relation(quoted).agrees)


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
    same = written.relation(quoted) is Relation.SAME
    return same or (written.low <= quoted.low + slack and quoted.high <= written.high + slack)
