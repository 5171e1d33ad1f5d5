"""Article text as HTML, with the quotations in it marked and every character kept.

What comes back, parsed by a browser and read as text, is the article's text unchanged: numbers and
labels are put beside it by the stylesheet, never into it. This module does not know what an answer
or a card is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from qa.schema.citation import Citation
from qa.schema.span import Span
from ui.html.templates import render_html


@dataclass(frozen=True, slots=True)
class QuotedSpan:
    """The characters `start` to `end` of an article, and the number of the citation they have.

    The number is 0 where they are quoted by another answer.
    """

    start: int
    end: int
    number: int
    marks: tuple[Span, ...] = ()

    @classmethod
    def of(cls, citation: Citation, number: int) -> "QuotedSpan":
        """Return where a citation lies, under its number in the answer."""
        return cls(citation.start, citation.end, number, citation.marks)


@dataclass(frozen=True, slots=True)
class TextRun:
    """A run of text to which the same citations apply throughout.

    Attributes:
        text: its characters; never empty.
        numbers: of the citations.
        is_key: whether it is what was asked for.
    """

    text: str
    numbers: tuple[int, ...]
    is_key: bool


@dataclass(frozen=True, slots=True)
class Highlight:
    """Neighbouring runs of text with the same citations.

    Attributes:
        runs: in the order of the text.
        numbers: of this answer's citations.
        is_elsewhere: whether only another answer quotes it.
    """

    runs: tuple[TextRun, ...]
    numbers: tuple[int, ...]
    is_elsewhere: bool


def highlight(text: str, start: int, end: int, quotes: Sequence[QuotedSpan]) -> str:
    """Return the characters `start` to `end` as HTML.

    Each quotation is a `<mark class="quote">` (with its citation numbers in `data-cites`), and
    within it the words asked for are `<strong class="key">`. Where quotations overlap, the shared
    part carries both numbers. What only another answer quotes is a `<mark
    class="quoted-elsewhere">`.
    """
    return render_html("passage.html", highlights=highlights(text, start, end, quotes))


def highlights(
    text: str, start: int, end: int, quotes: Sequence[QuotedSpan]
) -> tuple[Highlight, ...]:
    """Return the characters `start` to `end` in parts, by the citations that apply to them."""
    runs = groupby(text_runs(text, start, end, quotes), key=lambda run: run.numbers)
    return tuple(
        Highlight(tuple(group), tuple(filter(None, numbers)), bool(numbers) and not any(numbers))
        for numbers, group in runs
    )


def text_runs(text: str, start: int, end: int, quotes: Sequence[QuotedSpan]) -> tuple[TextRun, ...]:
    """Cut the characters `start` to `end` where a quotation, or a mark in one, begins or ends."""
    return tuple(
        TextRun(
            text[left:right],
            tuple(quote.number for quote in over),
            any(m.start <= left and right <= m.end for quote in over for m in quote.marks),
        )
        for left, right in pairwise(_edges(start, end, quotes))
        for over in [[quote for quote in quotes if quote.start <= left and right <= quote.end]]
    )


def _edges(start: int, end: int, quotes: Sequence[QuotedSpan]) -> list[int]:
    edges = {start, end}
    for quote in quotes:
        edges |= {quote.start, quote.end}
        edges |= {edge for mark in quote.marks for edge in (mark.start, mark.end)}
    return sorted(edge for edge in edges if start <= edge <= end)
