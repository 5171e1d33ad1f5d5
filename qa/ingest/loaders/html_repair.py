"""Repair a web page before its article is extracted: what stays is what a reader of it sees.

Hidden, deleted and scripted content goes, a note's mark joins no number, rows of tables carry their
headers, and text that stands loose beside paragraphs becomes paragraphs. What of the page is its
article is not decided here.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from qa.ingest.markup import (
    Element,
    descendants,
    drop,
    local_name,
    new_element,
    parse_html,
    text_of,
)
from qa.ingest.superscript import write_superscript
from qa.ingest.tables import Table, render_table

_UNSEEN = ("script", "style", "template", "noscript", "del", "s", "strike", "svg", "math", "object")
_UNSEEN_CLASS = frozenset(
    ["sr-only", "visually-hidden", "screen-reader-text", "screen-reader-only"]
)
_UNSEEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_STYLE_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_MEDIA = re.compile(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_SIMPLE_SELECTOR = re.compile(r"\s*(?P<kind>[.#])(?P<name>[\w-]+)\s*")
_REFERENCE = re.compile(r"\b(?:ref|reference|note|footnote|fn|cite|citation)", re.IGNORECASE)
_INLINE_TAGS = """
a abbr b bdi bdo big cite code dfn em font i img ins kbd label mark q ruby samp small span strong
sub sup time tt u var wbr
"""
_INLINE = frozenset(_INLINE_TAGS.split())
_FLOW = frozenset(["div", "article", "section", "main", "td", "li", "body", "center", "blockquote"])
_MISLEADING = re.compile(
    r"auth?or|byline|penulis|share|sharing|social|relat|comment|komentar|promo|sidebar|footer|"
    r"header|nav|menu|widget|tags?\b|banner|sponsor|print|popup|modal|hidden|paywall|premium",
    re.IGNORECASE,
)
_MAX_HIDDEN_SHARE = 0.5
"""Of the page's text: more than that is hidden by an overlay, and meant to be read."""

_MIN_PROSE_SHARE = 0.5
"""Of the text of all paragraphs: a container with more of it holds the article."""

_MIN_LOOSE_CHARS = 40
_MAX_LINK_SHARE = 0.5


def repair_page(root: Element) -> None:
    """Repair a page in place."""
    _drop_unseen(root)
    _write_superscripts(root)
    _write_tables(root)
    _wrap_loose_text(root)
    _clear_misleading_names(root)


def _drop_unseen(root: Element) -> None:
    hidden = set(_hidden_by_style(root))
    everything = len(text_of(root)) or 1
    for element in list(root.iter()):
        if element.getparent() is None or local_name(element) in ("html", "body"):
            continue
        is_hidden = _is_hidden(element, hidden)
        if is_hidden and len(text_of(element)) > _MAX_HIDDEN_SHARE * everything:
            continue
        if is_hidden or local_name(element) in _UNSEEN:
            drop(element)


def _is_hidden(element: Element, hidden: set[str]) -> bool:
    names = {f".{name}" for name in (element.get("class") or "").split()}
    names |= {f"#{element.get('id')}"}
    return (
        element.get("hidden") is not None
        or (element.get("aria-hidden") or "").lower() == "true"
        or _UNSEEN_STYLE.search(element.get("style") or "") is not None
        or bool(names & hidden)
        or (local_name(element) == "dialog" and element.get("open") is None)
    )


def _hidden_by_style(root: Element) -> Iterator[str]:
    """Yield the simple selectors, ".name" and "#name", that the page's own styles hide."""
    yield from (f".{name}" for name in _UNSEEN_CLASS)
    for style in descendants(root, "style"):
        for selectors, rules in _STYLE_RULE.findall(_MEDIA.sub("", style.text or "")):
            if _UNSEEN_STYLE.search(rules):
                for selector in selectors.split(","):
                    if match := _SIMPLE_SELECTOR.fullmatch(selector):
                        yield match["kind"] + match["name"]


def _write_superscripts(root: Element) -> None:
    for raised in list(descendants(root, "sup")):
        names = f"{raised.get('class') or ''} {raised.get('id') or ''}"
        refers = raised.find(".//a") is not None or _REFERENCE.search(names) is not None
        written = write_superscript(_text_before(raised), text_of(raised), refers)
        raised.tail = written + (raised.tail or "")
        drop(raised)


def _text_before(element: Element) -> str:
    before, parent = element.getprevious(), element.getparent()
    if before is not None:
        return str(before.tail or text_of(before))
    return str((parent.text if parent is not None else "") or "")


