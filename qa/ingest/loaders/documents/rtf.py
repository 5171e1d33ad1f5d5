"""Rich Text Format (.rtf): the text of one article; striprtf is met in this module alone."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qa.ingest.document import ArticleMetadata, RawDocument, UnreadableError
from qa.ingest.loaders.base import LoadOptions, read_bytes
from qa.ingest.page.metadata import is_placeholder_title

_MAGIC = b"{\\rtf"
_HIDDEN = re.compile(
    r"\{\\\*?\\?(?:v|deleted)\b[^{}]*\}|\\v (?:(?!\\v0)[^{}])*\\v0 ?|\\deleted [^{}\\]*"
)
_TITLE = re.compile(r"\{\\title ([^{}\\]+)\}")
_AUTHOR = re.compile(r"\{\\author ([^{}\\]+)\}")


def load_rtf(path: Path, options: LoadOptions) -> Iterator[RawDocument]:
    """Yield the text of a file; text that is hidden or marked as deleted is left out."""
    import striprtf.striprtf

    library: Any = striprtf.striprtf  # it has no types
    data = read_bytes(path, options.max_packed_bytes)
    if not data.lstrip().startswith(_MAGIC):
        raise UnreadableError("is not Rich Text Format; save it anew")
    source = _HIDDEN.sub("", data.decode("latin-1"))
    try:
        text = str(library.rtf_to_text(source, errors="ignore"))
    except Exception as error:  # striprtf raises whatever a broken file leads it into
        raise UnreadableError(
            f"is not Rich Text Format that can be read ({type(error).__name__}); save it anew"
        ) from None
    text = "\n\n".join(
        line.strip() for line in text.replace("\x00", "").splitlines() if line.strip()
    )
    if not text:
        raise UnreadableError("has no text in it; remove it or fill it")
    if len(text) > options.max_chars:
        raise options.too_long
    title = _first(_TITLE, source)
    metadata = ArticleMetadata(
        title=None if title is None or is_placeholder_title(title) else title,
        author=_first(_AUTHOR, source),
    )
    yield RawDocument(text, metadata)


def _first(pattern: re.Pattern[str], source: str) -> str | None:
    match = pattern.search(source)
    return match[1].strip() or None if match else None
