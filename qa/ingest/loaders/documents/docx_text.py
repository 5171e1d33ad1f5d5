"""The text of a Word document as Word shows it, by a walk over its XML.

What was inserted, moved here or computed by a field is text; what was deleted, moved away or hidden
is not. A note follows its paragraph. Running heads and feet are left out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from qa.ingest.superscript import write_superscript
from qa.ingest.tables import Table, render_table

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = frozenset(
    [_FALLBACK]
    + [
        _WORD + name
        for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "tblPr", "tblGrid", "rt")
    ]
)
_BREAKS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_OFF = ("0", "false", "off", "none")

Element = Any  # lxml's, which has no types
Notes = Mapping[tuple[str, str], Element]
"""The footnotes and endnotes of a document, by kind of reference and id."""


@dataclass
class _Paragraph:
    """What is read of a paragraph: its text, and what is anchored in it."""

    text: str = ""
    notes: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    boxes: list[Element] = field(default_factory=list[Any])


class DocxText:
    """Reads blocks of text from the parts of a document."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes

    def blocks(self, container: Element) -> Iterator[str]:
        """Yield the paragraphs and tables of a body, a cell, a box or a note, in their order."""
        pending = ""
        for block in _block_elements(container):
            if block.tag == _WORD + "tbl":
                yield from self._table(block)
                continue
            paragraph = _Paragraph()
            self._read(block, paragraph)
            pending += paragraph.text
            if _mark_is_deleted(block):
                continue  # Word shows it and the next as one
            if pending.strip():
                yield pending.strip()
            pending = ""
            yield from self._anchored(paragraph)
        if pending.strip():
            yield pending.strip()

    def _anchored(self, paragraph: _Paragraph) -> Iterator[str]:
        for box in paragraph.boxes:
            yield from self.blocks(box)
        for reference in paragraph.notes:
            if (note := self._notes.get(reference)) is not None:
                yield from self.blocks(note)

    def _read(self, element: Element, paragraph: _Paragraph) -> None:
        for child in element:
            name = str(child.tag).removeprefix(_WORD)
            if child.tag in _SKIPPED or (name == "r" and _is_hidden(child)):
                continue
            if name == "r" and _is_raised(child):
                raised = _Paragraph()
                self._read(child, raised)
                paragraph.text += write_superscript(paragraph.text, raised.text)
                paragraph.notes += raised.notes
            elif name == "txbxContent":
                paragraph.boxes.append(child)
            elif name in ("footnoteReference", "endnoteReference"):
                paragraph.notes.append((name, str(child.get(_WORD + "id"))))
            elif name == "t" or child.tag == _MATH_TEXT:
                paragraph.text += child.text or ""
            elif name in _BREAKS:
                paragraph.text += _BREAKS[name]
            else:
                self._read(child, paragraph)

    def _table(self, table: Element) -> Iterator[str]:
        rows: list[tuple[str, ...]] = []
        nested: list[Element] = []
        headers = 0
        for row in _rows(table):
            above = rows[-1] if rows else ()
            rows.append(tuple(self._cells(row, above, nested)))
            if headers == len(rows) - 1 and _property(row, "trPr", "tblHeader") is not None:
                headers += 1
        lines = list(render_table(Table(tuple(rows), headers)))
        if lines:
            yield "\n".join(lines)
        for inner in nested:
            yield from self._table(inner)

    def _cells(self, row: Element, above: tuple[str, ...], nested: list[Element]) -> Iterator[str]:
        column = 0
        for cell in _children(row, "tc"):
            merge = _property(cell, "tcPr", "vMerge")
            if merge is not None and merge.get(_WORD + "val") != "restart" and column < len(above):
                text = above[column]
            else:
                text = " ".join(" ".join(self._cell_paragraphs(cell, nested)).split())
            span = _property(cell, "tcPr", "gridSpan")
            for _ in range(min(int(span.get(_WORD + "val", 1)), 64) if span is not None else 1):
                yield text
                column += 1

    def _cell_paragraphs(self, cell: Element, nested: list[Element]) -> Iterator[str]:
        for block in _block_elements(cell):
            if block.tag == _WORD + "tbl":
                nested.append(block)
                continue
            paragraph = _Paragraph()
            self._read(block, paragraph)
            yield paragraph.text
            yield from self._anchored(paragraph)


def _block_elements(container: Element) -> Iterator[Element]:
    """Yield the paragraphs and tables of a container, those of content controls among them."""
    for child in container:
        if child.tag in (_WORD + "p", _WORD + "tbl"):
            yield child
        elif child.tag not in _SKIPPED and child.tag != _WORD + "sectPr":
            yield from _block_elements(child)


def _rows(table: Element) -> Iterator[Element]:
    for row in _children(table, "tr"):
        if _property(row, "trPr", "del") is None:
            yield row


def _children(element: Element, name: str) -> Iterator[Element]:
    """Yield the children of a name, those inside content controls and insertions among them."""
    for child in element:
        if child.tag == _WORD + name:
            yield child
        elif child.tag in tuple(_WORD + n for n in ("sdt", "sdtContent", "customXml", "ins")):
            yield from _children(child, name)


def _property(element: Element, properties: str, name: str) -> Element | None:
    """Return a property of an element, if it is there and not switched off."""
    found = element.find(f"{_WORD}{properties}/{_WORD}{name}")
    return None if found is None or found.get(_WORD + "val") in _OFF else found


def _is_hidden(run: Element) -> bool:
    return _property(run, "rPr", "vanish") is not None


def _is_raised(run: Element) -> bool:
    align = _property(run, "rPr", "vertAlign")
    return align is not None and align.get(_WORD + "val") == "superscript"


def _mark_is_deleted(paragraph: Element) -> bool:
    mark = paragraph.find(f"{_WORD}pPr/{_WORD}rPr")
    return mark is not None and (
        mark.find(_WORD + "del") is not None or mark.find(_WORD + "moveFrom") is not None
    )
