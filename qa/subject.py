"""Those whom a question names: people, places and things, as they may stand in an article.

By the form of the words: capitals side by side, or, in a question without any, words that are in no
dictionary. It does not know who they are.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from qa.dateline import MONTHS, WEEKDAYS
from qa.language import function_words
from qa.lexical import words
from qa.lexicon.abbreviation import spelled_out
from qa.lexicon.lexicon import Lexicon
from qa.question import Question

_WORD = re.compile(r"[^\W_](?:[\w’'-]*[^\W_])?")
_POSSESSIVE = re.compile(r"['’]s?$")
_NO_NAMES = frozenset((*MONTHS, *WEEKDAYS))


@dataclass(frozen=True, slots=True)
class Subject:
    """A name in a question.

    Attributes:
        text: as the question spells it, abbreviations in full.
        language: of the question, ISO 639-1.
    """

    text: str
    language: str

    def forms(self, language: str, lexicon: Callable[[], Lexicon]) -> tuple[frozenset[str], ...]:
        """Return, for each word of the name, the words that it may be in an article."""
        said = words(self.text)
        if language == self.language:
            return tuple(frozenset((word,)) for word in said)
        return tuple(
            frozenset((word, *(other for other, _ in lexicon().translations(word, self.language))))
            for word in said
        )


def subjects(question: Question, lexicon: Callable[[], Lexicon]) -> tuple[Subject, ...]:
    """Return those whom a question names, in order."""
    text, small = question.in_full, function_words(question.language)
    asked = [_POSSESSIVE.sub("", match[0]) for match in _WORD.finditer(text)]
    has_capitals = any(word[0].isupper() for word in asked[1:])

    def is_part(number: int, word: str) -> bool:
        if word.lower() in small or word.lower() in _NO_NAMES or word.isdigit():
            return False
        if not has_capitals and not word[0].isupper():
            return not _is_known(word, question, lexicon)
        # The first word has a capital in any case.
        follows = asked[1][0].isupper() if len(asked) > 1 else False
        known = number == 0 and not follows and _is_known(word, question, lexicon)
        return word[0].isupper() and not known

    runs = groupby(enumerate(asked), key=lambda each: is_part(*each))
    named = [" ".join(word for _, word in run) for is_name, run in runs if is_name]
    return tuple(Subject(name, question.language) for name in dict.fromkeys(named))


def _is_known(word: str, question: Question, lexicon: Callable[[], Lexicon]) -> bool:
    return bool(lexicon().translations(word, question.language))


def held(subject: Subject, text: str, language: str, lexicon: Callable[[], Lexicon]) -> bool:
    """Say whether a text of this language holds all the words of a name."""
    has = frozenset(words(spelled_out(text, language)))
    return all(has & forms for forms in subject.forms(language, lexicon))


def only_named(named: Sequence[Subject]) -> str:
    """Return the names alone, to look for passages about them."""
    return ", ".join(subject.text for subject in named)
