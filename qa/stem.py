"""Words without their endings, to compare words and not to show them.

Snowball's rules; those for Indonesian are Tala's (2003, "A Study of Stemming Effects on Information
Retrieval in Bahasa Indonesia"). They cut too much now and then ("berita" to "ita").
"""

from functools import lru_cache
from importlib import import_module
from typing import Any

from qa.language import function_words
from qa.lexical import words

_ALGORITHMS = {"id": "indonesian", "en": "english"}


def stem(word: str, language: str) -> str:
    """Return the word without its endings; as it is in a language without rules."""
    algorithm = _ALGORITHMS.get(language)
    return word if algorithm is None else str(_stemmer(algorithm).stemWord(word))


def stems(text: str, language: str) -> frozenset[str]:
    """Return the stems of a text's words, its function words left out."""
    small = function_words(language)
    return frozenset(stem(word, language) for word in words(text) if word not in small)


@lru_cache(maxsize=4)
def _stemmer(algorithm: str) -> Any:  # noqa: ANN401 (PyStemmer has no types)
    return import_module("Stemmer").Stemmer(algorithm)
