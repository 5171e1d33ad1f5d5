"""Entailment between dates and numbers: does the quoted value entail the written one?

A written value may be less specific than the quoted one ("in June" for "19 June"), never more
specific. The values are parsed in `qa.values`; here the tokens add weekdays, scores such as 2-1,
and numbers that are part of a name.
"""

from collections.abc import Sequence
from datetime import timedelta

from qa.llm.verify.alignment import Text, Token, Unit
from qa.schema.span import Span
from qa.text.calendar import WEEKDAY_NAMES
from qa.values.dates.moments import find_moments
from qa.values.moment import Clock, Moment
from qa.values.quantity import Quantity, find_quantities
from qa.values.relation import ValueRelation

Value = Moment | Quantity | None
_CLOSE = 1e-6
_LOPSIDED = 3
_ROUNDED = 0.02
_LOOSEST = 0.25
_WEEK_DAYS, _MONTH_DAYS = 7, 31


def values(text: Text, its: Sequence[Token]) -> tuple[Unit, ...]:
    """Find the dates and numbers of a text, in order; numbers inside dates are not repeated."""
    counted = [
        (span, quantity)
        for span, quantity in find_quantities(text.text, text.span, text.language)
        if not _is_of_a_name(text.text, span)
    ]
    dated = [
        (span, moment)
        for span, moment in find_moments(text.text, text.span, text.published)
        if not any(_is_measured(span, other, quantity) for other, quantity in counted)
    ]
    counted = [each for each in counted if not any(each[0].overlaps(other) for other, _ in dated)]
    found: list[Unit] = []
    for span, value in sorted([*dated, *counted], key=lambda each: each[0].start):
        within = [n for n, token in enumerate(its) if token.span.overlaps(span)]
        if within:
            found.append(Unit(within[0], within[-1], value))
    return tuple(found)


def is_value_entailed(
    unit: Unit, said: Sequence[Token], other: Unit, quoted: Sequence[Token]
) -> bool:
    """Return whether a value of the quotation (`other`) entails one of the sentence (`unit`)."""
    return (
        is_entailed(unit.value, other.value)
        and _is_weekday_right(unit, said, other, quoted)
        and _is_score_right(unit, said, other, quoted)
    )


def is_entailed(written: Value, quoted: Value) -> bool:
    """Return whether the quoted value entails the written one."""
    if isinstance(written, Moment) and isinstance(quoted, Moment):
        return _is_moment_entailed(written, quoted)
    if isinstance(written, Quantity) and isinstance(quoted, Quantity):
        return _is_quantity_entailed(written, quoted)
    return False


def _is_moment_entailed(written: Moment, quoted: Moment) -> bool:
    if not _is_clock_entailed(written.clock, quoted.clock):
        return False
    mine, its = written.possible_days, quoted.possible_days
    if mine and its:
        return its == mine or (its < mine and _has_a_name(written))
    parts = ((written.month, quoted.month), (written.day, quoted.day))
    if mine or its:
        # One of them has no year; all other parts must agree.
        return written.relation_to(quoted).agrees and not (mine and not its)
    same = all(a is None or a == b for a, b in (*parts, (written.weekday, quoted.weekday)))
    return same and (written.clock is not None or written.relation_to(quoted).agrees)


def _has_a_name(moment: Moment) -> bool:
    """Return whether a date range is a calendar unit: a day, week, month, year, decade, century."""
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
    if written.relation_to(quoted) is ValueRelation.INCOMPARABLE:
        return False
    return written.first <= quoted.first and quoted.last <= written.last


def _is_quantity_entailed(written: Quantity, quoted: Quantity) -> bool:
    if written.kind != quoted.kind:
        return False
    slack = _CLOSE * max(abs(quoted.value), 1.0)
    if written.relation_to(quoted) is ValueRelation.EQUAL:
        return True
    # "120,000" and "120 thousand".
    is_one = abs(written.value - quoted.value) <= slack
    if is_one and max(written.spread, quoted.spread) <= _ROUNDED * abs(quoted.value):
        return True
    # "150" does not entail "more than 150", nor "2" "from 2 to 4".
    if written.spread > _LOOSEST * abs(written.value):
        return False
    below, above = written.value - written.low, written.high - written.value
    is_one_sided = max(below, above) > _LOPSIDED * min(below, above) + slack
    is_within = written.low <= quoted.low + slack and quoted.high <= written.high + slack
    return is_within and not is_one_sided


def _is_measured(moment: Span, span: Span, quantity: Quantity) -> bool:
    """Return whether a seeming time is a number with a unit: "at 6.25 percent"."""
    return bool(quantity.kind) and span.overlaps(moment) and span.end > moment.end


def _is_of_a_name(text: str, span: Span) -> bool:
    """Return whether a number is part of a name: "Satria-1", "Falcon 9"."""
    before = text[: span.start].rstrip()
    if text[: span.start].endswith("-"):
        return True
    words = before.split()
    is_capital = bool(words) and words[-1][:1].isupper() and words[-1][-1:].isalpha()
    return len(words) > 1 and is_capital and text[span.start : span.end].isdigit()


def _is_weekday_right(
    unit: Unit, said: Sequence[Token], other: Unit, quoted: Sequence[Token]
) -> bool:
    """Return whether the weekdays agree; where the quotation names none, its date decides.

    `is_entailed` compares dates by day and month, so "Thursday, 19 June" equals 19 June there.
    """
    mine, its = _weekdays(said, unit), _weekdays(quoted, other)
    if not its and isinstance(other.value, Moment):
        its = {day.weekday() for day in other.value.possible_days}
    return not its or mine <= its


def _is_score_right(
    unit: Unit, said: Sequence[Token], other: Unit, quoted: Sequence[Token]
) -> bool:
    """Return whether scores such as "2-1" have the same two numbers."""
    if not isinstance(unit.value, Quantity) or unit.last == unit.first:
        return True
    mine, its = (
        [t.word for t in part[u.first : u.last + 1]] for part, u in ((said, unit), (quoted, other))
    )
    is_pair = len(its) == 2 and all(word.isdigit() and len(word) < 3 for word in (*mine, *its))
    return mine == its or not is_pair


def _weekdays(its: Sequence[Token], unit: Unit) -> set[int]:
    words = (token.word for token in its[unit.first : unit.last + 1])
    return {WEEKDAY_NAMES[word] for word in words if word in WEEKDAY_NAMES}
