"""The reading order of a laid-out page: lines with their places become paragraphs and tables.

Running heads, feet and page numbers are left out, columns are read one after the other, words
broken over two lines are joined, and short texts that stand side by side are a table. Nothing here
depends on the file format.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from qa.ingest.tables import Table, render_table
from qa.text.paragraphs import BULLET, ends_like_a_sentence

_FULL_LINE_SHARE = 0.7
"""Of the longest line: one that is shorter ends its paragraph, even without a full stop."""

_FURNITURE_LINES = 3
"""How many lines from the top, and from the bottom, may be a running head or foot."""

_FURNITURE_SHARE = 0.5
"""The share of the pages on which such a line must stand."""

_PAGE_NUMBER = re.compile(
    r"(?:[-–—|]\s*)?(?:(?:page|halaman|hal\.?|p\.)\s*)?\d{1,4}"
    r"(?:\s*(?:of|dari|/)\s*\d{1,4})?(?:\s*[-–—|])?",
    re.IGNORECASE,
)
_MAX_CELL_WORDS, _TERSE_WORDS = 5, 3
_MIN_TABLE_ROWS, _MIN_TABLE_COLUMNS = 2, 2
_SAME_HEIGHT_SHARE = 0.5
"""Of a line's height: lines whose bases differ by less stand side by side."""

