"""Tokens: the words of a text, and the terms that it is indexed by."""

import re
import unicodedata
from functools import lru_cache
from importlib import import_module
from itertools import pairwise
from typing import Any

from qa.text.language import function_words

_WORD = re.compile(r"\w+")


def words(text: str) -> tuple[str, ...]:
    """Return a text's words in their order, in small letters."""
    return tuple(_WORD.findall(unicodedata.normalize("NFKC", text).lower()))


def terms(text: str) -> tuple[str, ...]:
    """Return what a text is indexed by: its words, and each two that stand side by side.

    The pairs tell "Andrei Belousov" from any Andrei. Stems were tried and gave no better ranking of
    Indonesian (Snowball's rules; recall@1 0.740 against 0.742 on FacQA's training questions).
    """
    return words(text) + pairs(text)


def pairs(text: str) -> tuple[str, ...]:
    """Return each two words of a text that stand side by side, as one term."""
    return tuple(f"{first}_{second}" for first, second in pairwise(words(text)))


_BEGINNING = 5
_ALGORITHMS = {"id": "indonesian", "en": "english"}


def stem(word: str, language: str) -> str:
    """Return the word without its endings; as it is in a language without rules."""
    algorithm = _ALGORITHMS.get(language)
    return word if algorithm is None else str(_stemmer(algorithm).stemWord(word))


def stems(text: str, language: str, other: str) -> frozenset[str]:
    """Return a text's words, small ones left out, as they compare with a text in another language.

    Within one language they are stems. Across two they are beginnings, because words of one origin
    begin alike: "delegation" and "delegasi", "satellite" and "satelit".
    """
    small = function_words(language)
    kept = (word for word in words(text) if word not in small)
    if language == other:
        return frozenset(stem(word, language) for word in kept)
    return frozenset(word[:_BEGINNING] for word in kept)


@lru_cache(maxsize=4)
def _stemmer(algorithm: str) -> Any:  # noqa: ANN401 (PyStemmer has no types)
    return import_module("Stemmer").Stemmer(algorithm)
