"""Inquiries: questions from programs, by HTTP or as a tool, without a session.

A program sends the earlier questions of its conversation along with each question. Their answers
come from a cache of recent answers, or are made again. Reads no JSON and writes none.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from threading import Lock

from embeddings.errors import TanyaError
from qa.ingest.page.publishers import source_names
from qa.schema.answer import Answer
from qa.schema.filters import EVERYTHING, SearchFilter
from qa.settings import ServerSettings
from qa.store.listing import ArticleListing
from ui.http.shared_assistant import AssistantProtocol, SerializedAssistant, WriterProtocol


class InquiryError(TanyaError):
    """The inquiry is invalid; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question with its history and its filter.

    Attributes:
        question: in English or Indonesian.
        history: the earlier questions, oldest first.
        scope: the filter of the search.
        narrow: whether publishers and times that the questions name narrow the filter further.
        write: whether a language model also writes the answer out, where there is one.
    """

    question: str
    history: tuple[str, ...] = ()
    scope: SearchFilter = EVERYTHING
    narrow: bool = True
    write: bool = False

    def __post_init__(self) -> None:
        if not all(asked.strip() for asked in (self.question, *self.history)):
            raise ValueError("a question is empty; expected some words")

    @property
    def earlier(self) -> "tuple[Inquiry, ...]":
        """The questions of the history as inquiries of their own, oldest first."""
        return tuple(
            replace(self, question=question, history=self.history[:n], write=False)
            for n, question in enumerate(self.history)
        )


class Inquiries:
    """Answers inquiries, with a cache of recent answers; safe to use from several threads."""

    def __init__(
        self,
        assistant: AssistantProtocol,
        settings: ServerSettings,
        writer: WriterProtocol | None = None,
    ) -> None:
        self._assistant = SerializedAssistant.around(assistant, settings.max_waiting)
        self._settings = settings
        self._writer = writer
        self._cache: OrderedDict[Inquiry, Answer] = OrderedDict()
        self._cache_lock = Lock()

    @property
    def articles(self) -> ArticleListing:
        """The articles of the library."""
        return self._assistant.articles

    @property
    def sources(self) -> tuple[str, ...]:
        """The publishers of the articles, in the order to list them."""
        return self._assistant.sources

    def check_library(self) -> int:
        """Return the number of articles, without waiting for questions.

        Raises:
            LibraryError: the library is gone, or cannot be read.
        """
        return self._assistant.check_library()

    def answer(self, inquiry: Inquiry) -> Answer:
        """Return the answer; wait while other questions are being answered.

        Raises:
            BusyError: too many questions are waiting.
            InquiryError: the filter names a publisher that no article has.
        """
        inquiry = replace(inquiry, scope=self._with_known_sources(inquiry.scope))
        history: list[Answer] = []
        for earlier in inquiry.earlier:
            history.append(self._cached(earlier) or self._ask(earlier, history))
        # Never from the cache: the articles may have changed.
        return self._ask(inquiry, history)

    def _ask(self, inquiry: Inquiry, history: Sequence[Answer]) -> Answer:
        asked = (inquiry.question, tuple(history), inquiry.scope, inquiry.narrow)
        if inquiry.write and self._writer:
            *_, answer = self._writer.answers(self._assistant.ask, *asked)
        else:
            answer = self._assistant.ask(*asked)
        self._remember(inquiry, answer)
        return answer

    def _remember(self, inquiry: Inquiry, answer: Answer) -> None:
        # Follow-ups need the claims only, whether or not a model wrote them out.
        key = replace(inquiry, write=False)
        with self._cache_lock:
            self._cache[key] = answer
            self._cache.move_to_end(key)
            while len(self._cache) > self._settings.max_remembered:
                self._cache.popitem(last=False)

    def _cached(self, inquiry: Inquiry) -> Answer | None:
        with self._cache_lock:
            if inquiry in self._cache:
                self._cache.move_to_end(inquiry)
            return self._cache.get(inquiry)

    def _with_known_sources(self, scope: SearchFilter) -> SearchFilter:
        """Return the filter with its publishers spelled as the articles spell them."""
        if not scope.sources:
            return scope
        known = self._assistant.sources
        names = source_names(known)
        unknown = [source for source in scope.sources if source.lower() not in names]
        if unknown:
            choices = ", ".join(known) or "none yet"
            raise InquiryError(f"unknown publisher {unknown[0]!r}; choose from: {choices}")
        found = dict.fromkeys(names[source.lower()] for source in scope.sources)
        return replace(scope, sources=tuple(found))
