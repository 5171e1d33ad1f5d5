"""What Milvus is told of: tables with their columns, and tests of what they hold.

Milvus calls a table a collection. Each has one key and at least one vector; where a table has no
use for one, the vector is a place on a line, by which the rows can be had in order.
"""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import islice
from typing import TypeVar

MOST_BYTES = 65_535
"""That a text in Milvus may have."""

_NAMED_AT_ONCE = 500


class ColumnType(Enum):
    """What a column holds."""

    TEXT = "text"
    NUMBER = "number"
    PLACE = "place"
    """Two numbers: where the row stands on a line, and 0."""
    VECTOR = "vector"
    """Compared exactly or through a graph, as the server thinks best."""
    WORDS = "words"
    """Text that is found by its words, which white space parts; scored by BM25."""


@dataclass(frozen=True, slots=True)
class Table:
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
            raise ValueError(f"{self.name}: a length of vectors without vectors, or without one")

    @property
    def key(self) -> str:
        """The column that tells its rows apart."""
        return self.columns[0][0]


def one_of(column: str, values: Sequence[str] | Sequence[int]) -> str:
    """Return the test that a column holds one of these, of which there must be one."""
    if not values:
        raise ValueError(f"{column}: nothing that it could be one of")
    return f"{column} in [{', '.join(map(_written, values))}]"


def none_of(column: str, values: Sequence[str] | Sequence[int]) -> str:
    """Return the test that a column holds none of these; of none an empty one."""
    return f"{column} not in [{', '.join(map(_written, values))}]" if values else ""


def equal(column: str, value: str | int) -> str:
    """Return the test that a column holds this."""
    return f"{column} == {_written(value)}"


def holds(column: str, part: str) -> str:
    """Return the test that this is a part of what a column holds."""
    pattern = part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"{column} like {_written(f'%{pattern}%')}"


def between(column: str, first: int, last: int) -> str:
    """Return the test that a number is one of these, both ends among them."""
    return f"{column} >= {first} and {column} <= {last}"


def every(*tests: str) -> str:
    """Return the test that all of these are met; an empty one is passed over."""
    return " and ".join(f"({test})" for test in tests if test)


def any_of(*tests: str) -> str:
    """Return the test that one of these is met."""
    return " or ".join(f"({test})" for test in tests)


_Value = TypeVar("_Value", bound=Hashable)


def batches(values: Iterable[_Value]) -> Iterator[list[_Value]]:
    """Yield these, each once and in order, as many at a time as one test may name."""
    left = iter(dict.fromkeys(values))
    while some := list(islice(left, _NAMED_AT_ONCE)):
        yield some


def _written(value: str | int) -> str:
    if isinstance(value, int):
        return str(value)
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    # A line of its own would end the string.
    return f'"{escaped}"'.replace("\n", "\\n").replace("\r", "\\r")
