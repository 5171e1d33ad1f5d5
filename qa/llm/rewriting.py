"""Whether a model's words for a follow-up question can be asked in its place.

They can where they bring in nothing that was not spoken of: every word is the question's own, or
one of the conversation.
"""

from collections.abc import Sequence

from qa.schema.answer import Answer
from qa.text.language import language_of, small_words
from qa.text.tokens import stem, words

_MOST_CHARS = 300
_MOST_TURNS = 4
_LEAST_KEPT = 0.5


def rewritten(line: str, refused: Answer, history: Sequence[Answer]) -> str | None:
    """Return the question that a model made, or None where it may not be asked.

    Args:
        line: what the model wrote.
        refused: the answer to the question as it was asked.
        history: the earlier answers, oldest first.
    """
    question, language = line.strip(), refused.language
    if not question or len(question) > _MOST_CHARS:
        return None
    if language_of(question, default=language) != language:
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
    return frozenset(stem(word, language) for word in words(text) if word not in small_words())
