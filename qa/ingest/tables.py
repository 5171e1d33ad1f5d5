"""Tables: each row as one line, every cell beside the header of its column.

A line of its own for each row keeps a value with its headers inside one passage, so that it is
never quoted under those of another. The loaders find the tables; this module lays out their text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

_YEAR = re.compile(r"(?:1[89]|20)\d\d(?:[/–-]\d{2,4})?\*?")
_NUMERIC = re.compile(r"[^\w]*(?:[A-Za-z]{1,3}\.?)?\s?\d[\d.,]*\s?(?:%|\w{1,8})?[^\w]*")
_MAX_HEADER_WORDS = 8
_MAX_CELL_WORDS = 40
"""A longer cell is prose, and its table lays out a page."""


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of a table, row by row.

    Attributes:
        rows: texts on one line each; a merged cell stands in every place that it spans.
        header_rows: how many of the first rows the format marks as headers.
    """

    rows: tuple[tuple[str, ...], ...]
    header_rows: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.header_rows <= len(self.rows):
            raise ValueError(f"header_rows is {self.header_rows} of {len(self.rows)} rows")

    @property
    def is_layout(self) -> bool:
        """Whether the table only arranges a page: it has one column, or cells of prose."""
        columns = max((len(row) for row in self.rows), default=0)
        return columns < 2 or any(len(c.split()) > _MAX_CELL_WORDS for r in self.rows for c in r)


def render_table(table: Table) -> Iterator[str]:
    """Yield the lines of a table: a bullet for each row, or a paragraph for each cell of a layout.

    A row reads "- Posko: Utara | 2023: 4 juta | 2024: 5 juta". Empty cells are left out.
    """
    if table.is_layout:
        yield from (cell for row in table.rows for cell in dict.fromkeys(row) if cell)
        return
    headers, body = _split_headers(table)
    if headers and not body:
        headers, body = (), table.rows
    for row in body:
        cells = list(_labelled(headers, row))
        if cells:
            yield "- " + " | ".join(cells)


def _labelled(headers: tuple[str, ...], row: tuple[str, ...]) -> Iterator[str]:
    """Yield the cells with their headers; equal neighbours, as a merged cell gives, as one."""
    for cell, same in groupby(enumerate(row), key=lambda each: each[1]):
        above = dict.fromkeys(headers[c] for c, _ in same if c < len(headers) and headers[c])
        header = ", ".join(above)
        if cell:
            yield f"{header}: {cell}" if header and header != cell else cell


def _split_headers(table: Table) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return the header of each column, and the rows below."""
    count = table.header_rows or (1 if _opens_with_headers(table.rows) else 0)
    columns = zip(*_padded(table.rows[:count]), strict=True)
    headers = tuple(" ".join(dict.fromkeys(part for part in c if part)) for c in columns)
    return headers, table.rows[count:]


def _padded(rows: tuple[tuple[str, ...], ...]) -> list[tuple[str, ...]]:
    width = max((len(row) for row in rows), default=0)
    return [(*row, *[""] * (width - len(row))) for row in rows]


def _opens_with_headers(rows: tuple[tuple[str, ...], ...]) -> bool:
    """Return whether the first row, unmarked, names the columns: words or years above numbers."""
    if len(rows) < 2:
        return False
    first, below = rows[0], rows[1:]
    named = [cell for cell in first[1:] if cell]
    if len(named) < len(first) - 1 or len(set(named)) < len(named):
        return False
    if any(_is_value(cell) or len(cell.split()) > _MAX_HEADER_WORDS for cell in first):
        return False
    return any(_is_value(cell) for row in below for cell in row)


def _is_value(cell: str) -> bool:
    """Return whether a cell is a number, with its unit at the most; a year is a label."""
    return _NUMERIC.fullmatch(cell) is not None and _YEAR.fullmatch(cell) is None
