"""Questions from programs, by HTTP or as a tool: asked without a sitting.

A program sends the earlier questions of its conversation along. They are asked again unless their
answers are still remembered. Reads no JSON and writes none.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from threading import Lock

from embeddings.errors import TanyaError
from qa.ingest.publishers import source_names
from qa.schema.answer import Answer
from qa.schema.filters import EVERYTHING, SearchFilter
from qa.settings import ServerSettings
from qa.store.catalogue import Catalogue
from ui.http.shared_assistant import AssistantProtocol, SerializedAssistant, WriterProtocol


class InquiryError(TanyaError):
    """A question cannot be asked as it stands; the message says why, and what can be done."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question with all that it needs.

    Attributes:
        question: in English or Indonesian.
        history: the earlier questions, oldest first.
        scope: where to look.
        narrow: whether what the questions themselves name narrows that further.
        write: whether a language model writes the answer out, where there is one.
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
        """The questions of its history as inquiries of their own, oldest first."""
        return tuple(
            replace(self, question=question, history=self.history[:n], write=False)
            for n, question in enumerate(self.history)
        )


class Inquiries:
    """Answers inquiries; may be used from several threads."""

    def __init__(
        self,
        assistant: AssistantProtocol,
        settings: ServerSettings,
        writer: WriterProtocol | None = None,
    ) -> None:
        self._assistant = SerializedAssistant.around(assistant, settings.max_waiting)
        self._settings = settings
        self._writer = writer
        self._remembered: OrderedDict[Inquiry, Answer] = OrderedDict()
        self._remembering = Lock()

    @property
    def articles(self) -> Catalogue:
        """The articles, to be listed and looked up."""
        return self._assistant.articles

    @property
    def sources(self) -> tuple[str, ...]:
        """The publishers of the articles, in the order they are to be listed."""
        return self._assistant.sources

    def answer(self, inquiry: Inquiry) -> Answer:
        """Return the answer, when its turn comes.

        Raises:
            BusyError: too many questions are waiting.
            InquiryError: no article is of a publisher that the scope names.
        """
        inquiry = replace(inquiry, scope=self._known(inquiry.scope))
        history: list[Answer] = []
        for earlier in inquiry.earlier:
            history.append(self._recall(earlier) or self._ask(earlier, history))
        # Always asked anew: the articles may be others by now.
        return self._ask(inquiry, history)

    def _ask(self, inquiry: Inquiry, history: Sequence[Answer]) -> Answer:
        asked = (inquiry.question, tuple(history), inquiry.scope, inquiry.narrow)
        if inquiry.write and self._writer:
            *_, answer = self._writer.answers(self._assistant.ask, *asked)
        else:
            answer = self._assistant.ask(*asked)
        with self._remembering:
            # Follow-ups stand on the exact answer, however it was asked for.
            exact = replace(inquiry, write=False)
            self._remembered[exact] = answer
            self._remembered.move_to_end(exact)
            while len(self._remembered) > self._settings.max_remembered:
                self._remembered.popitem(last=False)
        return answer

    def _recall(self, inquiry: Inquiry) -> Answer | None:
        with self._remembering:
            if inquiry in self._remembered:
                self._remembered.move_to_end(inquiry)
            return self._remembered.get(inquiry)

    def _known(self, scope: SearchFilter) -> SearchFilter:
        """Return the scope with its publishers spelled as the articles spell them."""
        if not scope.sources:
            return scope
        known = self._assistant.sources
        names = source_names(known)
        unknown = [source for source in scope.sources if source.lower() not in names]
        if unknown:
            there_are = ", ".join(known) or "none yet"
            raise InquiryError(f"no article is by {unknown[0]!r}; name one of: {there_are}")
        found = dict.fromkeys(names[source.lower()] for source in scope.sources)
        return replace(scope, sources=tuple(found))
