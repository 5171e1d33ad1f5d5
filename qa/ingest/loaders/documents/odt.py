"""OpenDocument texts (.odt): the paragraphs, tables and notes of one article, as they are shown.

Tracked deletions are not read; a note follows its paragraph.
"""

from collections.abc import Iterator
from pathlib import Path

from qa.ingest.document import ArticleMetadata, RawDocument, UnreadableError
from qa.ingest.loaders.archive import check_archive, read_member
from qa.ingest.loaders.base import LoadOptions, read_bytes
from qa.ingest.markup import Element, descendants, local_name, parse_xml, text_of
from qa.ingest.page.metadata import is_placeholder_title
from qa.ingest.tables import Table, render_table

_BLOCKS = ("p", "h")
_SKIPPED = ("tracked-changes", "annotation", "note-citation", "sequence-decls", "forms")
_MAX_REPEATED = 64


def load_odt(path: Path, options: LoadOptions) -> Iterator[RawDocument]:
    """Yield the text of an OpenDocument text."""
    data = read_bytes(path, options.max_packed_bytes)
    check_archive(data, options.max_packed_bytes, "an OpenDocument text")
    content = read_member(data, "content.xml")
    body = None if content is None else next(descendants(parse_xml(content), "body"), None)
    if body is None:
        raise UnreadableError("is not an OpenDocument text, or protected by a password")
    text = "\n\n".join(block for block in _blocks(body) if block)
    if not text.strip():
        raise UnreadableError("has no text in it; remove it or fill it")
    if len(text) > options.max_chars:
        raise options.too_long
    yield RawDocument(text, _metadata(read_member(data, "meta.xml")))


def _blocks(container: Element) -> Iterator[str]:
    for child in container:
        name = local_name(child)
        if name in _BLOCKS:
            notes: list[Element] = []
            yield " ".join(_inline(child, notes).split())
            for note in notes:
                yield from _blocks(note)
        elif name == "table":
            yield "\n".join(render_table(_table(child)))
        elif name not in _SKIPPED:
            yield from _blocks(child)


def _inline(element: Element, notes: list[Element]) -> str:
    """Return the text inside an element, and add the notes and boxes that are anchored in it."""
    text = element.text or ""
    for child in element:
        name = local_name(child)
        if name in ("note", "text-box", "frame"):
            notes.append(child)
        elif name in ("s", "tab", "line-break"):
            text += " "
        elif name not in _SKIPPED:
            text += _inline(child, notes)
        text += child.tail or ""
    return text


def _table(element: Element) -> Table:
    rows = [tuple(_cells(row)) for row in descendants(element, "table-row")]
    headers = sum(
        1
        for head in descendants(element, "table-header-rows")
        for _ in descendants(head, "table-row")
    )
    return Table(tuple(row for row in rows if any(row)), min(headers, len(rows)))


def _cells(row: Element) -> Iterator[str]:
    for cell in row:
        if local_name(cell) not in ("table-cell", "covered-table-cell"):
            continue
        text = " ".join(" ".join(block for block in _blocks(cell)).split())
        spans = ("number-columns-spanned", "number-columns-repeated")
        counts = [v for key, v in cell.attrib.items() if key.rpartition("}")[2] in spans]
        wide = max((int(v) for v in counts if v.isdecimal()), default=1)
        if local_name(cell) == "table-cell":
            yield from [text] * min(wide, _MAX_REPEATED)


def _metadata(data: bytes | None) -> ArticleMetadata:
    root = None if data is None else parse_xml(data)

    def first(*names: str) -> str | None:
        found = () if root is None else (text_of(e) for n in names for e in descendants(root, n))
        return next((text for text in found if text), None)

    title = first("title")
    author = first("initial-creator", "creator")
    return ArticleMetadata(
        title=None if title is None or is_placeholder_title(title) else title, author=author
    )
