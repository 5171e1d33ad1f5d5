"""Which passages of a library a scope looks at: one at a time, and by a query over a store.

The two say the same.
"""

import json
from datetime import date

from qa.schema.article import day_of
from qa.schema.filters import MOST_NAMED_DAYS, DateRange, SearchFilter
from qa.schema.passage import Passage
from qa.values.dates.period import periods

_DAY = "substr(articles.published, 1, 10)"
_NAMED = f"""
    passages.row IN (
        SELECT row FROM days WHERE last >= ? AND first <= ?
        AND ((first >= ? AND last <= ?) OR julianday(last) - julianday(first) <= {MOST_NAMED_DAYS})
    )
"""
Values = list[str]


def named_days(passage: Passage) -> frozenset[DateRange]:
    """Return the days that a passage names; relative ones are counted from its article's day."""
    found = periods(passage.text, day_of(passage.article))
    return frozenset(period.days for period in found)


def looks_at(scope: SearchFilter, passage: Passage) -> bool:
    """Say whether a passage is looked at."""
    if not scope.admits(passage.article):
        return False
    day = day_of(passage.article)
    if scope.about.is_open or (day is not None and scope.about.holds(day)):
        return True
    return any(scope.about.names(days) for days in named_days(passage))


def is_of_another_time(days: DateRange, passage: Passage) -> bool:
    """Say whether a passage cannot tell of these days.

    It cannot when its article came out before them, or when it names days and all of them others.
    """
    day = day_of(passage.article)
    if day is not None and days.first is not None and day < days.first:
        return True
    named = named_days(passage)
    return bool(named) and all(days.within(other) is None for other in named)


def scope_query(scope: SearchFilter) -> tuple[str, Values]:
    """Return the query for the rows of a scope, to which a test may be added, and its values."""
    tests: list[str] = []
    values: Values = []
    if scope.sources:
        tests.append("articles.source IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(scope.sources))
    if not scope.published.is_open:
        tests.append(f"{_DAY} BETWEEN ? AND ?")
        values += _ends(scope.published)
    if not scope.about.is_open:
        tests.append(f"({_DAY} BETWEEN ? AND ? OR {_NAMED})")
        values += 3 * _ends(scope.about)
    where = " AND ".join(tests) or "1"
    query = "SELECT passages.row FROM passages JOIN articles ON articles.id = passages.article"
    return f"{query} WHERE {where}", values


def _ends(days: DateRange) -> Values:
    """Return the first and the last day, written so that they compare in their order."""
    return [(days.first or date.min).isoformat(), (days.last or date.max).isoformat()]
