"""The grammar of time expressions in English and Indonesian: the one table of their forms.

It covers dates, months, years, weekdays, times of day, and times relative to a reference day
("kemarin", "three months ago"), which it reads but does not resolve. It does not cover times
relative to an event ("two days later"), ordinals in words ("the third of June"), centuries and
holidays.
"""

import re
from collections.abc import Callable, Iterator
from enum import Enum
from functools import cache
from typing import NamedTuple

from qa.schema.span import Span
from qa.text.calendar import MONTH_NAMES, MONTHS, WEEKDAY_NAMES, WEEKDAYS
from qa.values.dates.clock import CLOCK_PATTERNS, DAY_PART
from qa.values.dates.expression import TimeExpression
from qa.values.dates.readers import (
    NAMED_DAYS,
    UNITS,
    YEAR,
    read_bare_month,
    read_clock,
    read_counted,
    read_date,
    read_day_part,
    read_month,
    read_named_day,
    read_neighbour,
    read_vague,
    read_weekday,
    read_year,
)
from qa.values.number import NUMBER

Read = Callable[[re.Match[str]], TimeExpression | None]
"""A reader; `qa.values.dates.readers` says what it returns and raises."""


class Kind(Enum):
    """The kind of a time expression."""

    DATE = "date"
    MONTH = "month"
    YEAR = "year"
    WEEKDAY = "weekday"
    CLOCK = "clock"
    RELATIVE = "relative"


_ALL_KINDS = frozenset(Kind)


class Form(NamedTuple):
    """A way in which time expressions are written.

    Attributes:
        kind: the kind of the expressions.
        pattern: matches them.
        read: turns a match into an expression.
        hint: a cheaper pattern, found in every text in which `pattern` is.
    """

    kind: Kind
    pattern: re.Pattern[str]
    read: Read
    hint: re.Pattern[str] | None = None


def _form(kind: Kind, pattern: str, read: Read, hint: str | None = None) -> Form:
    """Return a form in any case; a space in its pattern stands for any white space."""
    return Form(kind, _compiled(pattern), read, _compiled(hint) if hint else None)


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace(" ", r"\s+").replace("<NUMBER>", NUMBER), re.IGNORECASE)


def _any_of(*names: str) -> str:
    return "|".join(map(re.escape, sorted(names, key=len, reverse=True))).replace(r"\ ", " ")


_SHORT_WEEKDAYS = (name.capitalize() for name in WEEKDAYS if name not in WEEKDAY_NAMES)
_OF_YEAR = r"(?P<year>[12]\d{3})(?!\w|[.,]\d)"
_TO = r"\s?(?:[-–]|sampai|hingga|s/d|to)\s?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DAYS = rf"(?P<day>{_DAY})(?:{_TO}(?P<last>{_DAY}))?"
_MONTH = rf"(?P<month>(?:{_any_of(*MONTH_NAMES)})\b|(?:{_any_of(*MONTHS)})\b\.?)"
_FULL_MONTH = rf"(?P<month>{_any_of(*MONTH_NAMES)})\b"
_ON = rf"\b(?P<weekday>{_any_of(*WEEKDAY_NAMES)}|(?-i:{_any_of(*_SHORT_WEEKDAYS)}))\b\.?,?\s*\(?\s*"
_HEAD = r"(?:\b(?:(?P<last_>last|previous)|(?P<next_>next|coming|upcoming)) )?"
_PAST = "(?:yang )?lalu|silam|kemarin"
_FUTURE = "(?:yang )?akan datang|mendatang|depan"
_TAIL = rf"(?:\)? (?:(?P<past>{_PAST})|(?P<future>{_FUTURE}))\b)?"
_FULL_WEEKDAY = rf"(?P<weekday>{_any_of('ahad', *WEEKDAY_NAMES)})"
_NUMBERED = r"(?P<day>\d{1,2})(?:[-–](?P<last>\d{1,2}))?\s?/\s?(?P<mm>\d{1,2})"
_UNIT = rf"(?P<unit>{_any_of(*UNITS)})"
_COUNTED = rf"(?:(?P<count><NUMBER>|\ban?) |\bse(?=[hmpbt])){_UNIT}s?"
_ANY_SIDE = rf"(?:ini|kemarin|{_FUTURE})\b"
_AGO = r"(?:(?:yang )?(?:lalu|silam)|ago)\b"
_UP_TO_NOW = r"(?:terakhir|belakangan)\b(?: ini)?"
_VAGUE = r"\b(?:beberapa|sejumlah|several|few|half an?|\d+\s?[-–]\s?\d+)"


