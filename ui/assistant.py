"""What the page, the HTTP interface and the tools need of an assistant; and one that they share.

Answers nothing itself.
"""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import Protocol

from qa.answer import Answer
from qa.article import Article
from qa.scope import EVERYTHING, Scope


class Assistant(Protocol):
    """What is needed of an assistant."""

    @property
    def articles(self) -> tuple[Article, ...]:
        """Every article, in the order they are to be listed."""
        ...

    @property
    def sources(self) -> tuple[str, ...]:
        """The publishers of the articles, in the order they are to be listed."""
        ...

    def ask(
        self,
        question: str,
        history: Sequence[Answer] = (),
        scope: Scope = EVERYTHING,
        narrow: bool = True,
    ) -> Answer:
        """Return the answer to a question; `history` holds the earlier answers, oldest first."""
        ...


class OneAtATime:
    """An assistant that is asked one question at a time, whoever asks; the others wait."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._lock = Lock()

    @classmethod
    def around(cls, assistant: Assistant) -> "OneAtATime":
        """Return an assistant that is asked one at a time: itself where it is one already."""
        return assistant if isinstance(assistant, cls) else cls(assistant)

    @property
    def articles(self) -> tuple[Article, ...]:
        """Every article, in the order they are to be listed."""
        return self._assistant.articles

    @property
    def sources(self) -> tuple[str, ...]:
        """The publishers of the articles, in the order they are to be listed."""
        return self._assistant.sources

    def ask(
        self,
        question: str,
        history: Sequence[Answer] = (),
        scope: Scope = EVERYTHING,
        narrow: bool = True,
    ) -> Answer:
        """Return the answer to a question, when those that came before it have theirs."""
        with self._lock:
            return self._assistant.ask(question, history, scope, narrow)

    @contextmanager
    def held(self) -> Generator[None]:
        """Let no question be answered meanwhile."""
        with self._lock:
            yield
