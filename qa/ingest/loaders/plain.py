"""Plain text and Markdown: a file is one article."""

from collections.abc import Iterator
from pathlib import Path

from qa.ingest.document import RawDocument, UnreadableError, decode
from qa.ingest.loaders.base import LoadOptions, read_bytes


def load_plain(path: Path, options: LoadOptions) -> Iterator[RawDocument]:
    """Yield the file's text with its newlines unchanged."""
    text = decode(read_bytes(path, options.max_text_bytes))
    if not text.strip():
        raise UnreadableError("holds nothing but white space; remove it or fill it")
    yield RawDocument(text)
