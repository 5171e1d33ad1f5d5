"""Words of English and Indonesian that say the same.

Translates no sentence: it tells which words of one language may stand for a word of the other, so
that a question can be compared with articles in another language.
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
"""A word of a text as the lexicon has it: whole, with its hyphens and apostrophes."""

MOST_OPTIONS = 4
LEAST_OF_BEST = 0.25
"""A translation that weighs less than this part of the best is more often a mistake."""

Options = tuple[tuple[str, float], ...]
"""Translations of a word, likeliest first, with weights that add up to 1."""


class LexiconError(TanyaError):
    """The table of words cannot be read; the message says where."""


@dataclass(frozen=True, slots=True)
class WordPair:
    """A word or a phrase of each language, in lower case, and how sure it is that they go together.

    `weight` compares pairs with one another and is above 0.
    """

    english: str
    indonesian: str
    weight: float

    def __post_init__(self) -> None:
        if not self.english or not self.indonesian or self.weight <= 0:
            raise ValueError(f"{self} is no pair; expected two words and a weight above 0")


class Lexicon:
    """Looks words up both ways, in lower case, as they are or else by their stems."""

    def __init__(self, pairs: Iterable[WordPair]) -> None:
        pairs = tuple(pairs)
        self._tables = {
            "en": _Table("en", [(p.english, p.indonesian, p.weight) for p in pairs]),
            "id": _Table("id", [(p.indonesian, p.english, p.weight) for p in pairs]),
        }

    def translations(self, word: str, language: str) -> Options:
        """Return what a word of this language may be in the other; nothing where that is unknown.

        Args:
            word: in any case.
            language: "en" or "id"; of a word in any other nothing is known.
        """
        table = self._tables.get(language)
        return table.options(word.lower()) if table else ()


class _Table:
    """One direction."""

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

    def options(self, word: str) -> Options:
        found = self._words.get(word) or self._stems.get(stem(word, self._language))
        return _likeliest(found) if found else ()


def _grouped(entries: Iterable[tuple[str, str, float]]) -> Mapping[str, Mapping[str, float]]:
    grouped: dict[str, dict[str, float]] = {}
    for word, other, weight in entries:
        options = grouped.setdefault(word, {})
        options[other] = options.get(other, 0.0) + weight
    return grouped


def _likeliest(weights: Mapping[str, float]) -> Options:
    ordered = sorted(weights.items(), key=lambda option: (-option[1], option[0]))[:MOST_OPTIONS]
    near = [(other, weight) for other, weight in ordered if weight >= LEAST_OF_BEST * ordered[0][1]]
    total = sum(weight for _, weight in near)
    return tuple((other, weight / total) for other, weight in near)


def words_file() -> Path:
    """Return the file of the table that ships with the installation."""
    return Path(str(files("qa.text"))) / WORDS_FILE


@cache
def shipped_lexicon() -> Lexicon:
    """Return the lexicon in this package.

    Raises:
        LexiconError: its file is missing or damaged.
    """
    return Lexicon(read_pairs(words_file()))


def read_pairs(path: Path) -> list[WordPair]:
    """Return the pairs of a file that `write_pairs` wrote.

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
    """Write pairs in order of the alphabet, below the lines that say where they are from."""
    rows = sorted((p.english, p.indonesian, f"{p.weight:.3g}") for p in pairs)
    lines = [*(f"# {line}" for line in about), *("\t".join(row) for row in rows)]
    path.write_text("\n".join(lines) + "\n", "utf-8")
