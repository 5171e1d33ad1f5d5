"""Web pages: the main text of one article, extracted by trafilatura from a repaired page.

trafilatura is met in this module alone.
"""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qa.ingest.document import RawDocument, UnreadableError, decode
from qa.ingest.loaders.base import LoadOptions, read_bytes
from qa.ingest.loaders.html_repair import repair_page
from qa.ingest.markup import Element, descendants, parse_html, text_of, write_html
from qa.ingest.page.web_metadata import read_page_metadata
from qa.text.paragraphs import ends_like_a_sentence

_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,80}encoding=[\"']([\w.:-]+)",
    re.IGNORECASE,
)
_HEAD_BYTES = 4096
_LATIN = frozenset(["iso8859-1", "ascii"])
_NEEDS_SCRIPT = re.compile(r"\bjavascript\b", re.IGNORECASE)
_TEXT_BLOCKS = ("p", "h2", "h3", "h4", "li", "blockquote", "pre")
_MIN_ARTICLE_WORDS = 25
_MIN_PARAGRAPH_WORDS = 8
_MAX_LOST_SHARE = 0.3
"""Of the prose of the page's densest part: if trafilatura lost more, that part is taken."""


def load_html(path: Path, options: LoadOptions) -> Iterator[RawDocument]:
    """Yield the article of a web page, one paragraph per line."""
    yield page_document(decode_page(read_bytes(path, options.max_text_bytes)))


def page_document(page: str) -> RawDocument:
    """Return the article of a web page, with what the page says of it.

    Raises:
        UnreadableError: there is no article in it.
    """
    root = parse_html(page)
    text, metadata = "", None
    if root is not None:
        metadata = read_page_metadata(root)
        repair_page(root)
        text = _article_text(root)
    needs_script = len(text.split()) < _MIN_ARTICLE_WORDS and _NEEDS_SCRIPT.search(text)
    is_blank = not any(character.isalnum() for character in text)
    if metadata is None or is_blank or needs_script:
        raise UnreadableError("no article was found in the page; save it with its text")
    return RawDocument(text, metadata)


def decode_page(data: bytes) -> str:
    """Return the text of a page; the charset that it declares is obeyed, unless it is UTF-8.

    Raises:
        UnreadableError: the bytes are not text, or are damaged.
    """
    if not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return decode(data.decode("utf-8").encode())
        except UnicodeDecodeError:
            pass
        declared = _CHARSET.search(data[:_HEAD_BYTES])
        if declared and (text := _decode_as(data, declared[1] or declared[2])) is not None:
            return decode(text.encode())
    return decode(data)


def _decode_as(data: bytes, charset: bytes) -> str | None:
    try:
        name = codecs.lookup(charset.decode("ascii")).name
        # As browsers do: pages that say Latin-1 are written in its extension by Windows.
        return data.decode("cp1252" if name in _LATIN else name)
    except (LookupError, UnicodeError):
        return None


def _article_text(root: Element) -> str:
    from trafilatura import bare_extraction, html2txt

    page = write_html(root)
    extracted: Any = bare_extraction(page, with_metadata=False, include_comments=False)
    text = str((extracted and extracted.text) or "")
    dense = _dense_part(root)
    prose = [p for p in dense if ends_like_a_sentence(p) and len(p.split()) >= _MIN_PARAGRAPH_WORDS]
    have = " ".join(text.split())
    lost = sum(len(p) for p in prose if p not in have)
    if lost > _MAX_LOST_SHARE * max(1, sum(map(len, prose))):
        return "\n".join(dense)
    return text or str(html2txt(page) or "")


def _dense_part(root: Element) -> list[str]:
    """Return the texts of the element with the most text in its own paragraphs, in order."""
    chars: dict[Element, int] = {}
    for paragraph in descendants(root, "p"):
        for parent in (*paragraph.iterancestors(),)[:2]:
            chars[parent] = chars.get(parent, 0) + len(text_of(paragraph))
    if not chars:
        return []
    # Of an element and the one around it with the same text, the inner one is first.
    densest = max(chars, key=lambda element: chars[element])
    blocks = (b for b in descendants(densest, *_TEXT_BLOCKS) if not _holds_blocks(b))
    return [text for block in blocks if (text := text_of(block))]


def _holds_blocks(block: Element) -> bool:
    return any(inner is not block for inner in descendants(block, *_TEXT_BLOCKS))
