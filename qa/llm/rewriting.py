"""Validate a model's rewrite of a follow-up question.

A rewrite may add words of the conversation only; everything else must be in the question itself.
"""

from collections.abc import Sequence

from qa.schema.answer import Answer
from qa.text.language import all_function_words, detect_language
from qa.text.tokens import stem, words

_MOST_CHARS = 300
_MOST_TURNS = 4
_LEAST_KEPT = 0.5


def valid_rewrite(line: str, refused: Answer, history: Sequence[Answer]) -> str | None:
    """Return a model's rewrite of a question; None where it is not valid.

    Args:
        line: the model's output.
        refused: the answer to the original question.
        history: earlier answers, oldest first.
    """
    question, language = line.strip(), refused.language
    if not question or len(question) > _MOST_CHARS:
        return None
    if detect_language(question, default=language) != language:
        return None
    mine, own = _stems(question, language), _stems(refused.question, language)
    spoken_of = own | _stems(_spoken(history), language)
    adds = mine - own
    keeps = len(mine & own) >= _LEAST_KEPT * len(own)
    return question if adds and keeps and mine <= spoken_of else None


def _spoken(history: Sequence[Answer]) -> str:
    said = [
        f"{answer.question} {answer.understood} {answer.text or ''}"
        for answer in history[-_MOST_TURNS:]
    ]
    return " ".join(said)


def _stems(text: str, language: str) -> frozenset[str]:
    return frozenset(
        stem(word, language) for word in words(text) if word not in all_function_words()
    )
