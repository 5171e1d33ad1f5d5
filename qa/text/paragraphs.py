"""The lines and the paragraphs of a text, as spans.

A paragraph is one line, or, in a text that was wrapped at a column, the lines between two blank
lines. Which of them belong to the article is not decided here.
"""

import re

from qa.schema.span import Span, trimmed

_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_BLANK = re.compile(r"(?:\r\n|[\r\n\u2028\u2029])[^\S\r\n]*[\r\n\u2028\u2029]\s*")
BULLET = re.compile(r"\s*(?:[-*+•·▪●◦‣–—]|\(?\d{1,3}[.)]|[a-z][.)])\s+\S")
_STOP = re.compile(
    r"[.!?…]\s*[\"'”’»)\]]*"  # the stop, and what closes after it
    # the reporter's initials: "(ant/jpnn)"; pages end, and strew, marks that are not seen
    r"\s*(?:[(\[][^()\[\]]{1,40}[)\]]?)?\s*[*]*[\s\u200b-\u200f\u2060\ufeff]*$"
)
_SHORTEST_WRAP, _LONGEST_WRAP, _RAGGED = 45, 110, 25


def ends_like_a_sentence(text: str) -> bool:
    """Return whether the last thing in a text is a full stop, `?` or `!`, closers aside."""
    return _STOP.search(text[-80:]) is not None


def lines(text: str, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
    """Return every line that is not blank, without the white space around it, in order."""
    found = (
        trimmed(text, match.start(), match.end())
        for match in _LINE.finditer(text, start, len(text) if end is None else end)
    )
    return tuple(span for span in found if span)


def blocks(text: str, start: int = 0, end: int | None = None) -> tuple[tuple[Span, ...], ...]:
    """Return the lines in groups; a blank line parts two groups."""
    groups: list[list[Span]] = []
    for line in lines(text, start, end):
        gap = text[groups[-1][-1].end : line.start] if groups else ""
        if groups and not _BLANK.search(gap):
            groups[-1].append(line)
        else:
            groups.append([line])
    return tuple(tuple(group) for group in groups)


def paragraphs(text: str, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
    """Return the paragraphs in order; lines wrapped at a column are one paragraph."""
    found: list[Span] = []
    for block in blocks(text, start, end):
        if _wrapped([text[line.start : line.end] for line in block]):
            found.append(Span(block[0].start, block[-1].end))
        else:
            found.extend(block)
    return tuple(found)


def _wrapped(block: list[str]) -> bool:
    """Return whether these lines are one paragraph, broken where the column was full."""
    full = [len(line) for line in block[:-1]]
    if not full or min(full) < _SHORTEST_WRAP or max(full) > _LONGEST_WRAP:
        return False
    if max(full) - min(full) > _RAGGED or len(block[-1]) > max(full) + _RAGGED:
        return False
    if any(BULLET.match(line) for line in block[1:]):
        return False
    # A list of headlines has the same shape, but its lines do not run on in lower case.
    return any(line[0].islower() for line in block[1:])
