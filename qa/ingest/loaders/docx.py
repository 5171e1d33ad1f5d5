"""Word documents (.docx): the paragraphs, tables and notes of one article, in their order.

python-docx is met in this module alone; the text is read in `qa.ingest.loaders.docx_text`.
"""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qa.ingest.document import RawDocument, UnreadableError
from qa.ingest.loaders.base import LoadLimits, read_bytes
from qa.ingest.loaders.docx_text import DocxText
from qa.ingest.metadata import ArticleMetadata, is_placeholder_title

_OLE_MAGIC = b"\xd0\xcf\x11\xe0"
"""How the container begins in which Word wraps an encrypted document."""

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DEFAULT_AUTHOR = "python-docx"


def load_docx(path: Path, limits: LoadLimits) -> Iterator[RawDocument]:
    """Yield the text of a Word document as Word shows it; see `DocxText`."""
    from docx import Document

    data = read_bytes(path, limits.max_packed_bytes)
    _check_archive(data, limits.max_packed_bytes)
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
    if len(text) > limits.max_chars:
        raise limits.too_long
    yield RawDocument(text, metadata)


def _text(document: Any) -> str:  # noqa: ANN401 (python-docx's)
    notes = dict(_notes(document.part))
    return "\n\n".join(DocxText(notes).blocks(document.element.body))


def _notes(part: Any) -> Iterator[tuple[tuple[str, str], Any]]:  # noqa: ANN401 (python-docx's)
    """Yield the footnotes and endnotes with what refers to them."""
    from lxml import etree

    parser: Any = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    for relation in part.rels.values():
        kind = str(relation.reltype).rpartition("/")[2].removesuffix("s")
        if kind in ("footnote", "endnote") and not relation.is_external:
            root: Any = etree.fromstring(relation.target_part.blob, parser)
            for note in root:
                yield (f"{kind}Reference", str(note.get(f"{_WORD}id"))), note


def _metadata(properties: Any) -> ArticleMetadata:  # noqa: ANN401 (python-docx's)
    title = str(properties.title or "").strip()
    author = str(properties.author or "").strip()
    return ArticleMetadata(
        title="" if is_placeholder_title(title) else title,
        author=None if author == _DEFAULT_AUTHOR else author,
    )


def _check_archive(data: bytes, max_bytes: int) -> None:
    """Check that the file is a ZIP archive that does not unpack to too much."""
    if data.startswith(_OLE_MAGIC):
        raise UnreadableError(
            "is protected by a password or an old .doc; save it as .docx without a password"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(item.file_size for item in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise UnreadableError("is not a Word document, or cut short; save it anew") from None
    if size > max_bytes:
        raise UnreadableError(
            f"unpacks to {size:,} bytes; the largest that is read is {max_bytes:,}"
        )
