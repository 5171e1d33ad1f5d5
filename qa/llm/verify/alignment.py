"""A written sentence laid beside a quotation: what of the one stands where in the other.

A sentence's units are its words that say something, and its dates and numbers. How they get their
places is in `laying.py`, and what the places tell is judged in `faithful.py`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qa.llm.verify.tokens import Token
from qa.schema.article import Published
from qa.schema.span import Span
from qa.text.language import small_words
from qa.values.moment import Moment
from qa.values.quantity import Quantity


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence of ours or of an article, with what is needed to read it.

    `published` is what dates without a year are reckoned from: for a written sentence, the day of
    the article that it is laid beside.
    """

    text: str
    language: str
    published: Published = None

    @property
    def span(self) -> Span:
        """All of it."""
        return Span(0, len(self.text))


@dataclass(frozen=True, slots=True)
class Unit:
    """A word that says something, or a value, with its tokens `first` to `last` of its text.

    One that is not needed (a word that holds back) may have another in its place, which `held.py`
    looks at.
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
    """A unit of a sentence, and the tokens of the quotation that say it."""

    unit: Unit
    first: int
    last: int

    def __post_init__(self) -> None:
        if not 0 <= self.first <= self.last:
            raise ValueError(f"a unit is placed at the tokens {self.first} to {self.last}")


Phrase = tuple[Placed, ...]
"""Units that stand side by side in a sentence."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """Where the units of a sentence stand in a quotation.

    Attributes:
        said: the sentence's tokens.
        quoted: the quotation's.
        placed: the units that the quotation says, in the sentence's order.
        missing: those that it does not say.
        values_said: the sentence's tokens that are of dates and numbers.
        values_quoted: the quotation's.
        numbers_quoted: those of them that are of numbers.
        is_translated: whether the two are in different languages.
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
        """Each two units that follow each other in the sentence."""
        return pairwise(self.placed)

    @property
    def used(self) -> frozenset[int]:
        """The quotation's tokens that the sentence says."""
        return tokens_of(self.placed)

    @property
    def phrases(self) -> Iterator[Phrase]:
        """The words that stand side by side in the sentence, together; values left out."""
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
        """Say whether the other stands right behind the one in the sentence."""
        is_next = other.unit.first == one.unit.last + 1
        return is_next and not self.said[other.unit.first].follows_break

    def is_named(self, each: Placed) -> bool:
        """Say whether a unit is a word of a name in the quotation."""
        return each.unit.value is None and self.quoted[each.first].is_capital

    def run(self, n: int) -> range:
        """Return the quotation's tokens around one, without a comma or small word between."""
        first = last = n
        while first > 0 and self._are_joined(first):
            first -= 1
        while last + 1 < len(self.quoted) and self._are_joined(last + 1):
            last += 1
        return range(first, last + 1)

    def _are_joined(self, n: int) -> bool:
        """Say whether a token of the quotation stands in one run with the one before it."""
        before, token = self.quoted[n - 1], self.quoted[n]
        return not token.follows_break and small_words().isdisjoint((before.word, token.word))


def tokens_of(units: Iterable[Unit | Placed]) -> frozenset[int]:
    """Return the tokens of units in their sentence, or of placed ones in the quotation."""
    return frozenset(n for unit in units for n in range(unit.first, unit.last + 1))


def breaks(its: Sequence[Token], first: int, last: int) -> int:
    """Return how many commas and the like stand between two tokens, `first` before `last`."""
    return sum(token.follows_break for token in its[first + 1 : last + 1])
