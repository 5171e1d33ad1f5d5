"""JSON: an article on each line, or a file that holds an array of them.

A bad line is a `LoadError`, and the lines after it are still read.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from qa.ingest.document import UnreadableError, decode
from qa.ingest.loaders.base import Loaded, LoadOptions, read_bytes
from qa.ingest.loaders.rows.reader import RowReader, read_lines

Row = Mapping[str, Any]
_MAX_DEPTH = 4
_BLANKS = " \t\r\n,"


def load_json_lines(path: Path, options: LoadOptions) -> Iterator[Loaded]:
    """Yield a document or an error for every line that is not blank."""

    def rows() -> Iterator[tuple[int, Row | UnreadableError]]:
        for number, line in read_lines(path, options):
            if isinstance(line, UnreadableError):
                yield number, line
            elif line.strip():
                yield number, _parse(line)

    reader = RowReader(path, options, lambda: _good(rows()))
    for number, row in rows():
        yield reader.document(row, number)
    yield from reader.warnings()


def load_json(path: Path, options: LoadOptions) -> Iterator[Loaded]:
    """Yield a document for every object of an array, wherever the file holds it.

    A file of one object without such an array is one article; one of several objects, JSON Lines.
    """
    text = decode(read_bytes(path, options.max_packed_bytes))
    begins = text.lstrip()[:1]
    if begins not in ("[", "{"):
        raise UnreadableError("holds neither an array of objects nor an object; write [{…}, …]")
    if begins == "[":
        rows = list(_array(text))
    else:
        try:
            rows = [(1, row) for row in _rows_in(json.loads(text), 0)]
        except (ValueError, RecursionError):
            yield from load_json_lines(path, options)
            return
    reader = RowReader(path, options, lambda: _good(iter(rows)))
    for number, row in rows:
        document = reader.document(row, number)
        yield document
    yield from reader.warnings()


def _good(rows: Iterator[tuple[int, Row | UnreadableError]]) -> Iterator[Row]:
    return (row for _, row in rows if not isinstance(row, UnreadableError))


def _array(text: str) -> Iterator[tuple[int, Row | UnreadableError]]:
    """Yield the objects of an array with their numbers, up to where it is damaged."""
    decoder = json.JSONDecoder()
    place, number = text.index("[") + 1, 0
    while True:
        while place < len(text) and text[place] in _BLANKS:
            place += 1
        if place >= len(text) or text[place] == "]":
            if place >= len(text):
                message = f"is cut off after {number} objects; save it anew"
                yield number + 1, UnreadableError(message)
            return
        number += 1
        try:
            value, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError) as error:
            message = f"is not JSON from object {number} on ({error}); the objects before it are"
            yield number, UnreadableError(f"{message} taken")
            return
        yield number, _object(value)


def _rows_in(value: object, depth: int) -> Iterator[Row | UnreadableError]:
    """Yield the objects of the first list of objects inside a value; else the value itself."""
    if not isinstance(value, dict):
        yield _object(value)
        return
    fields = cast(dict[str, object], value)
    waiting: list[tuple[dict[str, object], int]] = [(fields, depth)]
    while waiting:
        each, level = waiting.pop(0)
        for inner in each.values():
            if isinstance(inner, list) and inner and isinstance(inner[0], dict):
                yield from (_object(item) for item in cast(list[object], inner))
                return
            if isinstance(inner, dict) and level < _MAX_DEPTH:
                waiting.append((cast(dict[str, object], inner), level + 1))
    yield fields


def _parse(line: str) -> Row | UnreadableError:
    try:
        return _object(json.loads(line))
    except json.JSONDecodeError as error:
        return UnreadableError(
            f"is not JSON ({error.msg} at column {error.colno}); write one object on each line"
        )
    except (RecursionError, ValueError) as error:
        return UnreadableError(f"is not JSON that can be read ({error})")


def _object(value: object) -> Row | UnreadableError:
    if not isinstance(value, dict):
        name = type(value).__name__
        return UnreadableError(f'is {name} and not an object; expected {{"text": …}}')
    return cast(Row, value)