def _write_tables(root: Element) -> None:
    """Put a paragraph in place of each row of a table of data."""
    for element in list(descendants(root, "table")):
        if sum(1 for _ in descendants(element, "table")) > 1:
            continue  # it lays out the page around its inner tables
        table = _table(element)
        if table.is_layout:
            continue
        lines = new_element("div")
        for line in render_table(table):
            paragraph = new_element("p")
            paragraph.text = line
            lines.append(paragraph)
        lines.tail = element.tail
        element.getparent().replace(element, lines)


def _table(element: Element) -> Table:
    rows: list[tuple[str, ...]] = []
    spans: dict[int, tuple[int, str]] = {}  # by column: how many more rows, and the text
    headers = 0
    for row in descendants(element, "tr"):
        cells = [cell for cell in row if local_name(cell) in ("td", "th")]
        rows.append(tuple(_cells(cells, spans)))
        names = all(local_name(cell) == "th" for cell in cells)
        in_head = local_name(row.getparent()) == "thead"
        if cells and headers == len(rows) - 1 and (in_head or (names and len(cells) > 1)):
            headers += 1
    return Table(tuple(rows), headers)


def _cells(cells: Sequence[Element], spans: dict[int, tuple[int, str]]) -> Iterator[str]:
    column, waiting = 0, list(cells)
    while waiting or column in spans:
        if column in spans:
            left, text = spans.pop(column)
            if left > 1:
                spans[column] = (left - 1, text)
            yield text
            column += 1
            continue
        cell = waiting.pop(0)
        text = text_of(cell)
        for _ in range(_span(cell, "colspan")):
            if (rows := _span(cell, "rowspan")) > 1:
                spans[column] = (rows - 1, text)
            yield text
            column += 1


def _span(cell: Element, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return min(max(int(value), 1), 64) if value.isdecimal() else 1


def _wrap_loose_text(root: Element) -> None:
    """Make paragraphs of text that stands beside blocks, or between line breaks."""
    for container in list(root.iter()):
        children = list(container)
        if local_name(container) in ("span", "font") and _holds_blocks(children):
            container.tag = "div"
        if local_name(container) not in _FLOW:
            continue
        has_blocks = any(local_name(child) not in _INLINE | {"br"} for child in children)
        if has_blocks or sum(local_name(child) == "br" for child in children) > 1:
            _wrap_runs(container, children)


def _holds_blocks(children: Sequence[Element]) -> bool:
    return any(local_name(child) not in _INLINE for child in children)


def _wrap_runs(container: Element, children: Sequence[Element]) -> None:
    """Rebuild a container: its runs of inline content, up to a block or a line break, as blocks."""
    run = new_element("p")
    run.text, container.text = container.text, None
    container[:] = []
    for child in children:
        after, child.tail = child.tail, None
        if local_name(child) in _INLINE:
            run.append(child)
            child.tail = after
            continue
        _close(container, run)
        if local_name(child) != "br":
            container.append(child)
        run = new_element("p")
        run.text = after
    _close(container, run)


def _close(container: Element, run: Element) -> None:
    """Add a run: as a paragraph where it is prose, else as it was."""
    text = text_of(run)
    if not text and not len(run):
        return
    linked = sum(len(text_of(link)) for link in descendants(run, "a"))
    if len(text) < _MIN_LOOSE_CHARS or linked > _MAX_LINK_SHARE * len(text):
        run.tag = "div"
    container.append(run)


def _clear_misleading_names(root: Element) -> None:
    """Clear names like "author" of what holds the article, which would be taken out for them."""
    prose: Counter[Element] = Counter()
    for paragraph in descendants(root, "p"):
        chars = len(text_of(paragraph))
        for container in paragraph.iterancestors():
            prose[container] += chars
    for container, chars in prose.items():
        if chars >= _MIN_PROSE_SHARE * prose[root]:
            for name in ("class", "id", "role", "itemprop"):
                if _MISLEADING.search(container.get(name) or ""):
                    del container.attrib[name]


def plain_text(markup: str) -> str:
    """Return the text of a piece of HTML, with an empty line between its blocks."""
    root = parse_html(f"<div>{markup}</div>")
    if root is None:
        return ""
    repair_page(root)
    blocks: list[str] = [""]
    for element, is_end in _walk(root):
        if local_name(element) not in _INLINE:
            blocks.append("")
        blocks[-1] += (element.tail if is_end else element.text) or ""
    return "\n\n".join(text for block in blocks if (text := " ".join(block.split())))


def _walk(root: Element) -> Iterator[tuple[Element, bool]]:
    """Yield each element when it begins and when it has ended, in order."""
    waiting: list[tuple[Element, bool]] = [(root, False)]
    while waiting:
        element, is_end = waiting.pop()
        yield element, is_end
        if not is_end:
            waiting.append((element, True))
            waiting.extend((child, False) for child in reversed(element))
