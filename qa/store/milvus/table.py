"""Tables and filter expressions in Milvus's terms.

Milvus calls a table a collection. Each has one key and at least one vector; a table without a use
for one has a position on a line, by which its rows can be read in order.
"""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import islice
from typing import TypeVar

MAX_TEXT_BYTES = 65_535
"""The longest text that Milvus stores."""

_BATCH_VALUES = 500
"""Values in one filter expression."""


class ColumnType(Enum):
    """What a column holds."""

    TEXT = "text"
    NUMBER = "number"
    PLACE = "place"
    """Two numbers: the row's position on a line, and 0."""
    VECTOR = "vector"
    """Searched by the index that the settings name."""
    WORDS = "words"
    """Words separated by white space, searched by BM25."""


@dataclass(frozen=True, slots=True)
class TableSchema:
    """A table: its name, its columns, and the length of its vectors, if it has any.

    The first column is the key.
    """

    name: str
    columns: tuple[tuple[str, ColumnType], ...]
    dim: int = 0

    def __post_init__(self) -> None:
        if not self.columns or self.columns[0][1] not in (ColumnType.TEXT, ColumnType.NUMBER):
            raise ValueError(f"{self.name}: the first column is the key, a text or a number")
        if any(kind is ColumnType.VECTOR for _, kind in self.columns) != bool(self.dim):
            raise ValueError(f"{self.name}: dim is {self.dim}; expected one exactly for vectors")

    @property
    def key(self) -> str:
        """The name of the key column."""
        return self.columns[0][0]


def one_of(column: str, values: Sequence[str] | Sequence[int]) -> str:
    """Return the condition that a column's value is one of these.

    Raises:
        ValueError: there are none.
    """
    if not values:
        raise ValueError(f"{column}: expected one value or more")
    return f"{column} in [{', '.join(map(_literal, values))}]"


def none_of(column: str, values: Sequence[str] | Sequence[int]) -> str:
    """Return the condition that a column's value is none of these; "" for no values."""
    return f"{column} not in [{', '.join(map(_literal, values))}]" if values else ""


def equal(column: str, value: str | int) -> str:
    """Return the condition that a column has this value."""
    return f"{column} == {_literal(value)}"


def contains(column: str, part: str) -> str:
    """Return the condition that a column's text contains this string."""
    return f"{column} like {_literal(f'%{_pattern(part)}%')}"


def begins(column: str, start: str) -> str:
    """Return the condition that a column's text begins with this string."""
    return f"{column} like {_literal(f'{_pattern(start)}%')}"


def _pattern(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def between(column: str, first: int, last: int) -> str:
    """Return the condition that a number is in this range, both ends included."""
    return f"{column} >= {first} and {column} <= {last}"


def is_row_of(rows: Sequence[int] | None) -> str:
    """Return the condition that a passage's row is one of these; "" for None."""
    return "" if rows is None else one_of("row", rows)


def all_of(*conditions: str) -> str:
    """Return the condition that all of these hold; empty ones are ignored."""
    return " and ".join(f"({condition})" for condition in conditions if condition)


def any_of(*conditions: str) -> str:
    """Return the condition that one of these holds."""
    return " or ".join(f"({condition})" for condition in conditions)


_Value = TypeVar("_Value", bound=Hashable)


def batches(values: Iterable[_Value]) -> Iterator[list[_Value]]:
    """Yield the distinct values in order, as many at a time as one condition may name."""
    distinct = iter(dict.fromkeys(values))
    while batch := list(islice(distinct, _BATCH_VALUES)):
        yield batch


def _literal(value: str | int) -> str:
    if isinstance(value, int):
        return str(value)
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    # A line break would end the string.
    return f'"{escaped}"'.replace("\n", "\\n").replace("\r", "\\r")
