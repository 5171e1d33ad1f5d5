"""Word documents (.docx): the paragraphs, tables and notes of one article, in their order.

python-docx is met in this module alone; the text is read in `docx_text` beside it.
"""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qa.ingest.document import ArticleMetadata, RawDocument, UnreadableError
from qa.ingest.loaders.archive import check_archive
from qa.ingest.loaders.base import LoadOptions, read_bytes
from qa.ingest.loaders.documents.docx_text import DocxText
from qa.ingest.markup import parse_xml
from qa.ingest.page.metadata import is_placeholder_title

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DEFAULT_AUTHOR = "python-docx"


def load_docx(path: Path, options: LoadOptions) -> Iterator[RawDocument]:
    """Yield the text of a Word document as Word shows it; see `DocxText`."""
    from docx import Document

    data = read_bytes(path, options.max_packed_bytes)
    check_archive(data, options.max_packed_bytes, "a Word document")
    try:
        document: Any = Document(io.BytesIO(data))
        text = _text(document)
        metadata = _metadata(document.core_properties)
    except Exception as error:  # python-docx raises whatever a broken file leads it into
        raise UnreadableError(
            f"is not a Word document that can be read ({type(error).__name__}); save it anew"
        ) from None
    if not text.strip():
        raise UnreadableError("has no text in it; remove it or fill it")
    if len(text) > options.max_chars:
        raise options.too_long
    yield RawDocument(text, metadata)


def _text(document: Any) -> str:  # noqa: ANN401 (python-docx's)
    notes = dict(_notes(document.part))
    return "\n\n".join(DocxText(notes).blocks(document.element.body))


def _notes(part: Any) -> Iterator[tuple[tuple[str, str], Any]]:  # noqa: ANN401 (python-docx's)
    """Yield the footnotes and endnotes with what refers to them."""
    for relation in part.rels.values():
        kind = str(relation.reltype).rpartition("/")[2].removesuffix("s")
        if kind in ("footnote", "endnote") and not relation.is_external:
            for note in parse_xml(relation.target_part.blob):
                yield (f"{kind}Reference", str(note.get(f"{_WORD}id"))), note


def _metadata(properties: Any) -> ArticleMetadata:  # noqa: ANN401 (python-docx's)
    title = str(properties.title or "").strip()
    author = str(properties.author or "").strip()
    return ArticleMetadata(
        title="" if is_placeholder_title(title) else title,
        author=None if author == _DEFAULT_AUTHOR else author,
    )
