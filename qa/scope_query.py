"""The SQL that chooses the rows of a scope in a store.

It says the same as `Scope.admits` and `Days.names`, for libraries too large to look at by hand.
"""

import json
from datetime import date

from qa.scope import MOST_NAMED_DAYS, Days, Scope

_DAY = "substr(articles.published, 1, 10)"
_NAMED = f"""
    passages.row IN (
        SELECT row FROM days WHERE last >= ? AND first <= ?
        AND ((first >= ? AND last <= ?) OR julianday(last) - julianday(first) <= {MOST_NAMED_DAYS})
    )
"""
Values = list[str]


def scope_query(scope: Scope) -> tuple[str, Values]:
    """Return the query for the rows of a scope, and its values; rows come in order."""
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
    return f"{query} WHERE {where} ORDER BY passages.row", values


def _ends(days: Days) -> Values:
    """Return the first and the last day, written so that they compare in their order."""
    return [(days.first or date.min).isoformat(), (days.last or date.max).isoformat()]
