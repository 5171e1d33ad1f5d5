"""Web pages: the main text and metadata of one article, extracted by trafilatura.

trafilatura is met in this module alone.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qa.ingest.document import RawDocument, UnreadableError, decode
from qa.ingest.loaders.base import LoadLimits, read_bytes
from qa.ingest.metadata import ArticleMetadata
from qa.schema.article import Published
from qa.values.dates.page_dates import parse_published

_PUBLISHED_META = re.compile(
    r"(?:article:published_time|datePublished|publishdate|dtk:publishdate)[\"']\s*"
    r"(?::|[^<>]{0,40}?content\s*=)\s*[\"'](?P<date>[^\"'<>]{8,40})[\"']",
    re.IGNORECASE,
)


def load_html(path: Path, limits: LoadLimits) -> Iterator[RawDocument]:
    """Yield the article of a web page, one paragraph per line."""
    from trafilatura import bare_extraction, html2txt

    page = decode(read_bytes(path, limits.max_text_bytes))
    extracted: Any = bare_extraction(page, with_metadata=True, include_comments=False)
    text = str((extracted and extracted.text) or html2txt(page) or "")
    if not text.strip():
        raise UnreadableError("no article was found in the page; save it with its text")
    yield RawDocument(text, _metadata(extracted, page) if extracted else ArticleMetadata())


def _metadata(extracted: Any, page: str) -> ArticleMetadata:  # noqa: ANN401 (trafilatura's Document)
    meta = _PUBLISHED_META.search(page)
    return ArticleMetadata(
        title=extracted.title or None,
        source=None if not extracted.sitename else str(extracted.sitename),
        author=extracted.author or None,
        published=_date(meta["date"] if meta else extracted.date),
        url=extracted.url or None,
    )


def _date(text: str | None) -> Published:
    try:
        return parse_published(text) if text else None
    except ValueError:
        return None
