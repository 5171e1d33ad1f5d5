"""The moments that a sentence mentions.

An expression without a year ("Rabu", "19 Juni", "September lalu") is resolved against the day on
which the article was published. Where several days fit, the moment may be any of them; where that
day is not known, it stays open. A duration ("the past two weeks") is a quantity and no moment.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from qa.schema.article import Published
from qa.schema.filters import DateRange
from qa.schema.span import Span
from qa.values.dates.expression import FUTURE, PAST, TimeExpression, joined
from qa.values.dates.grammar import find_expressions
from qa.values.moment import Moment

NEAR_DAYS = 45
"""A date without a year is the one this near to the reference day, if there is one."""

_WEEK_DAYS, _MONTH_DAYS, _YEAR_DAYS = 6, 31, 366


def find_moments(text: str, within: Span, published: Published) -> Iterator[tuple[Span, Moment]]:
    """Yield each moment of a sentence with its words, in order.

    Args:
        text: what the spans point into.
        within: the sentence.
        published: when the article was; None where that is not known.
    """
    reference = published.date() if isinstance(published, datetime) else published
    found = (
        expression
        for expression in find_expressions(text, within)
        if expression.offset is None or (reference and not expression.offset.is_rolling)
    )
    for expression in joined(text, found):
        moment = resolve_moment(expression, reference)
        if moment is not None:
            yield _with_bracket(text, expression.span, within), moment


def _with_bracket(text: str, span: Span, within: Span) -> Span:
    """Return a span with the bracket that closes one in it: "Rabu (19/6)"."""
    said = text[span.start : span.end]
    is_open = said.count("(") > said.count(")")
    return Span(span.start, span.end + (is_open and text[span.end : within.end].startswith(")")))


def resolve_moment(expression: TimeExpression, reference: date | None) -> Moment | None:
    """Return the days that an expression may denote; None where it denotes none.

    Args:
        expression: what to resolve.
        reference: the day that it is resolved against.
    """
    found = _resolved(expression, reference)
    if found is None and expression.offset and expression.day:
        # "Today, Wednesday (2/11)" in an article of another day.
        return _resolved(replace(expression, offset=None), reference)
    return found


def _resolved(said: TimeExpression, reference: date | None) -> Moment | None:
    try:
        window = _window(said, reference)
    except (OverflowError, ValueError):
        return None  # beyond the calendar, or no day of it
    if said.years is not None:
        said = replace(said, years=None, month=None, day=None)
    # A weekday that does not fit its date is a slip of the pen.
    for weekday in dict.fromkeys((None if said.day else said.weekday, said.weekday, None)):
        try:
            found = _nearest(window, said, weekday, reference)
        except (OverflowError, ValueError):
            continue
        if weekday == said.weekday or len(found.possible_days) == 1 or found.days.is_open:
            return replace(found, weekday=said.weekday) if found.days.is_open else found
    return None


def _nearest(
    window: DateRange, said: TimeExpression, weekday: int | None, reference: date | None
) -> Moment:
    """Return the fitting days of a window: the one near the reference day, if there is one."""
    moment = Moment(window, said.month, said.day, weekday, said.clock)
    if said.month is None or reference is None:
        return moment
    possible = sorted(moment.possible_days, key=lambda day: abs(day - reference))
    is_sure = len(possible) == 1 or said.direction is not None
    is_near = bool(possible) and abs((possible[0] - reference).days) <= NEAR_DAYS
    return _around(possible[0], said) if is_sure or is_near else moment


def _around(day: date, said: TimeExpression) -> Moment:
    if said.day is None:
        return Moment(DateRange.of_month(day.year, day.month), clock=said.clock)
    return Moment(said.days_of(day), clock=said.clock)


def _window(said: TimeExpression, reference: date | None) -> DateRange:
    """Return the range in which the days of an expression are searched."""
    told = said.window(reference)
    is_of_a_day = any(part is not None for part in (said.month, said.day, said.weekday))
    if not told.is_open or reference is None or not is_of_a_day:
        return told
    if said.month is None:
        reach = _WEEK_DAYS if said.direction is None else _WEEK_DAYS + 1
        return _on_side(reference, reference, reach, said.direction)
    if said.day is not None:
        return _on_side(reference, reference, _YEAR_DAYS, said.direction)
    reach = _YEAR_DAYS if said.direction is not None else _YEAR_DAYS - _MONTH_DAYS
    last = monthrange(reference.year, reference.month)[1]
    return _on_side(reference.replace(day=1), reference.replace(day=last), reach, said.direction)


def _on_side(first: date, last: date, reach: int, direction: int | None) -> DateRange:
    """Return the days up to `reach` away, before or after these or, without a direction, both."""
    by, one = timedelta(days=reach), timedelta(days=1)
    if direction == PAST:
        return DateRange(first - by, first - one)
    if direction == FUTURE:
        return DateRange(last + one, last + by)
    return DateRange(first - by, last + by)
