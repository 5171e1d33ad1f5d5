"""A question that stands on its own, and the kinds of thing that questions ask for."""

from dataclasses import dataclass
from enum import Enum


class QuestionType(Enum):
    """What a question asks for, so far as its words tell."""

    PERSON = "person"
    TIME = "time"
    PLACE = "place"
    NUMBER = "number"
    REASON = "reason"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Question:
    """A question that stands on its own, in one language (ISO 639-1).

    `context` are words of the conversation before it: looked for as well, and never read.
    """

    text: str
    language: str
    context: str = ""

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("Question.text is empty")

    @property
    def search_query(self) -> "Question":
        """The question with its context, as passages are ranked for it."""
        if not self.context:
            return self
        return Question(f"{self.text} {self.context}", self.language)
