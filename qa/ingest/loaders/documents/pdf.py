"""PDF: the text layer of one article, in reading order.

pdfminer is met in this module alone; what its lines become is decided in
`qa.ingest.loaders.documents.pdf_layout`. No text is recognised in scanned pages.
"""

import io
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from qa.ingest.document import ArticleMetadata, RawDocument, UnreadableError
from qa.ingest.loaders.base import LoadOptions, read_bytes
from qa.ingest.loaders.documents.pdf_layout import Line, read_pages
from qa.ingest.page.metadata import is_placeholder_title

_UNMAPPED = re.compile(r"\(cid:\d+\)")
_MAX_UNMAPPED_SHARE = 0.05
"""Of the characters: where more have no known letter, the text cannot be trusted."""


def load_pdf(path: Path, options: LoadOptions) -> Iterator[RawDocument]:
    """Yield the text of a PDF."""
    data = read_bytes(path, options.max_packed_bytes)
    try:
        document: Any = _open(data)
        text = read_pages(list(_pages(document, options)))
        metadata = _metadata(document.info)
    except UnreadableError:
        raise
    except Exception as error:  # pdfminer raises whatever a broken file leads it into
        raise UnreadableError(
            f"is not a PDF that can be read ({type(error).__name__}: {str(error)[:80]}); "
            "save it anew, without a password"
        ) from None
    if not text.strip():
        raise UnreadableError("has no text in it (a scan?); run it through text recognition")
    _check_letters(text)
    yield RawDocument(text, metadata)


def _open(data: bytes) -> object:
    from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
    from pdfminer.pdfparser import PDFParser

    try:
        return PDFDocument(PDFParser(io.BytesIO(data)))
    except PDFPasswordIncorrect:
        raise UnreadableError("is protected by a password; save it without one") from None


def _pages(document: Any, options: LoadOptions) -> Iterator[list[Line]]:  # noqa: ANN401 (pdfminer's)
    """Yield the lines of each page, in the order of pdfminer's analysis of the layout."""
    from pdfminer.converter import PDFPageAggregator
    from pdfminer.layout import LAParams
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
    from pdfminer.pdfpage import PDFPage

    pages = list(islice(PDFPage.create_pages(document), options.max_pages + 1))
    if len(pages) > options.max_pages:
        raise UnreadableError(f"has more than {options.max_pages:,} pages; split it")
    resources: Any = PDFResourceManager()
    layout: Any = PDFPageAggregator(resources, laparams=LAParams())
    interpreter: Any = PDFPageInterpreter(resources, layout)
    chars = 0
    for page in pages:
        interpreter.process_page(page)
        lines = list(_lines(layout.get_result()))
        chars += sum(len(line.text) for line in lines)
        if chars > options.max_chars:
            raise options.too_long
        yield lines


def _lines(page: Any) -> Iterator[Line]:  # noqa: ANN401 (pdfminer's)
    from pdfminer.layout import LTTextBox

    boxes = (item for item in page if isinstance(item, LTTextBox))
    for number, box in enumerate(boxes):
        for item in box:
            text = item.get_text().replace("\x00", "").strip()
            if text:
                yield Line(text, number, item.x0, item.x1, item.y0, item.y1)


def _check_letters(text: str) -> None:
    unmapped = len(_UNMAPPED.findall(text))
    if unmapped > _MAX_UNMAPPED_SHARE * (len(_UNMAPPED.sub("", text)) + unmapped):
        raise UnreadableError(
            "has letters in a font that does not say which they are; print it anew, or run it "
            "through text recognition"
        )


def _metadata(info: Any) -> ArticleMetadata:  # noqa: ANN401 (pdfminer's)
    from pdfminer.utils import decode_text

    def field(name: str) -> str:
        values = (fields.get(name) for fields in info)
        raw = next((value for value in values if isinstance(value, bytes)), b"")
        return str(decode_text(raw)).strip()

    title = field("Title")
    return ArticleMetadata(
        title=None if is_placeholder_title(title) else title or None, author=field("Author") or None
    )
