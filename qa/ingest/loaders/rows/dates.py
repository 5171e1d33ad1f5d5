"""The dates of a column: whether "3/4/2024" is in March or April, decided for all of it."""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import cached_property

from qa.schema.article import Published
from qa.values.dates.page_dates import parse_published

_NUMERIC = re.compile(
    r"\s*(?P<first>\d{1,2})(?P<mark>[/.-])(?P<second>\d{1,2})(?P=mark)(?P<year>\d{4})\b"
)
_NONE = frozenset(["nan", "nat", "null", "none", "n/a", "na", "-", "--", "?", "0", "tidak ada"])
_EPOCH = re.compile(r"\s*(?P<seconds>[12]\d{9})(?P<rest>\d{3})?(?:\.\d+)?\s*")


def is_no_date(text: str) -> bool:
    """Return whether a cell says that there is no date: "NaN", "N/A", "-"."""
    return text.strip().lower() in _NONE


class ColumnDates:
    """Reads the dates of one column."""

    def __init__(self, cells: Callable[[], Iterable[str]]) -> None:
        """Remember how to read all cells, which is done only if a date has two readings."""
        self._cells = cells

    def parse(self, text: str) -> Published:
        """Return the date of a cell; None where its column does not decide between two.

        Raises:
            ValueError: it is no date.
        """
        if epoch := _EPOCH.fullmatch(text):
            return datetime.fromtimestamp(int(epoch["seconds"]), UTC)
        numeric = _NUMERIC.match(text)
        if numeric is None or _order(text) == "day first":
            return parse_published(text)
        first, second = int(numeric["first"]), int(numeric["second"])
        order = _order(text) or self._order
        if first == second or order == "day first":
            return parse_published(text)
        if order is None:
            return None
        return parse_published(f"{second}/{first}/{numeric['year']}{text[numeric.end() :]}")

    @cached_property
    def _order(self) -> str | None:
        """The order of the column; None where its dates contradict each other."""
        orders = {order for cell in self._cells() if (order := _order(cell))}
        if len(orders) > 1:
            return None
        return next(iter(orders), "day first")


def _order(text: str) -> str | None:
    """Return the order of a numeric date if only one is possible."""
    numeric = _NUMERIC.match(text)
    if numeric is None:
        return None
    first, second = int(numeric["first"]), int(numeric["second"])
    if first > 12 and second <= 12:
        return "day first"
    return "month first" if second > 12 and first <= 12 else None
