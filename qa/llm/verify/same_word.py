"""Whether a word of a written sentence says the same as a word of a quotation.

By their stems, by the lexicon across two languages, by a translation that both have within one,
and by their spelling where names and words of one origin are spelled nearly alike. It does not
know what a word means where it has two meanings.
"""

import re
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from qa.llm.verify.tokens import Token
from qa.text.abbreviations import long_form
from qa.text.dictionary import Lexicon, shipped_lexicon
from qa.text.tokens import stem

_NASAL = re.compile(r"(?:me|pe)(?P<nasal>ny|ng|n|m)(?=[aeiou]\w{2})")
_LOST = {"ny": ("s",), "ng": ("k", ""), "n": ("t",), "m": ("p",)}
_LEAST_ALIKE_CHARS = 5
_ALIKE = 0.8
_LEAST_SHARED_WEIGHT = 0.25


class SameWords:
    """Compares words of one language, or of two."""

    def __init__(
        self, language: str, other: str, lexicon: Callable[[], Lexicon] = shipped_lexicon
    ) -> None:
        """Keep the languages (ISO 639-1) of the sentence and of the quotation."""
        self._language = language
        self._other = other
        self._lexicon = lexicon
        self._of = lru_cache(maxsize=4096)(self._ways)
        self._same = lru_cache(maxsize=65_536)(self._is_same)

    def places(self, token: Token, quoted: Sequence[Token]) -> list[tuple[int, int]]:
        """Return where a quotation says a word: its first and last tokens there, in order."""
        found = {(n, n) for n, each in enumerate(quoted) if self._same(token.word, each.word)}
        for phrase in (way for way in self._of(token.word) if len(way) > 1):
            for n in range(len(quoted) - len(phrase) + 1):
                there = quoted[n : n + len(phrase)]
                if all(map(self._is_one_stem, phrase, (each.word for each in there))):
                    found.add((n, n + len(phrase) - 1))
        # "luar negeri" is said by both of its words, not by one of them.
        return sorted(
            one
            for one in found
            if not any(o != one and o[0] <= one[0] and one[1] <= o[1] for o in found)
        )

    def _is_one_stem(self, word: str, quoted: str) -> bool:
        return not _roots(word, self._other).isdisjoint(_roots(quoted, self._other))

    def _ways(self, word: str) -> tuple[tuple[str, ...], ...]:
        """Return the words and phrases of the quotation's language that a word may be."""
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
    """Return what a word may be a form of: of "menewaskan" also "tewas", whose t it has lost."""
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
