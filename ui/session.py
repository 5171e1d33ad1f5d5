"""The state of a browser session: its chat with the turns, its filter, its language."""

from dataclasses import dataclass, field, replace
from uuid import uuid4

from qa.answer.feedback import Verdict
from qa.schema.answer import Answer
from qa.schema.filters import EVERYTHING, SearchFilter
from ui.strings.english import ENGLISH
from ui.strings.phrases import Strings


@dataclass(frozen=True, slots=True)
class PendingQuestion:
    """A question that waits for its answer, and how it is to be asked.

    Attributes:
        question: as it was typed.
        replaces: whether its answer takes the place of the last turn.
        is_standalone: whether it is asked without the earlier answers.
        narrows: whether publishers and times that it names narrow the search.
    """

    question: str
    replaces: bool = False
    is_standalone: bool = False
    narrows: bool = True


@dataclass(frozen=True, slots=True)
class ChatTurn:
    """A question and its answer, None where there is none to show.

    Attributes:
        question: as it was typed.
        answer: None where asking failed, or the articles it rests on are gone or have changed.
        is_standalone: whether it was asked without the earlier answers.
        narrows: whether publishers and times that it names narrowed the search.
        scope: the reader's own filter when it was asked.
        verdict: what the reader thought of the answer.
        is_stale: whether there was an answer, and its articles are gone or have changed.
    """

    question: str
    answer: Answer | None
    is_standalone: bool = False
    narrows: bool = True
    scope: SearchFilter = EVERYTHING
    verdict: Verdict | None = None
    is_stale: bool = False


def new_key() -> str:
    """Return a unique key for a new chat."""
    return uuid4().hex


@dataclass(frozen=True, slots=True, eq=False)
class Chat:
    """The turns of a chat, the question that waits for its answer, and the draft in the box.

    Attributes:
        turns: the earlier questions with their answers, oldest first.
        pending: the question that waits for its answer, or None.
        partial: the turn of the pending question, as far as its answer is written.
        draft: how the next question of the box is to be asked, where not as a new one.
        key: the chat's name in the browser that stores it.
    """

    turns: tuple[ChatTurn, ...] = ()
    pending: PendingQuestion | None = None
    partial: ChatTurn | None = None
    draft: PendingQuestion | None = None
    key: str = field(default_factory=new_key)

    @property
    def settled_turns(self) -> tuple[ChatTurn, ...]:
        """The turns but for the one that the pending question replaces."""
        return self.turns[:-1] if self.pending and self.pending.replaces else self.turns

    @property
    def answered_turns(self) -> tuple[ChatTurn, ...]:
        """The settled turns, and the partial one where there is one."""
        return (*self.settled_turns, self.partial) if self.partial else self.settled_turns

    def with_pending(self, pending: PendingQuestion) -> "Chat":
        """Return the chat with this question waiting for its answer."""
        return replace(self, pending=pending, partial=None, draft=None)

    def with_partial(self, turn: ChatTurn) -> "Chat":
        """Return the chat with this much of the answer to the pending question."""
        return replace(self, partial=turn)

    def with_turn(self, turn: ChatTurn) -> "Chat":
        """Return the chat with the pending question answered by this turn."""
        return replace(self, turns=(*self.settled_turns, turn), pending=None, partial=None)

    def with_turn_at(self, number: int, turn: ChatTurn) -> "Chat":
        """Return the chat with another turn in the place of one, counted from 1."""
        return replace(self, turns=(*self.turns[: number - 1], turn, *self.turns[number:]))

    def turn_at(self, number: int) -> ChatTurn | None:
        """Return a turn, counted from 1; None where there is none of this number."""
        return self.turns[number - 1] if 1 <= number <= len(self.turns) else None


@dataclass(slots=True)
class Session:
    """The state of one browser session: its chat, its search filter, its page's words.

    It is mutable, so that a question which is still pending can find out that its chat has been
    replaced.
    """

    chat: Chat = field(default_factory=Chat)
    scope: SearchFilter = EVERYTHING
    words: Strings = ENGLISH
