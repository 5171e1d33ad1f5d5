"""CSV: an article in each record, under a header that names the columns.

A bad record is a `LoadError`, and reading goes on at the line after the one that it begins on.
"""

import csv
from collections import deque
from collections.abc import Iterator, Mapping
from pathlib import Path

from qa.ingest.document import LoadError, UnreadableError, printable
from qa.ingest.loaders.base import Loaded, LoadOptions
from qa.ingest.loaders.rows.reader import RowReader, max_row_bytes, read_lines

_DELIMITERS = ",;\t|"
_DECLARED = "sep="


def load_csv(path: Path, options: LoadOptions) -> Iterator[Loaded]:
    """Yield a document or an error for every record after the header.

    The delimiter is the one of , ; tab and | that the header has most of, or what "sep=" says.
    """

    def rows() -> Iterator[Mapping[str, str]]:
        file = _CsvFile(path, options)
        return (row for _, row in file.rows() if not isinstance(row, UnreadableError))

    reader = RowReader(path, options, rows)
    try:
        file = _CsvFile(path, options)
    except UnreadableError as error:
        yield LoadError(printable(path), 1, str(error))
        return
    if "text" not in reader.fields(file.header).values():
        columns = ", ".join(file.header)[:200]
        message = f"no column holds the text, only {columns!r}; name it: --column text=NAME"
        yield LoadError(printable(path), 1, message)
        return
    for number, row in file.rows():
        yield reader.document(row, number)
    yield from reader.warnings()


class _CsvFile:
    """The header and the records of a CSV file."""

    def __init__(self, path: Path, options: LoadOptions) -> None:
        """Read the header.

        Raises:
            UnreadableError: there is none.
        """
        self._max_field_chars = max_row_bytes(options)
        self._lines = read_lines(path, options)
        self._pending: deque[tuple[int, str | UnreadableError]] = deque()
        first = self._header_line()
        declared = first.strip().lower().startswith(_DECLARED)
        self._delimiter = first.strip()[len(_DECLARED) :] if declared else ""
        if declared:
            first = self._header_line()
        if len(self._delimiter) != 1:
            self._delimiter = max(_DELIMITERS, key=first.count)
        try:
            names = next(csv.reader([first], delimiter=self._delimiter), None) or []
        except csv.Error as error:
            raise UnreadableError(f"is not CSV ({error}); mend its first line") from None
        self.header = tuple(name.strip().lstrip("\ufeff").lower() for name in names)

    def _header_line(self) -> str:
        line = next(self._lines, (1, UnreadableError("is empty")))[1]
        if isinstance(line, UnreadableError):
            raise line
        return line

    def rows(self) -> Iterator[tuple[int, Mapping[str, str] | UnreadableError]]:
        """Yield every record that is not blank, or what is wrong, with the line it begins on."""
        while (read := self._next()) is not None:
            number, cells = read
            if isinstance(cells, UnreadableError):
                yield number, cells
            elif any(cell.strip() for cell in cells):
                yield number, self._row(cells)

    def _row(self, cells: list[str]) -> Mapping[str, str] | UnreadableError:
        # Spreadsheets leave empty cells at the end of a row out, or add some.
        while len(cells) > len(self.header) and not cells[-1].strip():
            cells.pop()
        if len(cells) != len(self.header):
            return UnreadableError(
                f"has {len(cells)} cells where the header names {len(self.header)}; "
                "put quotes around cells that hold the delimiter"
            )
        return dict(zip(self.header, cells, strict=True))

    def _next(self) -> tuple[int, list[str] | UnreadableError] | None:
        """Return the next record; of a bad one, all lines but its first are read again."""
        consumed: list[tuple[int, str | UnreadableError]] = []

        def lines() -> Iterator[str]:
            while (line := self._next_line()) is not None:
                consumed.append(line)
                yield "\n" if isinstance(line[1], UnreadableError) else line[1]

        # The module's limit on a field, 131,072 characters, is shared by the whole process.
        before = csv.field_size_limit(self._max_field_chars)
        try:
            cells = next(csv.reader(lines(), delimiter=self._delimiter, strict=True), None)
        except csv.Error as error:
            self._pending.extendleft(reversed(consumed[1:]))
            return consumed[0][0], UnreadableError(f"is not CSV ({error}); mend its quotes")
        finally:
            csv.field_size_limit(before)
        if cells is None:
            return None
        number, first = consumed[0]
        return number, first if isinstance(first, UnreadableError) else cells

    def _next_line(self) -> tuple[int, str | UnreadableError] | None:
        return self._pending.popleft() if self._pending else next(self._lines, None)
