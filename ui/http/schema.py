"""Schema of the HTTP interface: the JSON that is sent to it, and what it returns besides answers.

An answer and an article are records of `qa.answer.record`, which `tanya ask --json` prints too.
"""

from typing import Annotated

from pydantic import AfterValidator, Field

from qa.answer.record import ArticleEntry, Record, SearchFilterRecord
from ui.http.inquiry import Inquiry


def without_lone_surrogates(text: str) -> str:
    """Return text with "?" for half a surrogate pair, which JSON can spell and UTF-8 cannot."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _question(given: str) -> str:
    question = without_lone_surrogates(given)
    if not question.strip():
        raise ValueError("a question is empty; expected some words")
    return question


Question = Annotated[str, AfterValidator(_question)]


class AskRequest(Record):
    """A question with its history and its filter."""

    question: Question = Field(examples=["When did Putin arrive in Pyongyang?"])
    """In English or Indonesian."""
    history: list[Question] = Field(default=[], max_length=20)
    """The earlier questions of the same conversation, oldest first, so that a follow-up is
    understood. In place of a question that was a follow-up itself its `understood` may be sent."""
    scope: SearchFilterRecord = SearchFilterRecord()
    """Where to look, whatever the question says."""
    narrow: bool = True
    """Whether publishers and times that the question names narrow that further."""
    write: bool = True
    """Whether a language model also writes the answer out, where the server has one."""

    def inquiry(self) -> Inquiry:
        """Return the inquiry."""
        scope = self.scope.search_filter()
        return Inquiry(self.question, tuple(self.history), scope, self.narrow, self.write)


class Health(Record):
    """The state of a server that can answer."""

    status: str = "ok"
    version: str
    articles: int


class ArticleList(Record):
    """One page of the list of articles."""

    total: int
    """Number of all articles."""
    articles: list[ArticleEntry]


class ProblemDetails(Record):
    """Why there is no answer."""

    error: str
    """What is wrong, and what to do."""
