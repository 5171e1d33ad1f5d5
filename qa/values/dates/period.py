"""A period: words that name a time, and the days that they stand for.

Read alike in a question and in an article; what is relative ("last week", "Selasa", "19 Juni") is
counted from a day that is given. Words that ask for a time ("when", "tahun berapa") are none. What
stands before the words ("before", "sejak") is left to `qa.retrieval.dates`.
"""

import re
from dataclasses import dataclass
from datetime import date

from qa.schema.filters import DateRange
from qa.schema.span import Span
from qa.values.dates.absolute import ABSOLUTE_FORMS
from qa.values.dates.relative import RELATIVE_FORMS, Count

_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Period:
    """Words of a text that name a time; `is_relative` where the days were counted from another."""

    span: Span
    days: DateRange
    is_relative: bool


def periods(text: str, today: date | None) -> tuple[Period, ...]:
    """Return the times that a text names, in order; no two overlap.

    Args:
        text: of a question or an article.
        today: what relative times are counted from; without it they are passed over.
    """
    found: list[Period] = []
    if today is None and not _DIGIT.search(text):
        return ()
    for form, read in ABSOLUTE_FORMS:
        for match in form.finditer(text):
            _add(found, Span(*match.span()), read(match), is_relative=False)
    for form, count in RELATIVE_FORMS if today else ():
        for match in form.finditer(text):
            days = _counted(match, count, today or date.min)
            _add(found, Span(*match.span()), days, is_relative=True)
    return tuple(sorted(found, key=lambda period: period.span.start))


def _counted(match: re.Match[str], count: Count, today: date) -> DateRange | None:
    try:
        return count(match, today)
    except (OverflowError, ValueError):
        return None  # before the first year, or after the last


def _add(found: list[Period], span: Span, days: DateRange | None, *, is_relative: bool) -> None:
    """Add a period, unless its words are taken or stand for no days."""
    if days and not any(span.overlaps(other.span) for other in found):
        found.append(Period(span, days, is_relative))
