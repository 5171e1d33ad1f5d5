"""Which words of a question no article has.

A word counts as had when its stem stands inside a word of the articles, so that "mengunjungi" is
had where "kunjungan" is. Across languages names and numbers are looked for as they are, and other
words by their translations; a word without any may be there or not, and is passed over.
"""

import re
from collections.abc import Callable

from qa.language import function_words
from qa.lexical import words
from qa.lexicon.abbreviation import long_form
from qa.lexicon.lexicon import WORD, Lexicon, shipped_lexicon
from qa.library import Library
from qa.question import Question
from qa.stem import stem

_POSSESSIVE = re.compile(r"['’]s?$")
_MOST_WORDS = 40
# "Siapa nama …" asks for one; that the articles do not say "nama" tells nothing.
_ASKED_FOR = frozenset({"name", "nama", "called", "bernama", "disebut"})


def missing_words(
    question: Question, library: Library, lexicon: Callable[[], Lexicon] = shipped_lexicon
) -> tuple[str, ...]:
    """Return the words of the question that no article has, in order, as the question spells them.

    Function words are passed over. Of a very long question only the first words are looked at.

    Args:
        question: standing on its own.
        library: with the articles.
        lexicon: returns the words for articles in another language than the question's.
    """
    asked = [match.group() for match in WORD.finditer(question.text)][:_MOST_WORDS]
    small = function_words(question.language) | _ASKED_FOR
    looked_for = {
        _POSSESSIVE.sub("", word): _is_name(word, position)
        for position, word in enumerate(asked)
        if word.lower() not in small
    }
    shared = question.language in library.languages()

    def is_missing(word: str) -> bool:
        long = long_form(word, question.language)
        if not word or _had(word, library) or (long and _had(long, library)):
            return False
        if shared:
            return True
        # Names too may be spelled otherwise: "Russia" is "Rusia" in Indonesian.
        said = lexicon().translations(word, question.language)
        known = bool(said) or looked_for[word]
        return known and not any(_had(translation, library) for translation, _ in said)

    return tuple(word for word in looked_for if is_missing(word))


def _is_name(word: str, position: int) -> bool:
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
