"""Article text as HTML, with the quotations in it marked and every character kept.

What comes back, parsed by a browser and read as text, is the article's text unchanged: numbers and
labels are put beside it by the stylesheet, never into it. This module does not know what an answer
or a card is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby, pairwise

from qa.schema.citation import Citation
from qa.schema.span import Span


@dataclass(frozen=True, slots=True)
class Quoted:
    """The characters `start` to `end` of an article, and the number of the citation they have.

    The number is 0 where they are quoted by another answer.
    """

    start: int
    end: int
    number: int
    marks: tuple[Span, ...] = ()

    @classmethod
    def of(cls, citation: Citation, number: int) -> "Quoted":
        """Return where a citation lies, under its number in the answer."""
        return cls(citation.start, citation.end, number, citation.marks)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text to which the same citations apply throughout."""

    text: str
    numbers: tuple[int, ...]
    is_key: bool


def safe(text: str) -> str:
    """Return text that HTML shows as it is, inside an element or an attribute's double quotes."""
    # A browser turns a bare carriage return into a line feed while parsing.
    return escape(text, quote=True).replace("\r", "&#13;")


def highlighted(text: str, start: int, end: int, quotes: Sequence[Quoted]) -> str:
    """Return the characters `start` to `end` as HTML.

    Each quotation is a `<mark class="quote">` (with its citation numbers in `data-cites`), and
    within it the words asked for are `<strong class="key">`. Where quotations overlap, the shared
    part carries both numbers. What only another answer quotes is a `<mark
    class="quoted-elsewhere">`.
    """
    pieces = _pieces(text, start, end, quotes)
    runs = groupby(pieces, key=lambda piece: piece.numbers)
    return "".join(_run(numbers, run) for numbers, run in runs)


def _pieces(text: str, start: int, end: int, quotes: Sequence[Quoted]) -> Iterable[Piece]:
    edges = {start, end}
    for quote in quotes:
        edges |= {quote.start, quote.end}
        edges |= {edge for mark in quote.marks for edge in (mark.start, mark.end)}
    for left, right in pairwise(sorted(edge for edge in edges if start <= edge <= end)):
        over = [quote for quote in quotes if quote.start <= left and right <= quote.end]
        is_key = any(m.start <= left and right <= m.end for quote in over for m in quote.marks)
        yield Piece(text[left:right], tuple(quote.number for quote in over), is_key)


def _run(numbers: tuple[int, ...], run: Iterable[Piece]) -> str:
    inside = "".join(
        f'<strong class="key">{safe(piece.text)}</strong>' if piece.is_key else safe(piece.text)
        for piece in run
    )
    if not numbers:
        return inside
    cites = " ".join(str(number) for number in numbers if number)
    if not cites:
        return f'<mark class="quoted-elsewhere">{inside}</mark>'
    return f'<mark class="quote" data-cites="{cites}">{inside}</mark>'
