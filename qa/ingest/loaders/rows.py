"""Files of many articles: JSON Lines and CSV, a row at a time.

A bad row is a Problem, and the rows after it are still read. Rows are UTF-8, with or without a
mark; a row that is not is read as `qa.ingest.document.decode` reads a file.
"""

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

from qa.ingest.document import (
    LoadError,
    RawDocument,
    UnreadableError,
    check_storable,
    decode,
    printable,
)
from qa.ingest.metadata import ArticleMetadata
from qa.values.dates.page_dates import published

_BYTES_PER_CHAR = 6  # JSON may spell a character as \uXXXX
_SPARE_BYTES = 1 << 16
_STEP = 1 << 20
_DELIMITERS = ",;\t"
_FIELDS = ("title", "source", "author", "url")
Row = tuple[int, str]


def read_json_lines(path: Path, max_chars: int) -> Iterator[RawDocument | LoadError]:
    """Yield an entry or a problem for every line that is not blank."""
    for number, line in _lines(path, max_chars):
        if isinstance(line, str) and not line.strip():
            continue
        yield _attempt(path, number, lambda line=line, number=number: _of_json(line, number))


def read_csv(path: Path, max_chars: int) -> Iterator[RawDocument | LoadError]:
    """Yield an entry or a problem for every row after the header, which must name `text`.

    The delimiter is a comma, a semicolon or a tab, whichever the header has.
    """
    rows = _CsvRows(path, max_chars)
    header = rows.header()
    if isinstance(header, LoadError):
        yield header
        return
    if "text" not in header:
        yield LoadError(
            printable(path), 1, f"no column 'text' among {', '.join(header)[:200]!r}; name one so"
        )
        return
    yield from rows.entries(header)


def _attempt(path: Path, number: int, read: Callable[[], RawDocument]) -> RawDocument | LoadError:
    try:
        return read()
    except UnreadableError as error:
        return LoadError(printable(path), number, str(error))


def _lines(path: Path, max_chars: int) -> Iterator[tuple[int, str | UnreadableError]]:
    """Yield the lines with their numbers; in the place of one that cannot be read, the reason."""
    limit = _BYTES_PER_CHAR * max_chars + _SPARE_BYTES
    with path.open("rb") as file:
        number = 0
        while data := file.readline(limit + 1):
            number += 1
            if len(data) > limit and not data.endswith(b"\n"):
                while data and not data.endswith(b"\n"):
                    data = file.readline(_STEP)
                yield number, UnreadableError(f"is longer than {limit:,} bytes; split it")
                continue
            try:
                yield number, decode(data)
            except UnreadableError as error:
                yield number, error


def _of_json(line: str | UnreadableError, number: int) -> RawDocument:
    if isinstance(line, UnreadableError):
        raise line
    try:
        row: object = json.loads(line)
    except json.JSONDecodeError as error:
        raise UnreadableError(
            f"is not JSON ({error.msg} at column {error.colno}); write one object on each line"
        ) from None
    except (RecursionError, ValueError) as error:
        raise UnreadableError(f"is not JSON that can be read ({error})") from None
    if not isinstance(row, dict):
        raise UnreadableError(f'is {type(row).__name__} and not an object; expected {{"text": …}}')
    return _entry(cast(dict[str, Any], row), number)


def _entry(row: dict[str, Any], number: int) -> RawDocument:
    text = _text(row)
    if not text.strip():
        raise UnreadableError("'text' is empty; leave the row out or fill it")
    check_storable(text)
    fields = {name: _field(row, name) for name in _FIELDS}
    when = _field(row, "published")
    try:
        day = published(when) if when else None
    except ValueError as error:
        raise UnreadableError(f"'published' is {error}") from None
    key = _key(row)
    return RawDocument(text, ArticleMetadata(published=day, **fields), key or str(number), number)


def _text(row: dict[str, Any]) -> str:
    if row.get("text") is None and isinstance(row.get("paragraphs"), list):
        paragraphs = cast(list[object], row["paragraphs"])
        if not all(isinstance(paragraph, str) for paragraph in paragraphs):
            raise UnreadableError("'paragraphs' holds something that is not a string")
        return "\n\n".join(cast(list[str], paragraphs))
    if "text" not in row:
        raise UnreadableError(f"has no 'text', only {', '.join(row)[:200]!r}; add it")
    if not isinstance(row["text"], str):
        raise UnreadableError(f"'text' is {_seen(row['text'])}; expected a string")
    return row["text"]


def _field(row: dict[str, Any], name: str) -> str | None:
    value = row.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise UnreadableError(f"{name!r} is {_seen(value)}; expected a string")
    check_storable(value)
    return " ".join(value.split()) or None


def _key(row: dict[str, Any]) -> str | None:
    if isinstance(row.get("id"), int):
        return str(row["id"])
    return _field(row, "id")


def _seen(value: object) -> str:
    return f"{type(value).__name__} {str(value)[:40]!r}"


class _CsvRows:
    """The records of a CSV file, each with the line that it begins on."""

    def __init__(self, path: Path, max_chars: int) -> None:
        self._path = path
        self._limit = _BYTES_PER_CHAR * max_chars + _SPARE_BYTES
        self._lines = _lines(path, max_chars)
        self._bad: UnreadableError | None = None
        self._reader = csv.reader(iter(()))

    def header(self) -> list[str] | LoadError:
        """Return the names of the columns, and take the delimiter from them."""
        first = next(self._lines, (1, UnreadableError("is empty")))[1]
        if isinstance(first, UnreadableError):
            return LoadError(printable(self._path), 1, str(first))
        delimiter = max(_DELIMITERS, key=first.count)
        try:
            names = next(csv.reader([first], delimiter=delimiter), None) or []
        except csv.Error as error:
            return LoadError(printable(self._path), 1, f"is not CSV ({error}); mend its first line")
        self._reader = csv.reader(self._feed(), delimiter=delimiter, strict=True)
        return [name.strip().lower() for name in names]

    def entries(self, header: list[str]) -> Iterator[RawDocument | LoadError]:
        """Yield what every record holds."""
        while True:
            number = self._reader.line_num + 2
            try:
                record = self._next()
            except StopIteration:
                return
            except csv.Error as error:
                yield LoadError(
                    printable(self._path), number, f"is not CSV ({error}); mend its quotes"
                )
                continue
            if bad := self._bad:
                self._bad = None
                yield LoadError(printable(self._path), number, str(bad))
            elif any(cell.strip() for cell in record):
                yield _attempt(
                    self._path,
                    number,
                    lambda record=record, number=number: _of_record(header, record, number),
                )

    def _next(self) -> list[str]:
        # The module's limit on a field, 131,072 characters, is shared by the whole process.
        before = csv.field_size_limit(self._limit)
        try:
            return next(self._reader)
        finally:
            csv.field_size_limit(before)

    def _feed(self) -> Iterator[str]:
        """Yield the lines; one that cannot be read goes as an empty line, and is kept aside."""
        for _, line in self._lines:
            if isinstance(line, UnreadableError):
                self._bad = line
                yield "\n"
            else:
                yield line


def _of_record(header: list[str], record: list[str], number: int) -> RawDocument:
    if len(record) != len(header):
        raise UnreadableError(
            f"has {len(record)} cells where the header names {len(header)}; "
            "put quotes around cells that hold the delimiter"
        )
    return _entry(dict(zip(header, record, strict=True)), number)
