"""Token alignment of a sentence with a quotation: the tokens, units and records.

The units of a sentence are its content words, dates and numbers. `aligner` finds where the
quotation says them; `faithfulness` judges the result.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qa.schema.article import Published
from qa.schema.span import Span
from qa.text.language import all_function_words
from qa.values.moment import Moment
from qa.values.quantity import Quantity

_WORD = re.compile(r"(?<!['’])[^\W_]+(?:['’](?!s\b)[^\W_]+)*|(?<=['’])(?!s\b)[^\W_]+")
_BREAK = re.compile(r"[,.:](?!\d)|(?<!\d)[,.:]|[;!?()–—\[\]{}\"“”«»\n]|\s[-/]\s")
_POSSESSIVE = re.compile(r"['’]s?\b")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text.

    Attributes:
        word: in lower case.
        span: its offsets in the text.
        is_capital: whether it contains a capital letter.
        follows_break: whether punctuation such as a comma or a bracket precedes it.
        is_possessive: whether "'s" follows it.
    """

    word: str
    span: Span
    is_capital: bool = False
    follows_break: bool = False
    is_possessive: bool = False


def tokens(text: str, within: Span | None = None) -> tuple[Token, ...]:
    """Tokenize a text, or a part of it."""
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


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence to be aligned, with its language and its reference date.

    Dates without a year are resolved against `published`: for a generated sentence, the date of the
    article that it is compared with.
    """

    text: str
    language: str
    published: Published = None

    @property
    def span(self) -> Span:
        """The span of the whole text."""
        return Span(0, len(self.text))


@dataclass(frozen=True, slots=True)
class Unit:
    """A content word, date or number: the tokens `first` to `last` of its text.

    Only units with `is_needed` must be found in the quotation. A hedge need not, since another may
    stand in its place; `negation` compares those.
    """

    first: int
    last: int
    value: Moment | Quantity | None = None
    is_needed: bool = True

    def __post_init__(self) -> None:
        if not 0 <= self.first <= self.last:
            raise ValueError(f"a unit has the tokens {self.first} to {self.last}")


@dataclass(frozen=True, slots=True)
class Placed:
    """A unit of a sentence with the tokens of the quotation that it is aligned to."""

    unit: Unit
    first: int
    last: int

    def __post_init__(self) -> None:
        if not 0 <= self.first <= self.last:
            raise ValueError(f"a unit is placed at the tokens {self.first} to {self.last}")


Phrase = tuple[Placed, ...]
"""Adjacent units of a sentence."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """A sentence aligned with a quotation. Sets of tokens hold their positions, from 0.

    Attributes:
        said: tokens of the sentence.
        quoted: tokens of the quotation.
        placed: aligned units, in the order of the sentence.
        missing: needed units that the quotation does not contain.
        values_said: tokens of the sentence inside dates and numbers.
        values_quoted: tokens of the quotation inside dates and numbers.
        numbers_quoted: tokens of the quotation inside numbers.
        is_translated: whether sentence and quotation differ in language.
    """

    said: tuple[Token, ...]
    quoted: tuple[Token, ...]
    placed: tuple[Placed, ...]
    missing: tuple[Unit, ...]
    values_said: frozenset[int]
    values_quoted: frozenset[int]
    numbers_quoted: frozenset[int]
    is_translated: bool = False

    @property
    def pairs(self) -> Iterator[tuple[Placed, Placed]]:
        """Consecutive aligned units of the sentence."""
        return pairwise(self.placed)

    @property
    def used(self) -> frozenset[int]:
        """Tokens of the quotation that a unit is aligned to."""
        return tokens_of(self.placed)

    @property
    def phrases(self) -> Iterator[Phrase]:
        """Maximal runs of adjacent aligned words; dates and numbers are skipped."""
        phrase: Phrase = ()
        for each in self.placed:
            if each.unit.value is not None:
                continue
            if phrase and not self.is_adjacent(phrase[-1], each):
                yield phrase
                phrase = ()
            phrase = (*phrase, each)
        if phrase:
            yield phrase

    def is_adjacent(self, one: Placed, other: Placed) -> bool:
        """Return whether `other` directly follows `one` in the sentence."""
        is_next = other.unit.first == one.unit.last + 1
        return is_next and not self.said[other.unit.first].follows_break

    def is_named(self, each: Placed) -> bool:
        """Return whether a unit is aligned to a capitalized word: a part of a name."""
        return each.unit.value is None and self.quoted[each.first].is_capital

    def run(self, n: int) -> range:
        """Return the tokens around token `n` up to the next punctuation or function word."""
        first = last = n
        while first > 0 and self._are_joined(first):
            first -= 1
        while last + 1 < len(self.quoted) and self._are_joined(last + 1):
            last += 1
        return range(first, last + 1)

    def _are_joined(self, n: int) -> bool:
        """Return whether neither punctuation nor a function word parts a token from the last."""
        before, token = self.quoted[n - 1], self.quoted[n]
        return not token.follows_break and all_function_words().isdisjoint(
            (before.word, token.word)
        )


def tokens_of(units: Iterable[Unit | Placed]) -> frozenset[int]:
    """Return the positions of the tokens of units, or of aligned units in the quotation."""
    return frozenset(n for unit in units for n in range(unit.first, unit.last + 1))


def breaks(its: Sequence[Token], first: int, last: int) -> int:
    """Count the punctuation breaks between two tokens, `first` before `last`."""
    return sum(token.follows_break for token in its[first + 1 : last + 1])
