"""PDF: the text layer of one article, its broken lines joined into paragraphs again.

pypdf is met in this module alone. No text is recognised in scanned pages.
"""

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from qa.ingest.document import RawDocument, UnreadableError
from qa.ingest.loaders.base import LoadLimits, read_bytes
from qa.ingest.metadata import ArticleMetadata, is_placeholder_title
from qa.text.paragraphs import BULLET, ends_like_a_sentence

_FULL_LINE_SHARE = 0.7
"""Of the longest line: one that is shorter ends its paragraph, as a heading does."""

_WRAPPED_LINE_SHARE = 0.9
"""Of the longest line: one that is shorter and ends like a sentence ends its paragraph."""


def load_pdf(path: Path, limits: LoadLimits) -> Iterator[RawDocument]:
    """Yield the text of a PDF."""
    from pypdf import PdfReader

    data = read_bytes(path, limits.max_packed_bytes)
    try:
        reader = PdfReader(io.BytesIO(data))
        _unlock(reader)
        text = _text((page.extract_text() for page in reader.pages), limits)
        metadata = _metadata(reader.metadata)
    except UnreadableError:
        raise
    except Exception as error:  # pypdf raises whatever a broken file leads it into
        raise UnreadableError(
            f"is not a PDF that can be read ({type(error).__name__}: {str(error)[:80]}); "
            "save it anew, without a password"
        ) from None
    if not text.strip():
        raise UnreadableError("has no text in it (a scan?); run it through text recognition")
    yield RawDocument(text, metadata)


def _unlock(reader: Any) -> None:  # noqa: ANN401 (pypdf's)
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadableError("is protected by a password; save it without one")


def _text(pages: Iterable[str], limits: LoadLimits) -> str:
    texts: list[str] = []
    for page in pages:
        texts.append(page)
        if len(texts) > limits.max_pages:
            raise UnreadableError(f"has more than {limits.max_pages:,} pages; split it")
        if sum(map(len, texts)) > limits.max_chars:
            raise limits.too_long
    return unwrap_lines("\n".join(texts).replace("\x00", ""))


def _metadata(metadata: Any) -> ArticleMetadata:  # noqa: ANN401 (pypdf's)
    title = str((metadata and metadata.title) or "").strip()
    author = str((metadata and metadata.author) or "").strip()
    return ArticleMetadata(
        title=None if is_placeholder_title(title) else title or None, author=author or None
    )


def unwrap_lines(text: str) -> str:
    """Return a text whose lines were wrapped at a column, with one paragraph per line.

    A line ends a paragraph when it ends like a sentence and is short of the column, or when it is
    as short as a heading.
    """
    lines = [line.strip() for line in text.splitlines()]
    column = max(map(len, lines), default=0)
    paragraphs: list[str] = []
    is_open = False
    for line in lines:
        if not line:
            is_open = False
            continue
        if is_open and not BULLET.match(line):
            joint = "" if paragraphs[-1].endswith("-") else " "
            paragraphs[-1] += joint + line
        else:
            paragraphs.append(line)
        is_open = len(line) >= _FULL_LINE_SHARE * column and not (
            ends_like_a_sentence(line) and len(line) < _WRAPPED_LINE_SHARE * column
        )
    return "\n\n".join(paragraphs)
