"""JSON Lines: an article on each line.

A bad line is a `LoadError`, and the lines after it are still read.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from qa.ingest.document import LoadError, RawDocument, UnreadableError
from qa.ingest.loaders.base import LoadLimits
from qa.ingest.loaders.rows import document_or_error, read_lines, row_document


def load_json_lines(path: Path, limits: LoadLimits) -> Iterator[RawDocument | LoadError]:
    """Yield a document or an error for every line that is not blank."""
    for number, line in read_lines(path, limits):
        if isinstance(line, str) and not line.strip():
            continue
        yield document_or_error(path, number, lambda line=line, number=number: _parse(line, number))


def _parse(line: str | UnreadableError, number: int) -> RawDocument:
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
    return row_document(cast(dict[str, Any], row), number)
