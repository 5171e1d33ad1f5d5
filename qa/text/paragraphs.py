"""Paragraph segmentation: the lines, blocks and paragraphs of a text, as spans.

A paragraph is one line; in text hard-wrapped at a column it is the lines between two blank lines.
Boilerplate is not removed here.
"""

import re

from qa.schema.span import Span, trimmed

_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_BLANK = re.compile(r"(?:\r\n|[\r\n\u2028\u2029])[^\S\r\n]*[\r\n\u2028\u2029]\s*")
_MARK = r"\s*(?:[-*+•·▪●◦‣–—]|\(?\d{1,3}[.)]|[a-z][.)])\s+"
BULLET_MARK = re.compile(_MARK)
BULLET = re.compile(rf"{_MARK}\S")
_STOP = re.compile(
    r"[.!?…]\s*[\"'”’»)\]]*"  # the stop, and what closes after it
    # the reporter's initials, "(ant/jpnn)", and invisible characters
    r"\s*(?:[(\[][^()\[\]]{1,40}[)\]]?)?\s*[*]*[\s\u200b-\u200f\u2060\ufeff]*$"
)
_MIN_WRAP_CHARS, _MAX_WRAP_CHARS, _MAX_RAGGED_CHARS = 45, 110, 25


def ends_like_a_sentence(text: str) -> bool:
    """Say whether a text ends with a full stop, `?` or `!`, closing quotes and brackets aside."""
    return _STOP.search(text[-80:]) is not None


def lines(text: str, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
    """Return the lines in order, without outer white space; blank lines are left out."""
    spans = (
        trimmed(text, match.start(), match.end())
        for match in _LINE.finditer(text, start, len(text) if end is None else end)
    )
    return tuple(span for span in spans if span)


def blocks(text: str, start: int = 0, end: int | None = None) -> tuple[tuple[Span, ...], ...]:
    """Return the lines in blocks, which are separated by blank lines."""
    groups: list[list[Span]] = []
    for line in lines(text, start, end):
        gap = text[groups[-1][-1].end : line.start] if groups else ""
        if groups and not _BLANK.search(gap):
            groups[-1].append(line)
        else:
            groups.append([line])
    return tuple(tuple(group) for group in groups)


def paragraphs(text: str, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
    """Return the paragraphs in order; a hard-wrapped block is one paragraph."""
    spans: list[Span] = []
    for block in blocks(text, start, end):
        if _is_wrapped([text[line.start : line.end] for line in block]):
            spans.append(Span(block[0].start, block[-1].end))
        else:
            spans.extend(block)
    return tuple(spans)


def _is_wrapped(block: list[str]) -> bool:
    """Say whether these lines are one paragraph, hard-wrapped at a column."""
    full = [len(line) for line in block[:-1]]
    if not full or min(full) < _MIN_WRAP_CHARS or max(full) > _MAX_WRAP_CHARS:
        return False
    if max(full) - min(full) > _MAX_RAGGED_CHARS or len(block[-1]) > max(full) + _MAX_RAGGED_CHARS:
        return False
    if any(BULLET.match(line) for line in block[1:]):
        return False
    # A list of headlines has the same shape, but its lines do not run on in lower case.
    return any(line[0].islower() for line in block[1:])
