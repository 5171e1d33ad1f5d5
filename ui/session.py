"""A chat and its turns, and what a browser session has of them; asks and shows nothing."""

from dataclasses import dataclass, field, replace
from uuid import uuid4

from qa.answer.feedback import Verdict
from qa.schema.answer import Answer
from qa.schema.filters import EVERYTHING, SearchFilter
from ui.strings.page import ENGLISH, Strings


@dataclass(frozen=True, slots=True)
class PendingQuestion:
    """A question, and how it is to be asked.

    Attributes:
        question: as it was typed.
        replaces: whether its answer takes the place of the last turn.
        is_alone: whether it is asked without the earlier answers.
        narrows: whether publishers and times that it names narrow the search.
    """

    question: str
    replaces: bool = False
    is_alone: bool = False
    narrows: bool = True


@dataclass(frozen=True, slots=True)
class ChatTurn:
    """A question and its answer, None where there is none to show.

    Attributes:
        question: as it was typed.
        answer: None where asking failed, or what it rests on is not there any more.
        is_alone: whether it was asked without the earlier answers.
        narrows: whether publishers and times that it names narrowed the search.
        scope: what the reader had narrowed the search to when it was asked.
        verdict: what the reader thought of the answer.
        is_stale: whether there was an answer, and its articles are gone or have changed.
    """

    question: str
    answer: Answer | None
    is_alone: bool = False
    narrows: bool = True
    scope: SearchFilter = EVERYTHING
    verdict: Verdict | None = None
    is_stale: bool = False


def new_key() -> str:
    """Return a name for a new chat that no other has."""
    return uuid4().hex


@dataclass(frozen=True, slots=True, eq=False)
class Chat:
    """What was asked so far, what is being worked on, and what the box is being used for.

    Attributes:
        turns: the earlier questions with their answers, oldest first.
        asked: what is being worked on, or None.
        so_far: its answer, as far as it is written.
        draft: how the next question of the box is to be asked, where not as any other.
        key: the chat's name in the browser that keeps it.
    """

    turns: tuple[ChatTurn, ...] = ()
    asked: PendingQuestion | None = None
    so_far: ChatTurn | None = None
    draft: PendingQuestion | None = None
    key: str = field(default_factory=new_key)

    @property
    def before(self) -> tuple[ChatTurn, ...]:
        """The turns that stand before what is being worked on."""
        return self.turns[:-1] if self.asked and self.asked.replaces else self.turns

    def asking(self, asked: PendingQuestion) -> "Chat":
        """Return the chat with this question being worked on."""
        return replace(self, asked=asked, so_far=None, draft=None)

    def writing(self, turn: ChatTurn) -> "Chat":
        """Return the chat with this much of the answer to what is being worked on."""
        return replace(self, so_far=turn)

    def answered(self, turn: ChatTurn) -> "Chat":
        """Return the chat with the turn that was being worked on."""
        return replace(self, turns=(*self.before, turn), asked=None, so_far=None)

    @property
    def shown(self) -> tuple[ChatTurn, ...]:
        """The turns that there is something to show of."""
        return (*self.before, self.so_far) if self.so_far else self.before


@dataclass(slots=True)
class Session:
    """What one browser session has now: its chat, the scope of its questions, its page's words.

    It changes in place, so that a question which is still being worked on is seen to belong to a
    chat that is no more.
    """

    chat: Chat = field(default_factory=Chat)
    scope: SearchFilter = EVERYTHING
    words: Strings = ENGLISH
