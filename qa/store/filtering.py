"""Match passages against a search filter: one passage in Python, or all in SQL.

Both ways give the same result.
"""

import json
from datetime import date

from qa.schema.article import day_of
from qa.schema.filters import MAX_MENTION_DAYS, DateRange, SearchFilter
from qa.schema.passage import Passage
from qa.values.dates.periods import find_periods

_DAY = "substr(articles.published, 1, 10)"
_MENTIONS_DATES = f"""
    passages.row IN (
        SELECT row FROM days WHERE last >= ? AND first <= ?
        AND ((first >= ? AND last <= ?) OR julianday(last) - julianday(first) <= {MAX_MENTION_DAYS})
    )
"""


def mentioned_dates(passage: Passage) -> frozenset[DateRange]:
    """Return the dates in a passage's text; relative ones count from its article's day."""
    periods = find_periods(passage.text, day_of(passage.article))
    return frozenset(period.days for period in periods)


def matches_filter(search_filter: SearchFilter, passage: Passage) -> bool:
    """Return whether a passage matches a search filter."""
    if not search_filter.accepts(passage.article):
        return False
    day, about = day_of(passage.article), search_filter.about
    if about.is_open or (day is not None and about.contains(day)):
        return True
    return any(about.is_mentioned_by(dates) for dates in mentioned_dates(passage))


def is_about_other_dates(days: DateRange, passage: Passage) -> bool:
    """Return whether a passage cannot report on these days.

    It cannot when its article was published before them, or when it mentions dates and none of them
    is within these days.
    """
    day = day_of(passage.article)
    if day is not None and days.first is not None and day < days.first:
        return True
    mentioned = mentioned_dates(passage)
    return bool(mentioned) and all(days.intersection(other) is None for other in mentioned)


def filter_query(search_filter: SearchFilter) -> tuple[str, list[str]]:
    """Return the SQL query for the rows that match a filter, and its parameters.

    A condition may be appended with AND.
    """
    conditions: list[str] = []
    parameters: list[str] = []
    if search_filter.sources:
        conditions.append("articles.source IN (SELECT value FROM json_each(?))")
        parameters.append(json.dumps(search_filter.sources))
    if not search_filter.published.is_open:
        conditions.append(f"{_DAY} BETWEEN ? AND ?")
        parameters += _bounds(search_filter.published)
    if not search_filter.about.is_open:
        conditions.append(f"({_DAY} BETWEEN ? AND ? OR {_MENTIONS_DATES})")
        parameters += 3 * _bounds(search_filter.about)
    where = " AND ".join(conditions) or "1"
    query = "SELECT passages.row FROM passages JOIN articles ON articles.id = passages.article"
    return f"{query} WHERE {where}", parameters


def _bounds(days: DateRange) -> list[str]:
    """Return the first and the last day as strings that compare in their order."""
    return [(days.first or date.min).isoformat(), (days.last or date.max).isoformat()]
