"""What the page, the HTTP interface and the tools need of an assistant; and one that they share.

Answers nothing itself.
"""

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock
from typing import Protocol

from embeddings.errors import TanyaError
from qa.llm.writer import Ask, always
from qa.schema.answer import Answer
from qa.schema.citation import Citation
from qa.schema.filters import EVERYTHING, SearchFilter
from qa.settings import ServerSettings
from qa.store.catalogue import Catalogue


class AssistantProtocol(Protocol):
    """What is needed of an assistant."""

    @property
    def articles(self) -> Catalogue:
        """The articles, to be listed and looked up."""
        ...

    @property
    def sources(self) -> tuple[str, ...]:
        """The publishers of the articles, in the order they are to be listed."""
        ...

    def ask(
        self,
        question: str,
        history: Sequence[Answer] = (),
        scope: SearchFilter = EVERYTHING,
        narrow: bool = True,
    ) -> Answer:
        """Return the answer to a question; `history` holds the earlier answers, oldest first."""
        ...


class WriterProtocol(Protocol):
    """What is needed of one who writes answers out; see `qa.llm.writer.Writer`."""

    @property
    def name(self) -> str:
        """The language model's name."""
        ...

    @property
    def host(self) -> str:
        """Where the model runs."""
        ...

    @property
    def is_here(self) -> bool:
        """Whether that is this machine."""
        ...

    def answers(
        self,
        ask: Ask,
        question: str,
        history: Sequence[Answer] = (),
        scope: SearchFilter = EVERYTHING,
        narrow: bool = True,
        is_wanted: Callable[[], bool] = always,
    ) -> Generator[Answer]:
        """Yield the exact answer, then it with what is written so far, at last with all of it."""
        ...

    def glossed(
        self, answer: Answer, citation: Citation, is_wanted: Callable[[], bool] = always
    ) -> Answer:
        """Return the answer with a translation of a quotation; itself where none came."""
        ...


class BusyError(TanyaError):
    """As many questions as may wait are waiting."""


class SerializedAssistant:
    """An assistant that is asked one question at a time, whoever asks; some others wait."""

    def __init__(self, assistant: AssistantProtocol, max_waiting: int) -> None:
        """Take an assistant, and how many may wait for it; who is answered counts among them."""
        self._assistant = assistant
        self._lock = Lock()
        self._max_waiting = max_waiting
        self._free = BoundedSemaphore(max_waiting)

    @classmethod
    def around(
        cls, assistant: AssistantProtocol, max_waiting: int | None = None
    ) -> "SerializedAssistant":
        """Return an assistant that is asked one at a time: itself where it is one already.

        Args:
            assistant: who answers.
            max_waiting: as many may wait; as many as the settings' default has unless given.
        """
        if isinstance(assistant, cls):
            return assistant
        return cls(assistant, max_waiting or ServerSettings().max_waiting)

    @property
    def articles(self) -> Catalogue:
        """The articles, to be listed and looked up."""
        return self._assistant.articles

    @property
    def sources(self) -> tuple[str, ...]:
        """The publishers of the articles, in the order they are to be listed."""
        return self._assistant.sources

    def ask(
        self,
        question: str,
        history: Sequence[Answer] = (),
        scope: SearchFilter = EVERYTHING,
        narrow: bool = True,
    ) -> Answer:
        """Return the answer to a question, when those that came before it have theirs.

        Raises:
            BusyError: too many are waiting.
        """
        if not self._free.acquire(blocking=False):
            raise BusyError(
                f"{self._max_waiting} questions are waiting already; ask again in a while"
            )
        try:
            with self._lock:
                return self._assistant.ask(question, history, scope, narrow)
        finally:
            self._free.release()

    @contextmanager
    def held(self) -> Generator[None]:
        """Let no question be answered meanwhile."""
        with self._lock:
            yield
