"""CSV: an article in each record, under a header that names the columns.

A bad record is a `LoadError`, and the records after it are still read.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from qa.ingest.document import LoadError, RawDocument, UnreadableError, printable
from qa.ingest.loaders.base import LoadLimits
from qa.ingest.loaders.rows import document_or_error, max_row_bytes, read_lines, row_document

_DELIMITERS = ",;\t"


def load_csv(path: Path, limits: LoadLimits) -> Iterator[RawDocument | LoadError]:
    """Yield a document or an error for every record after the header, which must name `text`.

    The delimiter is a comma, a semicolon or a tab, whichever the header has most of.
    """
    records = _CsvRecords(path, limits)
    header = records.header()
    if isinstance(header, LoadError):
        yield header
        return
    if "text" not in header:
        columns = ", ".join(header)[:200]
        message = f"no column 'text' among {columns!r}; name one so"
        yield LoadError(printable(path), 1, message)
        return
    yield from records.documents(header)


class _CsvRecords:
    """The records of a CSV file, each with the line that it begins on."""

    def __init__(self, path: Path, limits: LoadLimits) -> None:
        self._path = path
        self._max_field_chars = max_row_bytes(limits)
        self._lines = read_lines(path, limits)
        self._bad_line: UnreadableError | None = None
        self._reader = csv.reader(iter(()))

    def header(self) -> list[str] | LoadError:
        """Return the names of the columns, and detect the delimiter from them."""
        first = next(self._lines, (1, UnreadableError("is empty")))[1]
        if isinstance(first, UnreadableError):
            return LoadError(printable(self._path), 1, str(first))
        delimiter = max(_DELIMITERS, key=first.count)
        try:
            names = next(csv.reader([first], delimiter=delimiter), None) or []
        except csv.Error as error:
            return LoadError(printable(self._path), 1, f"is not CSV ({error}); mend its first line")
        self._reader = csv.reader(self._readable_lines(), delimiter=delimiter, strict=True)
        return [name.strip().lower() for name in names]

    def documents(self, header: list[str]) -> Iterator[RawDocument | LoadError]:
        """Yield the document of every record that is not blank, or what is wrong with it."""
        while True:
            number = self._reader.line_num + 2
            try:
                record = self._next()
            except StopIteration:
                return
            except csv.Error as error:
                message = f"is not CSV ({error}); mend its quotes"
                yield LoadError(printable(self._path), number, message)
                continue
            if bad := self._bad_line:
                self._bad_line = None
                yield LoadError(printable(self._path), number, str(bad))
            elif any(cell.strip() for cell in record):
                yield document_or_error(
                    self._path,
                    number,
                    lambda record=record, number=number: _document(header, record, number),
                )

    def _next(self) -> list[str]:
        # The module's limit on a field, 131,072 characters, is shared by the whole process.
        before = csv.field_size_limit(self._max_field_chars)
        try:
            return next(self._reader)
        finally:
            csv.field_size_limit(before)

    def _readable_lines(self) -> Iterator[str]:
        """Yield the lines; a blank one for one that cannot be read, which is remembered."""
        for _, line in self._lines:
            if isinstance(line, UnreadableError):
                self._bad_line = line
                yield "\n"
            else:
                yield line


def _document(header: list[str], record: list[str], number: int) -> RawDocument:
    if len(record) != len(header):
        raise UnreadableError(
            f"has {len(record)} cells where the header names {len(header)}; "
            "put quotes around cells that hold the delimiter"
        )
    return row_document(dict(zip(header, record, strict=True)), number)
