"""Which words of a question no article has.

A word counts as had when its stem stands inside a word of the articles, so that "mengunjungi" is
had where "kunjungan" is. Across languages only names and numbers can be looked for.
"""

import re
from functools import lru_cache
from importlib import import_module
from typing import Any

from qa.language import function_words
from qa.library import Library
from qa.question import Question

_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_ALGORITHMS = {"id": "indonesian", "en": "english"}
_MOST_WORDS = 40


def missing_words(question: Question, library: Library) -> tuple[str, ...]:
    """Return the words of the question that no article has, in order, as the question spells them.

    Function words are passed over. Of a very long question only the first words are looked at.
    """
    shared = question.language in library.languages()
    asked = [match.group() for match in _WORD.finditer(question.text)][:_MOST_WORDS]
    small = function_words(question.language)
    looked_for = [
        _POSSESSIVE.sub("", word)
        for position, word in enumerate(asked)
        if word.lower() not in small and (shared or _crosses(word, position))
    ]
    absent = (word for word in dict.fromkeys(looked_for) if word and not _had(word, library))
    return tuple(absent)


def _crosses(word: str, position: int) -> bool:
    """Say whether a word is spelled alike in every language: a name or a number.

    The first word of a question has a capital in any case.
    """
    return any(c.isdigit() for c in word) or (position > 0 and word[0].isupper())


def _had(word: str, library: Library) -> bool:
    languages = library.languages()
    stems = {_stem(word.lower(), language) for language in languages}
    return any(library.has_term_with(stem) for stem in stems)


def _stem(word: str, language: str) -> str:
    """Return the word without its endings, by Snowball; those for Indonesian are Tala's (2003)."""
    algorithm = _ALGORITHMS.get(language)
    return word if algorithm is None else str(_stemmer(algorithm).stemWord(word))


@lru_cache(maxsize=4)
def _stemmer(algorithm: str) -> Any:  # noqa: ANN401 (PyStemmer has no types)
    return import_module("Stemmer").Stemmer(algorithm)
