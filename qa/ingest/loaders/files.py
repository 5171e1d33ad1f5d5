"""The kinds of file that articles come in, each read by one function.

A reader yields what its file holds, an `Entry` for each article and a `Problem` for each thing
that is wrong, and raises nothing but `UnreadableError` and `OSError`. trafilatura, pypdf and
python-docx are met here and nowhere else.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from qa.ingest.document import LoadError, RawDocument, UnreadableError, decode
from qa.ingest.loaders.rows import read_csv, read_json_lines
from qa.ingest.metadata import ArticleMetadata
from qa.schema.article import Published
from qa.text.paragraphs import BULLET, ends_like_a_sentence
from qa.values.dates.page_dates import published

Reader = Callable[[Path, int], Iterator[RawDocument | LoadError]]

_BYTES_PER_CHAR = 4
_LARGEST_FILE = 50_000_000  # bytes, for the formats that are packed
_MOST_PAGES = 5_000
_OLE = b"\xd0\xcf\x11\xe0"  # what Word wraps an encrypted document in
_PUBLISHED_META = re.compile(
    r"(?:article:published_time|datePublished|publishdate|dtk:publishdate)[\"']\s*"
    r"(?::|[^<>]{0,40}?content\s*=)\s*[\"'](?P<date>[^\"'<>]{8,40})[\"']",
    re.IGNORECASE,
)
_UNTITLED = re.compile(r"(?:untitled|document\d*|microsoft word|word document|.*\.\w{2,4}$)", re.I)
_NARROW = 0.7


def read_plain(path: Path, max_chars: int) -> Iterator[RawDocument]:
    """Yield a text or Markdown file, its newlines as they are."""
    text = decode(_bytes(path, _BYTES_PER_CHAR * max_chars + 4))
    if text.strip():
        yield RawDocument(text)
        return
    raise UnreadableError("holds nothing but white space; remove it or fill it")


def read_html(path: Path, max_chars: int) -> Iterator[RawDocument]:
    """Yield the article of a web page, a paragraph on each line."""
    from trafilatura import bare_extraction, html2txt

    data = _bytes(path, _BYTES_PER_CHAR * max_chars + 4)
    page = decode(data)
    found: Any = bare_extraction(page, with_metadata=True, include_comments=False)
    text = str((found and found.text) or html2txt(page) or "")
    if not text.strip():
        raise UnreadableError("no article was found in the page; save it with its text")
    yield RawDocument(text, _of_page(found, page) if found else ArticleMetadata())


def _of_page(found: Any, page: str) -> ArticleMetadata:  # noqa: ANN401 (trafilatura's Document)
    meta = _PUBLISHED_META.search(page)
    return ArticleMetadata(
        title=found.title or None,
        source=None if not found.sitename else str(found.sitename),
        author=found.author or None,
        published=_when(meta["date"] if meta else found.date),
        url=found.url or None,
    )


def _when(text: str | None) -> Published:
    try:
        return published(text) if text else None
    except ValueError:
        return None


def read_pdf(path: Path, max_chars: int) -> Iterator[RawDocument]:
    """Yield the text of a PDF, its lines joined into paragraphs again."""
    from pypdf import PdfReader

    data = _bytes(path, _LARGEST_FILE)
    try:
        reader = PdfReader(io.BytesIO(data))
        locked = reader.is_encrypted and not reader.decrypt("")
        text = (
            "" if locked else _of_pages((page.extract_text() for page in reader.pages), max_chars)
        )
        title, author = ("", "") if locked else _of_metadata(reader.metadata)
    except UnreadableError:
        raise
    except Exception as error:  # pypdf raises whatever a broken file leads it into
        raise UnreadableError(
            f"is not a PDF that can be read ({type(error).__name__}: {str(error)[:80]}); "
            "save it anew, without a password"
        ) from None
    if locked:
        raise UnreadableError("is protected by a password; save it without one")
    if not text.strip():
        raise UnreadableError("has no text in it (a scan?); run it through text recognition")
    yield RawDocument(text, ArticleMetadata(title=title or None, author=author or None))


def _of_pages(pages: Iterator[str], max_chars: int) -> str:
    texts: list[str] = []
    for page in pages:
        texts.append(page)
        if len(texts) > _MOST_PAGES:
            raise UnreadableError(f"has more than {_MOST_PAGES:,} pages; split it")
        if sum(map(len, texts)) > max_chars:
            raise UnreadableError(_too_long(max_chars))
    return unwrapped("\n".join(texts).replace("\x00", ""))


def _of_metadata(metadata: Any) -> tuple[str, str]:  # noqa: ANN401 (pypdf's)
    title = str((metadata and metadata.title) or "").strip()
    author = str((metadata and metadata.author) or "").strip()
    return ("" if _UNTITLED.match(title) else title), author


def unwrapped(text: str) -> str:
    """Return a text whose lines were broken at a column, with a paragraph on each line.

    A line ends a paragraph when it ends like a sentence and is short of the column, or when it is
    as short as a heading.
    """
    lines = [line.strip() for line in text.splitlines()]
    column = max(map(len, lines), default=0)
    paragraphs: list[str] = []
    open_line = False
    for line in lines:
        if not line:
            open_line = False
            continue
        if open_line and not BULLET.match(line):
            joint = "" if paragraphs[-1].endswith("-") else " "
            paragraphs[-1] += joint + line
        else:
            paragraphs.append(line)
        open_line = len(line) >= _NARROW * column and not (
            ends_like_a_sentence(line) and len(line) < 0.9 * column
        )
    return "\n\n".join(paragraphs)


def read_docx(path: Path, max_chars: int) -> Iterator[RawDocument]:
    """Yield the text of a Word document, paragraphs and tables in their order."""
    from docx import Document

    data = _bytes(path, _LARGEST_FILE)
    _check_archive(data)
    try:
        document: Any = Document(io.BytesIO(data))
        text = "\n\n".join(_of_blocks(document))
        title = str(document.core_properties.title or "").strip()
        author = str(document.core_properties.author or "").strip()
    except Exception as error:  # python-docx raises whatever a broken file leads it into
        raise UnreadableError(
            f"is not a Word document that can be read ({type(error).__name__}); save it anew"
        ) from None
    if not text.strip():
        raise UnreadableError("has no text in it; remove it or fill it")
    if len(text) > max_chars:
        raise UnreadableError(_too_long(max_chars))
    known = ArticleMetadata(
        title="" if _UNTITLED.match(title) else title,
        author=None if author == "python-docx" else author,
    )
    yield RawDocument(text, known)


def _of_blocks(document: Any) -> Iterator[str]:  # noqa: ANN401 (python-docx's)
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            rows = (" | ".join(cell.text.strip() for cell in row.cells) for row in block.rows)
            yield "\n".join(f"- {row}" for row in rows if row.strip(" |"))
        elif block.text.strip():
            yield str(block.text)


def _check_archive(data: bytes) -> None:
    if data.startswith(_OLE):
        raise UnreadableError(
            "is protected by a password or an old .doc; save it as .docx without a password"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(item.file_size for item in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise UnreadableError("is not a Word document, or cut short; save it anew") from None
    if size > _LARGEST_FILE:
        raise UnreadableError(
            f"unpacks to {size:,} bytes; the largest that is read is {_LARGEST_FILE:,}"
        )


def _bytes(path: Path, largest: int) -> bytes:
    """Return a file's bytes; one that is too large is refused by its size, before it is read."""
    size = path.stat().st_size
    if size == 0:
        raise UnreadableError("is empty; remove it or fill it")
    if size > largest:
        raise UnreadableError(f"has {size:,} bytes; the largest that is read is {largest:,}")
    with path.open("rb") as file:
        return file.read(largest + 1)


def _too_long(max_chars: int) -> str:
    return f"is longer than {max_chars:,} characters; split it into its articles"


READERS: Mapping[str, Reader] = MappingProxyType(
    {
        ".txt": read_plain,
        ".md": read_plain,
        ".html": read_html,
        ".htm": read_html,
        ".pdf": read_pdf,
        ".docx": read_docx,
        ".jsonl": read_json_lines,
        ".csv": read_csv,
    }
)
"""A reader for every suffix that is known, in lower case."""
