"""Question: standalone text with its language, and the question types."""

from dataclasses import dataclass
from enum import Enum


class QuestionType(Enum):
    """The expected answer type of a question."""

    PERSON = "person"
    TIME = "time"
    PLACE = "place"
    NUMBER = "number"
    REASON = "reason"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Question:
    """A standalone question in one language (ISO 639-1).

    `context` is text from earlier in the conversation: it is added to the search query, and the
    reader never sees it.
    """

    text: str
    language: str
    context: str = ""

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("Question.text is empty")

    @property
    def search_query(self) -> "Question":
        """The question with its context appended, as the retriever searches for it."""
        if not self.context:
            return self
        return Question(f"{self.text} {self.context}", self.language)
