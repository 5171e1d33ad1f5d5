"""XML of news: RSS, RDF and Atom feeds, NewsML-G2 and NITF; an article in each item.

An element is known by its local name, whatever its namespace.
"""

from collections.abc import Iterator, Mapping
from email.utils import parsedate_to_datetime
from pathlib import Path

from qa.ingest.document import UnreadableError
from qa.ingest.loaders.base import Loaded, LoadOptions, read_bytes
from qa.ingest.loaders.html_repair import plain_text
from qa.ingest.loaders.rows.reader import RowReader
from qa.ingest.markup import Element, descendants, local_name, parse_xml, text_of, write_markup

_ITEMS = ("item", "entry", "newsitem", "nitf")
_TEXTS = ("encoded", "content", "body.content", "inlinexml", "inlinedata", "description", "summary")
_DATES = ("pubdate", "published", "date", "contentcreated", "firstcreated", "versioncreated")
_AUTHORS = ("creator", "author", "by", "byline", "bytag")


def load_xml(path: Path, options: LoadOptions) -> Iterator[Loaded]:
    """Yield a document for every item of a feed."""
    root = parse_xml(read_bytes(path, options.max_packed_bytes))
    items = list(descendants(root, *_ITEMS))
    if not items:
        raise UnreadableError(
            f"is XML of no known kind, <{local_name(root)}>; expected RSS, Atom, NewsML-G2 or NITF"
        )
    site = next((text_of(t) for t in descendants(root, "title") if not _is_in_item(t)), "")
    rows = [_row(item, site) for item in items if not _is_in_item(item)]
    reader = RowReader(path, options, lambda: rows)
    for number, row in enumerate(rows, start=1):
        yield reader.document(row, number)
    yield from reader.warnings()


def _is_in_item(element: Element) -> bool:
    return any(local_name(each) in _ITEMS for each in element.iterancestors())


def _row(item: Element, site: str) -> Mapping[str, object]:
    texts = (plain_text(_markup(e)) for name in _TEXTS for e in descendants(item, name))
    row: dict[str, object] = {
        "text": next((text for text in texts if text), ""),
        "title": _first(item, "title", "headline", "hl1"),
        "published": _date(item),
        "author": _author(item),
        "url": _link(item),
        "id": _first(item, "guid", "id") or item.get("guid"),
        "source": _first(item, "source", "provider") or site,
    }
    return {name: value for name, value in row.items() if value or name == "text"}


def _markup(element: Element) -> str:
    """Return the HTML inside an element, which may be escaped as its text."""
    inner = "".join(write_markup(child) for child in element)
    return (element.text or "") + inner


def _first(item: Element, *names: str) -> str | None:
    texts = (text_of(e) for name in names for e in descendants(item, name))
    return next((text for text in texts if text), None)


def _author(item: Element) -> str | None:
    for name in _AUTHORS:
        for element in descendants(item, name):
            names = [text_of(e) for e in descendants(element, "name") if e is not element]
            if text := ", ".join(names) or text_of(element):
                return text
    return None


def _link(item: Element) -> str | None:
    for link in descendants(item, "link"):
        if (link.get("rel") or "alternate") == "alternate":
            return link.get("href") or text_of(link) or None
    return None


def _date(item: Element) -> str | None:
    """Return the first date of an item, in ISO 8601 where it is written as in e-mail."""
    for name in _DATES:
        for element in descendants(item, name):
            text = text_of(element) or element.get("norm") or ""
            try:
                return parsedate_to_datetime(text).isoformat()
            except ValueError:
                if text:
                    return text
    norm = (e.get("norm") for e in descendants(item, "date.issue", "story.date"))
    return next((text for text in norm if text), None)
