"""Shared assistant: the page, the HTTP interface and the tools ask one assistant, in turn.

Also the protocols of what they need: an assistant, and a writer for the language model's text.
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
from qa.store.listing import ArticleListing


class AssistantProtocol(Protocol):
    """An assistant, as the page and the HTTP interface see it; see `qa.assistant.Assistant`."""

    @property
    def articles(self) -> ArticleListing:
        """The articles of the library."""
        ...

    @property
    def sources(self) -> tuple[str, ...]:
        """The publishers of the articles, in the order to list them."""
        ...

    def check_library(self) -> int:
        """Return the number of articles; raise a `LibraryError` if they cannot be read."""
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
    """Writes answers out with a language model; see `qa.llm.writer.Writer`."""

    @property
    def name(self) -> str:
        """The language model's name."""
        ...

    @property
    def host(self) -> str:
        """The host on which the model runs."""
        ...

    @property
    def is_local(self) -> bool:
        """Whether that host is this machine."""
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
        """Yield the exact answer, then the answer with the text so far, at last with all of it."""
        ...

    def with_translation(
        self, answer: Answer, citation: Citation, is_wanted: Callable[[], bool] = always
    ) -> Answer:
        """Return the answer with a translation of a quotation; unchanged where the model failed."""
        ...


class BusyError(TanyaError):
    """The queue of questions is full."""


class SerializedAssistant:
    """Serializes the questions of all threads to one assistant, with a bounded queue."""

    def __init__(self, assistant: AssistantProtocol, max_waiting: int) -> None:
        """Take an assistant, and the length of its queue, which counts the question in work."""
        self._assistant = assistant
        self._lock = Lock()
        self._max_waiting = max_waiting
        self._free = BoundedSemaphore(max_waiting)

    @classmethod
    def around(
        cls, assistant: AssistantProtocol, max_waiting: int | None = None
    ) -> "SerializedAssistant":
        """Return a serialized assistant; the same where it is one already.

        Args:
            assistant: answers the questions.
            max_waiting: length of the queue; the settings' default if None.
        """
        if isinstance(assistant, cls):
            return assistant
        return cls(assistant, max_waiting or ServerSettings().max_waiting)

    @property
    def articles(self) -> ArticleListing:
        """The articles of the library."""
        return self._assistant.articles

    @property
    def sources(self) -> tuple[str, ...]:
        """The publishers of the articles, in the order to list them."""
        return self._assistant.sources

    def check_library(self) -> int:
        """Return the number of articles; raise a `LibraryError` if they cannot be read."""
        return self._assistant.check_library()

    def ask(
        self,
        question: str,
        history: Sequence[Answer] = (),
        scope: SearchFilter = EVERYTHING,
        narrow: bool = True,
    ) -> Answer:
        """Return the answer to a question, after those that were asked before it.

        Raises:
            BusyError: the queue is full.
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
        """Let no question be answered while the context is open."""
        with self._lock:
            yield
