"""Align the units of a sentence with the tokens of a quotation.

Words match by stem, by the bilingual dictionary, by a shared translation within one language, and
by spelling (names and loanwords); dates and numbers match by entailment. Word senses are not
disambiguated. Where a word occurs several times, the path of least total distance is taken.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from functools import lru_cache

from qa.llm.verify.alignment import Alignment, Placed, Text, Token, Unit, breaks, tokens, tokens_of
from qa.llm.verify.entailment import is_value_entailed, values
from qa.llm.verify.hedges import hedge_cues_by_word
from qa.text.abbreviations import long_form
from qa.text.dictionary import Lexicon, shipped_lexicon
from qa.text.language import all_function_words
from qa.text.tokens import stem
from qa.values.quantity import Quantity

_BACKWARDS, _AGAIN, _BREAK = 2, 6, 1
_EMPTY = """
    article articles quotation quotations source sources news artikel kutipan berita sumber
    yaitu yakni adalah ialah merupakan termasuk include included includes including tersebut
    being been having there itself himself herself themselves his her its their also juga
    bernama named called
"""
"""Words without content here: they may be added to a sentence or left out."""

_NASAL = re.compile(r"(?:me|pe)(?P<nasal>ny|ng|n|m)(?=[aeiou]\w{2})")
_LOST = {"ny": ("s",), "ng": ("k", ""), "n": ("t",), "m": ("p",)}
_LEAST_ALIKE_CHARS = 5
_ALIKE = 0.8
_LEAST_SHARED_WEIGHT = 0.25

Place = tuple[int, int]
"""First and last token in the quotation."""


def align_tokens(
    sentence: Text, quotation: Text, lexicon: Callable[[], Lexicon] = shipped_lexicon
) -> Alignment:
    """Align a sentence with a quotation."""
    said = _named(tokens(sentence.text), sentence.language, lexicon)
    quoted = _named(tokens(quotation.text), quotation.language, lexicon)
    same = WordMatcher(sentence.language, quotation.language, lexicon)
    there = values(quotation, quoted)
    units = _units(sentence, said)
    places = [_places(unit, said, quoted, there, same) for unit in units]
    found = [(unit, options) for unit, options in zip(units, places, strict=True) if options]
    missing = tuple(
        unit for unit, options in zip(units, places, strict=True) if unit.is_needed and not options
    )
    chosen = _nearest([options for _, options in found], quoted)
    placed = tuple(
        Placed(unit, first, last) for (unit, _), (first, last) in zip(found, chosen, strict=True)
    )
    mine = tokens_of(values(sentence, said))
    is_translated = sentence.language != quotation.language
    numbers = tokens_of(unit for unit in there if isinstance(unit.value, Quantity))
    return Alignment(said, quoted, placed, missing, mine, tokens_of(there), numbers, is_translated)


class WordMatcher:
    """Matches the words of a sentence with those of a quotation, across languages too."""

    def __init__(
        self, language: str, other: str, lexicon: Callable[[], Lexicon] = shipped_lexicon
    ) -> None:
        """Create a matcher.

        Args:
            language: of the sentence, ISO 639-1.
            other: of the quotation, ISO 639-1.
            lexicon: loads the bilingual dictionary when it is first needed.
        """
        self._language = language
        self._other = other
        self._lexicon = lexicon
        self._of = lru_cache(maxsize=4096)(self._ways)
        self._same = lru_cache(maxsize=65_536)(self._is_same)

    def places(self, token: Token, quoted: Sequence[Token]) -> list[tuple[int, int]]:
        """Return the first and last token of every match in a quotation, in order."""
        found = {(n, n) for n, each in enumerate(quoted) if self._same(token.word, each.word)}
        for phrase in (way for way in self._of(token.word) if len(way) > 1):
            for n in range(len(quoted) - len(phrase) + 1):
                there = quoted[n : n + len(phrase)]
                if all(map(self._is_one_stem, phrase, (each.word for each in there))):
                    found.add((n, n + len(phrase) - 1))
        # "luar negeri" (foreign) is matched by both of its words, not by one of them.
        return sorted(
            one
            for one in found
            if not any(o != one and o[0] <= one[0] and one[1] <= o[1] for o in found)
        )

    def _is_one_stem(self, word: str, quoted: str) -> bool:
        return not _roots(word, self._other).isdisjoint(_roots(quoted, self._other))

    def _ways(self, word: str) -> tuple[tuple[str, ...], ...]:
        """Expand a word to the words and phrases that may stand for it in the quotation."""
        ways: list[tuple[str, ...]] = [(word,)]
        if written_out := long_form(word, self._language):
            ways.append(tuple(written_out.lower().split()))
        if self._language != self._other:
            translations = self._lexicon().translations(word, self._language)
            ways += [tuple(said.split()) for said, _ in translations]
        return tuple(ways)

    def _is_same(self, word: str, quoted: str) -> bool:
        if word == quoted:
            return True
        if any(len(way) == 1 and self._is_one_stem(way[0], quoted) for way in self._of(word)):
            return True
        if self._language == self._other:
            return self._share_a_translation(word, quoted)
        return self._is_translated_back(word, quoted) or _is_spelled_alike(word, quoted)

    def _is_translated_back(self, word: str, quoted: str) -> bool:
        back = self._lexicon().translations(quoted, self._other)
        mine = stem(word, self._language)
        return any(stem(said, self._language) == mine for said, _ in back if " " not in said)

    def _share_a_translation(self, word: str, quoted: str) -> bool:
        mine = self._likely(word)
        return bool(mine) and not mine.isdisjoint(self._likely(quoted))

    def _likely(self, word: str) -> frozenset[str]:
        options = self._lexicon().translations(word, self._language)
        return frozenset(said for said, weight in options if weight >= _LEAST_SHARED_WEIGHT)


@lru_cache(maxsize=65_536)
def _roots(word: str, language: str) -> frozenset[str]:
    """Return the possible stems of a word: of "menewaskan" also "tewas", whose t it drops."""
    found = {stem(word, language)}
    if language == "id" and (match := _NASAL.match(word)):
        rest = word[match.end() :]
        found |= {stem(first + rest, language) for first in _LOST[match["nasal"]]}
    return frozenset(found)


def _is_spelled_alike(word: str, other: str) -> bool:
    if min(len(word), len(other)) < _LEAST_ALIKE_CHARS or word[0] != other[0]:
        return False
    if word.isdigit() or other.isdigit():
        return False
    return SequenceMatcher(None, word, other).ratio() >= _ALIKE


def _named(
    its: tuple[Token, ...], language: str, lexicon: Callable[[], Lexicon]
) -> tuple[Token, ...]:
    """Return tokens of which the first is no name where it is a word that begins a sentence."""
    if not its or not its[0].is_capital:
        return its
    word = its[0].word
    is_word = word in all_function_words() or bool(lexicon().translations(word, language))
    return (replace(its[0], is_capital=False), *its[1:]) if is_word else its


def _units(text: Text, its: Sequence[Token]) -> tuple[Unit, ...]:
    told = values(text, its)
    taken = tokens_of(told)
    small, holding = all_function_words() | frozenset(_EMPTY.split()), hedge_cues_by_word()
    words = [
        Unit(n, n, is_needed=token.word not in holding)
        for n, token in enumerate(its)
        if n not in taken and (token.word not in small or _is_name(its, n))
    ]
    return tuple(sorted([*told, *words], key=lambda unit: unit.first))


def _is_name(its: Sequence[Token], n: int) -> bool:
    """Return whether a function word is capitalized inside a sentence, as in a name."""
    return n > 0 and its[n].is_capital


def _places(
    unit: Unit,
    said: Sequence[Token],
    quoted: Sequence[Token],
    there: Sequence[Unit],
    same: WordMatcher,
) -> list[Place]:
    if unit.value is not None:
        return [(u.first, u.last) for u in there if is_value_entailed(unit, said, u, quoted)]
    return same.places(said[unit.first], quoted)


def _nearest(options: Sequence[Sequence[Place]], quoted: Sequence[Token]) -> list[Place]:
    """Choose one match for each unit so that the total distance is least (Viterbi)."""
    if not options:
        return []
    costs = [dict.fromkeys(options[0], 0.0)]
    before: list[dict[Place, Place]] = [{}]
    for places in options[1:]:
        best = {
            place: min(
                (cost + _distance(last, place, quoted), last) for last, cost in costs[-1].items()
            )
            for place in places
        }
        costs.append({place: cost for place, (cost, _) in best.items()})
        before.append({place: last for place, (_, last) in best.items()})
    chosen = [min(costs[-1], key=lambda place: (costs[-1][place], place))]
    for back in reversed(before[1:]):
        chosen.append(back[chosen[-1]])
    return chosen[::-1]


def _distance(one: Place, other: Place, quoted: Sequence[Token]) -> float:
    if other[0] <= one[1] and one[0] <= other[1]:
        return _AGAIN
    if other[0] > one[1]:
        return other[0] - one[1] - 1 + _BREAK * breaks(quoted, one[1], other[0])
    return one[0] - other[1] + _BACKWARDS + _BREAK * breaks(quoted, other[1], one[0])
