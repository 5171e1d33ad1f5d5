"""Span: character offsets into the text of an article.

A span does not know its article; callers keep the two together.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """The characters `start` to `end` of an article's text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"span {self.start}:{self.end} is empty or starts before the text")

    def overlaps(self, other: "Span") -> bool:
        """Say whether two spans share a character."""
        return self.start < other.end and other.start < self.end


def trimmed(text: str, start: int, end: int) -> Span | None:
    """Return the span from `start` to `end` without outer white space; None if nothing is left."""
    part = text[start:end]
    kept = part.strip()
    if not kept:
        return None
    first = start + len(part) - len(part.lstrip())
    return Span(first, first + len(kept))
