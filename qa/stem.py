"""Words without their endings, to compare words and not to show them.

Snowball's rules; those for Indonesian are Tala's (2003, "A Study of Stemming Effects on Information
Retrieval in Bahasa Indonesia"). They cut too much now and then ("berita" to "ita").
"""

from functools import lru_cache
from importlib import import_module
from typing import Any

from qa.language import function_words
from qa.lexical import words

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
