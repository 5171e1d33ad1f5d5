"""What the formats of many articles share: reading lines within limits, and a row's fields.

Rows are UTF-8, with or without a byte order mark; a row that is not is decoded as
`qa.ingest.document.decode` decodes a file.
"""

from collections.abc import Callable, Iterator, Mapping
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
from qa.ingest.loaders.base import LoadLimits
from qa.ingest.metadata import ArticleMetadata
from qa.values.dates.page_dates import parse_published

_BYTES_PER_CHAR = 6  # JSON may spell a character as \uXXXX
_BYTES_OF_OTHER_FIELDS = 1 << 16
_SKIP_BYTES = 1 << 20
_FIELDS = ("title", "source", "author", "url")


def max_row_bytes(limits: LoadLimits) -> int:
    """Return the longest row that is read, in bytes."""
    return _BYTES_PER_CHAR * limits.max_chars + _BYTES_OF_OTHER_FIELDS


def read_lines(path: Path, limits: LoadLimits) -> Iterator[tuple[int, str | UnreadableError]]:
    """Yield the lines of a file with their numbers; for one that cannot be read, the reason."""
    max_bytes = max_row_bytes(limits)
    with path.open("rb") as file:
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


def document_or_error(
    path: Path, number: int, parse: Callable[[], RawDocument]
) -> RawDocument | LoadError:
    """Return the parsed document; a `LoadError` of this line where it is unreadable."""
    try:
        return parse()
    except UnreadableError as error:
        return LoadError(printable(path), number, str(error))


def row_document(row: Mapping[str, Any], number: int) -> RawDocument:
    """Return the document of a row: `text`, and any of id, title, source, author, url, published.

    Args:
        row: values by field name.
        number: the line of the row, which is its key where it has no id.

    Raises:
        UnreadableError: a field is missing or of the wrong type.
    """
    text = _text(row)
    if not text.strip():
        raise UnreadableError("'text' is empty; leave the row out or fill it")
    check_storable(text)
    fields = {name: _string(row, name) for name in _FIELDS}
    date = _string(row, "published")
    try:
        day = parse_published(date) if date else None
    except ValueError as error:
        raise UnreadableError(f"'published' is {error}") from None
    key = _key(row) or str(number)
    return RawDocument(text, ArticleMetadata(published=day, **fields), key, number)


def _text(row: Mapping[str, Any]) -> str:
    if row.get("text") is None and isinstance(row.get("paragraphs"), list):
        paragraphs = cast(list[object], row["paragraphs"])
        if not all(isinstance(paragraph, str) for paragraph in paragraphs):
            raise UnreadableError("'paragraphs' holds something that is not a string")
        return "\n\n".join(cast(list[str], paragraphs))
    if "text" not in row:
        raise UnreadableError(f"has no 'text', only {', '.join(row)[:200]!r}; add it")
    if not isinstance(row["text"], str):
        raise UnreadableError(f"'text' is {_described(row['text'])}; expected a string")
    return row["text"]


def _string(row: Mapping[str, Any], name: str) -> str | None:
    """Return a field on one line; None where it is missing or blank."""
    value = row.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise UnreadableError(f"{name!r} is {_described(value)}; expected a string")
    check_storable(value)
    return " ".join(value.split()) or None


def _key(row: Mapping[str, Any]) -> str | None:
    if isinstance(row.get("id"), int):
        return str(row["id"])
    return _string(row, "id")


def _described(value: object) -> str:
    return f"{type(value).__name__} {str(value)[:40]!r}"
