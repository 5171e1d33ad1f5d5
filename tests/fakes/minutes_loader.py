"""A loader of a format that Tanya does not know: minutes of meetings, with "===" between them."""

from collections.abc import Iterator
from pathlib import Path

from qa.ingest.document import ArticleMetadata, RawDocument
from qa.ingest.loaders.base import LoadOptions, read_bytes


def load_minutes(path: Path, options: LoadOptions) -> Iterator[RawDocument]:
    """Yield the minutes of each meeting."""
    text = read_bytes(path, options.max_text_bytes).decode()
    for number, meeting in enumerate(text.split("===\n"), start=1):
        yield RawDocument(meeting, ArticleMetadata(source="Dewan Kota"), str(number))
