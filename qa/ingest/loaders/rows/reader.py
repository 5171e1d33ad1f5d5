"""What the formats of many articles share: reading lines within limits, and a row's fields.

Lines are UTF-8 or UTF-16, with or without a byte order mark; a line that is not is decoded as
`qa.ingest.document.decode` decodes a file. What a column means is in `columns` beside it.
"""

import codecs
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import Any, cast

from qa.ingest.document import (
    ArticleMetadata,
    LoadError,
    LoadWarning,
    RawDocument,
    UnreadableError,
    check_storable,
    decode,
    printable,
)
from qa.ingest.loaders.base import LoadOptions
from qa.ingest.loaders.html_repair import plain_text
from qa.ingest.loaders.rows.columns import fields_by_column
from qa.ingest.loaders.rows.dates import ColumnDates, is_no_date
from qa.ingest.page.addresses import day_of_address
from qa.ingest.page.publishers import canonical_name, of_address
from qa.schema.article import Published

_BYTES_PER_CHAR = 6  # JSON may spell a character as \uXXXX
_BYTES_OF_OTHER_FIELDS = 1 << 16
_SKIP_BYTES = 1 << 20
_MARKUP = re.compile(r"<(?:/?(?:p|br|div|span|strong|em|b|i|a|ul|ol|li|h\d|img)\b[^<>]*)/?>", re.I)
_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{2,6}|#x[0-9a-f]{2,5});", re.IGNORECASE)


def max_row_bytes(options: LoadOptions) -> int:
    """Return the longest row that is read, in bytes."""
    return _BYTES_PER_CHAR * options.max_chars + _BYTES_OF_OTHER_FIELDS


def read_lines(path: Path, options: LoadOptions) -> Iterator[tuple[int, str | UnreadableError]]:
    """Yield the lines of a file with their numbers; for one that cannot be read, the reason."""
    with path.open("rb") as file:
        encoding = _wide_encoding(file.read(512))
        file.seek(0)
        if encoding is not None:
            yield from _decoded_lines(file, encoding, max_row_bytes(options))
        else:
            yield from _byte_lines(file, max_row_bytes(options))


