"""The words of a sentence, as a written sentence and a quotation are laid beside each other."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from qa.schema.span import Span

_WORD = re.compile(r"(?<!['’])[^\W_]+(?:['’](?!s\b)[^\W_]+)*|(?<=['’])(?!s\b)[^\W_]+")
_BREAK = re.compile(r"[,.:](?!\d)|(?<!\d)[,.:]|[;!?()–—\[\]{}\"“”«»\n]|\s[-/]\s")
_POSSESSIVE = re.compile(r"['’]s?\b")


@dataclass(frozen=True, slots=True)
class Token:
    """A word in its place.

    Attributes:
        word: in small letters.
        span: where it stands in the text.
        is_capital: whether it begins with a capital, or holds one.
        follows_break: whether a comma, a bracket or the like stands before it.
        is_possessive: whether it is followed by "'s".
    """

    word: str
    span: Span
    is_capital: bool = False
    follows_break: bool = False
    is_possessive: bool = False


def tokens(text: str, within: Span | None = None) -> tuple[Token, ...]:
    """Return the words of a text, or of a part of it, in their order."""
    whole = within or Span(0, len(text))
    return tuple(_tokens(text, whole))


def _tokens(text: str, within: Span) -> Iterator[Token]:
    last = within.start
    for match in _WORD.finditer(text, within.start, within.end):
        said = unicodedata.normalize("NFKC", match[0])
        yield Token(
            word=said.lower().replace("’", "'"),
            span=Span(*match.span()),
            is_capital=any(c.isupper() for c in said),
            follows_break=_BREAK.search(text, last, match.start() + 1) is not None,
            is_possessive=_POSSESSIVE.match(text, match.end()) is not None,
        )
        last = match.end()
