"""A follow-up question, made to stand on its own.

Only the plainest cases so far: a question that points back ("there", "dia") and names nobody takes
the last question's words with it for the search. What was asked is never changed.
"""

import re
from collections.abc import Sequence

from qa.answer import Answer
from qa.question import Question

_POINTS_BACK = re.compile(
    r"\b(?:he|she|it|him|her|his|its|they|them|their|there|that|those|this|these|then|one|ones|"
    r"dia|ia|beliau|mereka|itu|ini|tersebut|sana|situ|\w+nya)\b"
    r"|^(?:and|but|what about|how about|dan|lalu|terus|kalau|bagaimana dengan)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<!^)\b[A-Z]\w+")
_SHORT = 9


def standalone(text: str, history: Sequence[Answer]) -> Question:
    """Return the question in words that need no history; `history` comes oldest first."""
    question = Question.of(text)
    points_back = _POINTS_BACK.search(text) and len(text.split()) <= _SHORT
    # What could not be looked for, and so has no passages, is nothing to point back to.
    asked = [answer.question for answer in history if answer.passages]
    if not asked or not points_back or _NAME.search(text.strip()):
        return question
    return Question(f"{asked[-1]} {text}", question.language)