@cache
def _forms() -> tuple[Form, ...]:
    """Return the table of forms, compiled once.

    Of overlapping matches the leftmost wins, of those the longest, of those the first in the table.
    """
    return (
        *(
            _form(Kind.DATE, pattern, read_date)
            for pattern in (
                rf"(?:{_ON}|(?<![\w/.-]))(?P<year>[12]\d{{3}})-(?P<mm>\d\d)-(?P<day>\d\d)(?![\d-])",
                rf"(?:{_ON}|(?<![\w.,/$])){_DAYS}[\s-]+(?:of )?{_MONTH}"
                rf"(?:[\s,-]+(?:(?:tahun|of) )?{_OF_YEAR})?{_TAIL}",
                rf"{_HEAD}(?:{_ON}|\b){_MONTH} {_DAYS}(?![\w/]|[.,:]\d)"
                rf"(?:\s*,? (?:(?:tahun|of) )?{_OF_YEAR})?{_TAIL}",
                rf"(?:{_ON}|(?<![\w/.-])){_NUMBERED}\s?/\s?(?P<year>[12]\d{{3}}|\d\d)(?![\w/]|-\w)",
                rf"(?:{_ON}|(?<![\w/.-])){_NUMBERED}(?!\s?/\s?\d|[\w/]|-\w){_TAIL}",
                rf"(?:{_ON}|(?<![\w/.-]))(?P<day>\d{{1,2}})\s?-\s?(?P<mm>\d{{1,2}})\s?-\s?"
                r"(?P<year>[12]\d{3}|(?<=\d\d-\d\d-)\d\d)(?![\w/]|-\w)",
            )
        ),
        _form(
            Kind.MONTH,
            rf"\b{_MONTH},? (?:(?:tahun|of) )?(?P<year>{YEAR})(?!\w|[.,]\d){_TAIL}",
            read_month,
        ),
        _form(Kind.MONTH, rf"{_HEAD}\b{_FULL_MONTH}{_TAIL}", read_bare_month),
        _form(
            Kind.YEAR,
            rf"(?<![\w.,/$-])(?P<year>{YEAR})(?:(?P<to>{_TO})(?P<last>{YEAR})|(?P<decade>-?an|['’]?s))?"
            rf"(?![\w/-]|[.,]\d){_TAIL}",
            read_year,
        ),
        *(_form(Kind.CLOCK, pattern, read_clock) for pattern in CLOCK_PATTERNS),
        _form(Kind.CLOCK, DAY_PART + _TAIL, read_day_part),
        _form(Kind.RELATIVE, rf"(?<![\w-])(?:{_any_of(*NAMED_DAYS)})\b", read_named_day),
        _form(
            Kind.RELATIVE,
            r"\b(?:(?P<last_>last|previous)|(?P<next_>next|coming|upcoming)|this) "
            r"(?P<unit>week|month|year)\b",
            read_neighbour,
        ),
        _form(
            Kind.RELATIVE,
            r"(?<![\w-])(?P<unit>minggu|pekan|bulan|tahun) "
            rf"(?:(?P<past>{_PAST})|(?P<future>{_FUTURE})|ini)\b",
            read_neighbour,
        ),
        _form(
            Kind.RELATIVE,
            rf"(?<![\w.,/]){_COUNTED} (?:(?P<ago>{_AGO})|(?P<rolling>{_UP_TO_NOW})|{_ANY_SIDE})",
            read_counted,
            hint=rf"{_UNIT}s? (?:{_AGO}|{_UP_TO_NOW}|{_ANY_SIDE})",
        ),
        _form(Kind.RELATIVE, rf"\b(?:the )?(?P<rolling>last|past) {_COUNTED}\b", read_counted),
        _form(Kind.RELATIVE, rf"{_VAGUE} {_UNIT}s? (?:{_ANY_SIDE}|{_AGO})", read_vague),
        _form(Kind.WEEKDAY, rf"{_HEAD}\b{_FULL_WEEKDAY}\b{_TAIL}", read_weekday),
    )


def find_expressions(
    text: str, within: Span, kinds: frozenset[Kind] = _ALL_KINDS
) -> Iterator[TimeExpression]:
    """Yield the time expressions of a text in order, without overlaps.

    Args:
        text: what the spans point into.
        within: the part of the text to search.
        kinds: the kinds of expressions to search for.
    """
    found = [
        (match, form)
        for form in _forms()
        if form.kind in kinds
        and (form.hint is None or form.hint.search(text, within.start, within.end))
        for match in form.pattern.finditer(text, within.start, within.end)
    ]
    last = within.start
    for match, form in sorted(found, key=lambda each: (each[0].start(), -each[0].end())):
        if match.start() < last:
            continue
        try:
            expression = form.read(match)
        except (ValueError, KeyError):
            continue  # no such day, "31 Juni", or no name: "ſept"
        last = match.end()
        if expression:
            yield expression
