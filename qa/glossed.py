"""A question with the words of another language beside its own.

The network is not sure of every word across languages; where it sees both it need not be.
"""

import re

from qa.language import function_words
from qa.lexicon.lexicon import Lexicon
from qa.question import Question

LEAST_SHARE = 0.4
"""A translation that is less likely than this may say something else."""

_SHORTEST = 3
_WORD = re.compile(r"[^\W\d_]+")


def glossed(question: Question, lexicon: Lexicon) -> str:
    """Return the question with its likeliest translation after each word that has one.

    Function words and names stay alone.
    """
    small = function_words(question.language)

    def with_translation(match: re.Match[str]) -> str:
        word = match[0]
        if len(word) < _SHORTEST or word[0].isupper() or word in small:
            return word
        options = lexicon.translations(word, question.language)
        sure = options and options[0][1] >= LEAST_SHARE
        return f"{word} {options[0][0]}" if sure else word

    return _WORD.sub(with_translation, question.in_full)
