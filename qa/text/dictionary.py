"""Bilingual lexicon of English and Indonesian: word translations with probabilities.

It translates words and short phrases, so that a question can be matched with articles in the other
language. It does not translate sentences.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path

from embeddings.errors import TanyaError
from qa.text.tokens import stem

WORDS_FILE = "words.tsv"
WORD = re.compile(r"\w+(?:['’-]\w+)*")
"""The tokens of the lexicon: whole words with their hyphens and apostrophes."""

MAX_TRANSLATIONS = 4
MIN_SHARE_OF_BEST = 0.25
"""A translation with a smaller share of the best one's weight is more often wrong than right."""

Translations = tuple[tuple[str, float], ...]
"""Translations of a word with probabilities that add up to 1, likeliest first."""


class LexiconError(TanyaError):
    """The file of the lexicon cannot be read; the message names it."""


@dataclass(frozen=True, slots=True)
class WordPair:
    """An English and an Indonesian word or phrase, in lower case, with a translation weight.

    `weight` is above 0 and compares the translations of one word with each other.
    """

    english: str
    indonesian: str
    weight: float

    def __post_init__(self) -> None:
        if not self.english or not self.indonesian or self.weight <= 0:
            raise ValueError(f"{self} is no word pair; expected two words and a weight above 0")


class Lexicon:
    """Looks up translations both ways: by the word in lower case, or else by its stem."""

    def __init__(self, pairs: Iterable[WordPair]) -> None:
        pairs = tuple(pairs)
        self._tables = {
            "en": _Table("en", [(p.english, p.indonesian, p.weight) for p in pairs]),
            "id": _Table("id", [(p.indonesian, p.english, p.weight) for p in pairs]),
        }

    def translations(self, word: str, language: str) -> Translations:
        """Return the translations of a word, likeliest first; empty where none is known.

        Args:
            word: in any case.
            language: of the word, "en" or "id"; no other language has translations.
        """
        table = self._tables.get(language)
        return table.translations(word.lower()) if table else ()


class _Table:
    """One translation direction."""

    def __init__(self, language: str, entries: Sequence[tuple[str, str, float]]) -> None:
        self._language = language
        self._words = _grouped(entries)

    @cached_property
    def _stems(self) -> Mapping[str, Mapping[str, float]]:
        return _grouped(
            (stem(word, self._language), other, weight)
            for word, options in self._words.items()
            for other, weight in options.items()
        )

    def translations(self, word: str) -> Translations:
        weights = self._words.get(word) or self._stems.get(stem(word, self._language))
        return _likeliest(weights) if weights else ()


def _grouped(entries: Iterable[tuple[str, str, float]]) -> Mapping[str, Mapping[str, float]]:
    grouped: dict[str, dict[str, float]] = {}
    for word, other, weight in entries:
        options = grouped.setdefault(word, {})
        options[other] = options.get(other, 0.0) + weight
    return grouped


def _likeliest(weights: Mapping[str, float]) -> Translations:
    ordered = sorted(weights.items(), key=lambda option: (-option[1], option[0]))[:MAX_TRANSLATIONS]
    near = [
        (other, weight) for other, weight in ordered if weight >= MIN_SHARE_OF_BEST * ordered[0][1]
    ]
    total = sum(weight for _, weight in near)
    return tuple((other, weight / total) for other, weight in near)


def words_file() -> Path:
    """Return the lexicon file that ships with the package."""
    return Path(str(files("qa.text"))) / WORDS_FILE


@cache
def shipped_lexicon() -> Lexicon:
    """Return the lexicon that ships with the package.

    Raises:
        LexiconError: its file is missing or damaged.
    """
    return Lexicon(read_pairs(words_file()))


def read_pairs(path: Path) -> list[WordPair]:
    """Return the word pairs of a file that `write_pairs` wrote.

    Raises:
        LexiconError: it cannot be read.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
        rows = [line.split("\t") for line in lines if not line.startswith("#")]
        return [WordPair(en, indonesian, float(weight)) for en, indonesian, weight in rows]
    except (OSError, ValueError) as error:
        raise LexiconError(f"{path}: {error}; install tanya again") from error


def write_pairs(pairs: Iterable[WordPair], about: Sequence[str], path: Path) -> None:
    """Write word pairs in alphabetical order, below comment lines about their origin."""
    rows = sorted((p.english, p.indonesian, f"{p.weight:.3g}") for p in pairs)
    lines = [*(f"# {line}" for line in about), *("\t".join(row) for row in rows)]
    path.write_text("\n".join(lines) + "\n", "utf-8")