_BROKEN = re.compile(r"(?P<left>[^\W\d_]+)(?:-|\u00ad)$")
_FIRST_WORD = re.compile(r"(?P<right>[^\W\d_]+)")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page, with its place in points from the lower left corner of the page.

    Attributes:
        text: without line break.
        block: the number of the block of text that it belongs to, in reading order.
        left: of its box.
        right: of its box.
        bottom: of its box.
        top: of its box.
    """

    text: str
    block: int
    left: float
    right: float
    bottom: float
    top: float


Page = Sequence[Line]


def read_pages(pages: Sequence[Page]) -> str:
    """Return the text of all pages, with an empty line between paragraphs."""
    known = _words(pages)
    blocks = [block for page in _without_furniture(pages) for block in _blocks(page)]
    paragraphs: list[str] = []
    for block in blocks:
        if isinstance(block, Table):
            paragraphs.append("\n".join(render_table(block)))
            continue
        for number, paragraph in enumerate(_paragraphs(block, known)):
            if number == 0 and paragraphs and _goes_on(paragraphs[-1], paragraph):
                paragraphs[-1] = _joined(paragraphs[-1], paragraph, known)
            else:
                paragraphs.append(paragraph)
    return "\n\n".join(paragraphs)


def _without_furniture(pages: Sequence[Page]) -> list[list[Line]]:
    """Leave out lines at the edge of a page that number it, or that most pages have there."""
    seen = Counter(key for page in pages for key in {_key(line) for line in _edges(page)})
    least = max(2, _FURNITURE_SHARE * len(pages))
    kept: list[list[Line]] = []
    for page in pages:
        edges = set(_edges(page)) if len(pages) > 1 else set[Line]()
        kept.append(
            [
                line
                for line in page
                if line not in edges
                or not (seen[_key(line)] >= least or _PAGE_NUMBER.fullmatch(line.text.strip()))
            ]
        )
    return kept


def _key(line: Line) -> tuple[str, int]:
    return re.sub(r"\d+", "#", " ".join(line.text.split())), round(line.bottom / 10)


def _edges(page: Page) -> list[Line]:
    by_height = sorted(page, key=lambda line: line.bottom)
    return [*by_height[:_FURNITURE_LINES], *by_height[-_FURNITURE_LINES:]]


def _blocks(page: Page) -> Iterator[list[Line] | Table]:
    """Yield the blocks of a page in reading order; those that stand in rows, as tables."""
    rows = _table_rows(page)
    in_table = {line: number for number, table in enumerate(rows) for row in table for line in row}
    told: set[int] = set()
    for _, lines in groupby(page, key=lambda line: (line.block, in_table.get(line))):
        block = list(lines)
        number = in_table.get(block[0])
        if number is None:
            yield block
        elif number not in told:
            told.add(number)
            yield _table(rows[number])


def _table_rows(page: Page) -> list[list[list[Line]]]:
    """Return the tables of a page: runs of rows of at least two short texts side by side."""
    tables: list[list[list[Line]]] = []
    is_open = False
    for row in _rows(page):
        words = median(len(line.text.split()) for line in row)
        is_row = len(row) >= _MIN_TABLE_COLUMNS and words <= _MAX_CELL_WORDS
        if is_row and is_open:
            tables[-1].append(row)
        elif is_row:
            tables.append([row])
        is_open = is_row
    return [table for table in tables if len(table) >= _MIN_TABLE_ROWS and _is_terse(table)]


def _is_terse(table: Sequence[Sequence[Line]]) -> bool:
    """Return whether the texts of these rows are short, as lines of narrow columns are not."""
    return median(len(line.text.split()) for row in table for line in row) <= _TERSE_WORDS


def _rows(page: Page) -> Iterator[list[Line]]:
    """Yield lines that stand at one height, from the left, the highest first."""
    row: list[Line] = []
    for line in sorted(page, key=lambda line: (-line.bottom, line.left)):
        height = line.top - line.bottom
        if row and row[0].bottom - line.bottom > _SAME_HEIGHT_SHARE * height:
            yield sorted(row, key=lambda each: each.left)
            row = []
        row.append(line)
    if row:
        yield sorted(row, key=lambda each: each.left)


def _table(rows: Sequence[Sequence[Line]]) -> Table:
    """Return the table of these rows; a cell belongs to the column that it overlaps most."""
    columns: list[tuple[float, float]] = []
    for line in sorted((line for row in rows for line in row), key=lambda line: line.left):
        if columns and line.left < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], line.right))
        else:
            columns.append((line.left, line.right))
    return Table(tuple(tuple(_cell(row, column) for column in columns) for row in rows))


def _cell(row: Sequence[Line], column: tuple[float, float]) -> str:
    inside = (line.text for line in row if column[0] <= line.left < column[1])
    return " ".join(" ".join(inside).split())


def _paragraphs(block: Sequence[Line], known: Counter[str]) -> Iterator[str]:
    """Yield the paragraphs of a block, whose lines are wrapped at a column."""
    column = max(len(line.text) for line in block)
    paragraph = block[0].text
    for line, after in pairwise(block):
        if BULLET.match(after.text) or _ends_paragraph(line.text, after.text, column):
            yield paragraph
            paragraph = after.text
        else:
            paragraph = _joined(paragraph, after.text, known)
    yield paragraph


def _ends_paragraph(line: str, after: str, column: int) -> bool:
    """Return whether a line is the last of its paragraph: the next word would have fitted in it.

    One that does not end like a sentence must be as short as a heading, too, for edges are ragged.
    """
    fits = len(line) + 1 + len(after.split()[0]) <= column
    is_short = len(line) < _FULL_LINE_SHARE * column
    return fits and not line.endswith(("-", "\u00ad")) and (is_short or ends_like_a_sentence(line))


def _goes_on(before: str, after: str) -> bool:
    """Return whether a paragraph goes on in the next column or on the next page."""
    is_prose = len(before.split()) > _MAX_CELL_WORDS and not before.startswith("- ")
    return is_prose and not ends_like_a_sentence(before) and after[:1].islower()


def _joined(before: str, after: str, known: Counter[str]) -> str:
    """Return two lines as one; a word that was broken over them is whole again."""
    left, right = _BROKEN.search(before), _FIRST_WORD.match(after)
    if left is None or right is None:
        return f"{before}{'' if before.endswith('-') else ' '}{after}"
    if before.endswith("\u00ad") or _is_broken(left["left"], right["right"], known):
        return before[:-1] + after
    return before + after


def _is_broken(left: str, right: str, known: Counter[str]) -> bool:
    """Return whether a hyphen only breaks a word: "govern-ment", not "anak-anak"."""
    if not right[0].islower() or left.lower() == right.lower():
        return False
    whole, hyphened = (left + right).lower(), f"{left}-{right}".lower()
    return known[hyphened] == 0 or known[whole] > known[hyphened]


def _words(pages: Sequence[Page]) -> Counter[str]:
    """Count the words of all lines, those broken over two lines aside."""
    lines = (line.text for page in pages for line in page)
    return Counter(word.lower() for line in lines for word in _WORD.findall(line))
