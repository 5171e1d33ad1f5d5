"""Tokens: words, index terms (words and bigrams) and stems."""

import re
import unicodedata
from functools import lru_cache
from importlib import import_module
from itertools import pairwise
from typing import Any

from qa.text.language import function_words

_WORD = re.compile(r"\w+")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
"""Soft hyphens, joiners, marks of direction and of byte order, which no reader sees."""


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text in order, in lower case and without invisible characters."""
    seen = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return tuple(_WORD.findall(seen.lower()))


def terms(text: str) -> tuple[str, ...]:
    """Return the index terms of a text: its words and its bigrams.

    Bigrams tell "Andrei Belousov" from any Andrei. Stemming did not rank Indonesian any better
    (Snowball's rules; recall@1 0.740 against 0.742 on FacQA's training questions).
    """
    return words(text) + bigrams(text)


def bigrams(text: str) -> tuple[str, ...]:
    """Return the word bigrams of a text, each as one term."""
    return tuple(f"{first}_{second}" for first, second in pairwise(words(text)))


_PREFIX_CHARS = 5
_ALGORITHMS = {"id": "indonesian", "en": "english"}


def stem(word: str, language: str) -> str:
    """Return the stem of a word; the word itself in a language without a stemmer."""
    algorithm = _ALGORITHMS.get(language)
    return word if algorithm is None else str(_stemmer(algorithm).stemWord(word))


def stems(text: str, language: str, other: str) -> frozenset[str]:
    """Return the content words of a text, normalised for comparison with the language `other`.

    Within one language they are stems. Across languages they are prefixes, because cognates begin
    alike: "delegation" and "delegasi", "satellite" and "satelit".
    """
    stop_words = function_words(language)
    kept = (word for word in words(text) if word not in stop_words)
    if language == other:
        return frozenset(stem(word, language) for word in kept)
    return frozenset(word[:_PREFIX_CHARS] for word in kept)


@lru_cache(maxsize=4)
def _stemmer(algorithm: str) -> Any:  # noqa: ANN401 (PyStemmer has no types)
    return import_module("Stemmer").Stemmer(algorithm)