def _wide_encoding(start: bytes) -> str | None:
    """Return UTF-16 where a file begins with its mark, or where every other byte is NUL."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return None if start.startswith(codecs.BOM_UTF32_LE) else "utf-16"
    pairs = len(start) // 2
    for encoding, nul in (("utf-16-le", start[1::2]), ("utf-16-be", start[::2])):
        if pairs > 3 and nul.count(0) > 0.7 * pairs and start.count(0) == nul.count(0):
            return encoding
    return None


def _decoded_lines(
    file: io.BufferedReader, encoding: str, max_bytes: int
) -> Iterator[tuple[int, str | UnreadableError]]:
    text = io.TextIOWrapper(file, encoding, newline="")
    number = 0
    try:
        while line := text.readline(max_bytes):
            number += 1
            yield number, line
    except UnicodeDecodeError as error:
        message = f"is marked as UTF-16 but is not ({error.reason}); save it as UTF-8"
        yield number + 1, UnreadableError(message)


def _byte_lines(
    file: io.BufferedReader, max_bytes: int
) -> Iterator[tuple[int, str | UnreadableError]]:
    number = 0
    while data := file.readline(max_bytes + 1):
        number += 1
        if len(data) > max_bytes and not data.endswith(b"\n"):
            while data and not data.endswith(b"\n"):
                data = file.readline(_SKIP_BYTES)
            yield number, UnreadableError(f"is longer than {max_bytes:,} bytes; split it")
            continue
        try:
            yield number, decode(data)
        except UnreadableError as error:
            yield number, error


class RowReader:
    """Makes documents of a file's rows, and remembers what was not read of them."""

    def __init__(
        self, path: Path, options: LoadOptions, rows: Callable[[], Iterable[Mapping[str, Any]]]
    ) -> None:
        """Start.

        Args:
            path: of the file.
            options: the longest article, and the columns that the user chose.
            rows: reads all rows anew, for what is decided for a column as a whole.
        """
        self._path = path
        self._chosen = dict(options.columns)
        self._rows = rows
        self._dates = ColumnDates(self._date_cells)
        self._undated: list[tuple[int, str]] = []

    def fields(self, columns: tuple[str, ...]) -> dict[str, str]:
        """Return the field of each column that means one."""
        return _fields(columns, tuple(self._chosen.items()))

    def document(
        self, row: Mapping[str, Any] | UnreadableError, number: int
    ) -> RawDocument | LoadError:
        """Return the document of a row; a `LoadError` of its line where it has none.

        Args:
            row: values by column, or why the row cannot be read.
            number: the line of the row, which is its key where it has no id.
        """
        try:
            if isinstance(row, UnreadableError):
                raise row
            return self._document(self._by_field(row), number, ", ".join(row)[:200])
        except UnreadableError as error:
            return LoadError(printable(self._path), number, str(error))

    def warnings(self) -> Iterator[LoadWarning]:
        """Yield what was not read of the rows so far."""
        if self._undated:
            line, cell = self._undated[0]
            count = len(self._undated)
            rows = "1 row has" if count == 1 else f"{count:,} rows have"
            message = f"{rows} no date that can be told, here {cell[:40]!r}; taken without one"
            yield LoadWarning(printable(self._path), line, message)

    def _by_field(self, row: Mapping[str, Any]) -> dict[str, Any]:
        fields = self.fields(tuple(row))
        by_field = {fields[column]: value for column, value in row.items() if column in fields}
        if by_field.get("text") is None and isinstance(row.get("paragraphs"), list):
            by_field["text"] = _paragraphs(cast(list[object], row["paragraphs"]))
        return by_field

    def _document(self, row: Mapping[str, Any], number: int, columns: str) -> RawDocument:
        text = _readable(_text(row, columns))
        if not text.strip():
            raise UnreadableError("'text' is empty; leave the row out or fill it")
        check_storable(text)
        url, given = _string(row, "url"), _string(row, "source")
        metadata = ArticleMetadata(
            title=_string(row, "title"),
            source=canonical_name(given) if given else (of_address(url) if url else None),
            author=_string(row, "author"),
            published=self._published(row, number) or (day_of_address(url) if url else None),
            url=url,
        )
        return RawDocument(text, metadata, _key(row) or str(number), number)

    def _published(self, row: Mapping[str, Any], number: int) -> Published:
        cell = _date_cell(row)
        if cell is None:
            return None
        try:
            day = None if is_no_date(cell) else self._dates.parse(cell)
        except ValueError as error:
            raise UnreadableError(f"'published' is {error}") from None
        if day is None:
            self._undated.append((number, cell))
        return day

    def _date_cells(self) -> Iterator[str]:
        for row in self._rows():
            column = next((c for c, f in self.fields(tuple(row)).items() if f == "published"), None)
            if column is not None and isinstance(row[column], str):
                yield row[column]


@lru_cache(maxsize=64)
def _fields(columns: tuple[str, ...], chosen: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return fields_by_column(columns, dict(chosen))


def _paragraphs(paragraphs: list[object]) -> str:
    if not all(isinstance(paragraph, str) for paragraph in paragraphs):
        raise UnreadableError("'paragraphs' holds something that is not a string")
    return "\n\n".join(cast(list[str], paragraphs))


def _readable(text: str) -> str:
    """Return a cell's text; that of its markup where it holds HTML."""
    if _MARKUP.search(text):
        return plain_text(text)
    return unescape(text) if _ENTITY.search(text) else text


def _text(row: Mapping[str, Any], columns: str) -> str:
    if "text" not in row:
        raise UnreadableError(
            f"has no 'text', only {columns!r}; add it, or name its column: --column text=NAME"
        )
    if not isinstance(row["text"], str):
        raise UnreadableError(f"'text' is {_described(row['text'])}; expected a string")
    return row["text"]


def _date_cell(row: Mapping[str, Any]) -> str | None:
    value = row.get("published")
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if is_number else _string(row, "published")


def _string(row: Mapping[str, Any], name: str) -> str | None:
    """Return a field on one line; None where it is missing or blank."""
    value: object = row.get(name)
    if isinstance(value, list) and name == "author":
        value = ", ".join(str(each) for each in cast(list[object], value))
    if value is None or value == "" or value != value:  # NaN
        return None
    if not isinstance(value, str):
        described = _described(cast(object, value))
        raise UnreadableError(f"{name!r} is {described}; expected a string")
    check_storable(value)
    if name not in ("published", "id") and is_no_date(value):
        return None
    return " ".join(_readable(value).split()) or None


def _key(row: Mapping[str, Any]) -> str | None:
    if isinstance(row.get("id"), int):
        return str(row["id"])
    return _string(row, "id")


def _described(value: object) -> str:
    return f"{type(value).__name__} {str(value)[:40]!r}"
