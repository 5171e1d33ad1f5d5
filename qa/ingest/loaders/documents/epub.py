"""Books (.epub): the text of each chapter, in reading order, as a document of its own."""

from collections.abc import Iterator
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from qa.ingest.document import ArticleMetadata, RawDocument, UnreadableError
from qa.ingest.loaders.archive import check_archive, read_member
from qa.ingest.loaders.base import LoadOptions, read_bytes
from qa.ingest.loaders.html import decode_page
from qa.ingest.loaders.html_repair import plain_text
from qa.ingest.markup import Element, descendants, parse_html, parse_xml, text_of

_CONTAINER = "META-INF/container.xml"
_MIN_WORDS = 30
"""A shorter chapter is a cover, a title page or a list of contents."""


def load_epub(path: Path, options: LoadOptions) -> Iterator[RawDocument]:
    """Yield the text of every chapter; of a book of short ones, all as one document."""
    data = read_bytes(path, options.max_packed_bytes)
    check_archive(data, options.max_packed_bytes, "a book in EPUB")
    package, folder = _package(data)
    title, author = _first(package, "title"), _first(package, "creator")
    chapters = list(_chapters(data, package, folder))
    long = [(heading, text) for heading, text in chapters if len(text.split()) >= _MIN_WORDS]
    if not chapters:
        raise UnreadableError("has no text in it; remove it or fill it")
    if not long:
        text = "\n\n".join(text for _, text in chapters)
        yield RawDocument(text, ArticleMetadata(title=title, author=author))
        return
    for number, (heading, text) in enumerate(long, start=1):
        metadata = ArticleMetadata(title=heading or title, source=title, author=author)
        yield RawDocument(text, metadata, str(number))


def _package(data: bytes) -> tuple[Element, str]:
    container = read_member(data, _CONTAINER)
    files = () if container is None else descendants(parse_xml(container), "rootfile")
    name = next((file.get("full-path") for file in files if file.get("full-path")), None)
    package = None if name is None else read_member(data, name)
    if name is None or package is None:
        raise UnreadableError("is not a book in EPUB, or protected; save it anew")
    return parse_xml(package), dirname(name)


def _chapters(data: bytes, package: Element, folder: str) -> Iterator[tuple[str | None, str]]:
    hrefs = {item.get("id"): item.get("href") or "" for item in descendants(package, "item")}
    for reference in descendants(package, "itemref"):
        href = hrefs.get(reference.get("idref"), "")
        page = read_member(data, normpath(join(folder, unquote(href)))) if href else None
        if page and (text := plain_text(markup := decode_page(page))):
            root = parse_html(markup)
            heading = None if root is None else _first(root, "h1", "h2")
            yield heading, text


def _first(root: Element, *names: str) -> str | None:
    texts = (text_of(element) for element in descendants(root, *names))
    return next((text for text in texts if text), None)
