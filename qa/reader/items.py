"""The items of a list: where a question asks for several, each thing that was found by itself.

A span that names several is divided at its commas and its "dan" and "and"; and what is joined to
it in the same way, and looks like it, is taken with it. By the form of the words alone.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from qa.span import Span

_JOINT = re.compile(r"\s*(?:,|;|&)\s*(?:(?:dan|serta|and)\s+)?|\s+(?:dan|serta|and|maupun)\s+")
_SMALL = frozenset(("al", "bin", "binti", "dan", "de", "der", "di", "of", "the", "van", "von"))
LONGEST_ITEM_WORDS = 8


def items(text: str, span: Span, within: Span) -> tuple[Span, ...]:
    """Return the items that the span belongs to, in their order.

    Args:
        text: what the spans point into.
        span: what was found.
        within: the sentence that it may not leave.
    """
    parts = _parts(text, within)
    held = [n for n, part in enumerate(parts) if part.start < span.end and part.end > span.start]
    if not held:
        return (span,)
    found = [_common(parts[n], span) for n in held]
    before = (
        _like(text, found[0], parts[: held[0]][::-1]) if span.start <= parts[held[0]].start else []
    )
    after = _like(text, found[-1], parts[held[-1] + 1 :]) if span.end >= parts[held[-1]].end else []
    return (*before[::-1], *found, *after)


def _parts(text: str, within: Span) -> list[Span]:
    """Return what stands between the joints of a sentence."""
    joints = [match.span() for match in _JOINT.finditer(text, within.start, within.end)]
    edges = [(within.start, within.start), *joints, (_end(text, within), within.end)]
    return [Span(a[1], b[0]) for a, b in pairwise(edges) if b[0] > a[1]]


def _end(text: str, within: Span) -> int:
    end = within.end
    while end > within.start and text[end - 1] in '.!?"”’':
        end -= 1
    return end


def _common(part: Span, span: Span) -> Span:
    return Span(max(part.start, span.start), min(part.end, span.end))


def _like(text: str, found: Span, parts: Sequence[Span]) -> list[Span]:
    """Return the next parts for as long as they look like what was found."""
    taken: list[Span] = []
    for part in parts:
        words = text[part.start : part.end].split()
        if len(words) > LONGEST_ITEM_WORDS or _is_name(words) != _is_name(
            text[found.start : found.end].split()
        ):
            break
        taken.append(part)
    return taken


def _is_name(words: Sequence[str]) -> bool:
    return all(word[:1].isupper() or word.lower() in _SMALL for word in words)
