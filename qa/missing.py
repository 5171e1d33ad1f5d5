"""Which words of a question no article has.

A word counts as had when its stem stands inside a word of the articles, so that "mengunjungi" is
had where "kunjungan" is. Across languages only names and numbers can be looked for.
"""

import re

from qa.language import function_words
from qa.lexical import words
from qa.library import Library
from qa.question import Question
from qa.stem import stem

_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
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
    """Say whether the articles have a word: every part of it, where it is written with a hyphen."""
    languages = library.languages()
    return all(
        any(library.has_term_with(stem) for stem in {stem(part, code) for code in languages})
        for part in words(word)
    )
