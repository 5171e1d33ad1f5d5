"""Tasks: what all of them have in common.

A `Task` reads the questions that a plan names, and asks them of an assistant. `TaskContext` has
what it needs for that: settings, encoder, retriever, and which questions were asked before.
"""

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from embeddings.base import Encoder
from embeddings.load import open_encoder
from qa.assistant import Assistant
from qa.evaluation.observed import ObservedAssistant, RetrieverMaker
from qa.evaluation.outcome import Outcome
from qa.evaluation.runs import EvaluationPlan
from qa.evaluation.tasks.vectors import VectorCache
from qa.settings import Settings
from qa.store.local import LocalLibrary

Report = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""


class _Question(Protocol):
    @property
    def id(self) -> str: ...


QuestionT = TypeVar("QuestionT", bound=_Question)
RowsT = TypeVar("RowsT")


@dataclass(frozen=True, slots=True)
class TaskState:
    """Which questions have an outcome, as (data set, id); and whom to report progress to."""

    report: Report
    done: AbstractSet[tuple[str, str]]

    def is_done(self, data: str, question: _Question) -> bool:
        """Say whether a question of a data set has an outcome."""
        return (data, question.id) in self.done

    def remaining(self, data: str, questions: Sequence[QuestionT]) -> Iterator[QuestionT]:
        """Yield the questions without an outcome, and report how many were passed."""
        for number, question in enumerate(questions):
            self.report(data, number, len(questions))
            if not self.is_done(data, question):
                yield question
        self.report(data, len(questions), len(questions))


class TaskContext:
    """What tasks of one run share.

    Attributes:
        plan: of the run.
        settings: of every assistant.
        progress: of the run.
        make_retriever: makes the retriever of an assistant; None for the assistant's own.
        note: keeps facts in the run's manifest.
    """

    def __init__(
        self,
        plan: EvaluationPlan,
        settings: Settings,
        progress: TaskState,
        make_retriever: RetrieverMaker | None,
        note: Callable[..., None],
        vectors_folder: Path,
        encoder: Encoder | None,
    ) -> None:
        """Keep what tasks share.

        Args:
            plan: of the run.
            settings: of every assistant.
            progress: of the run.
            make_retriever: None for an assistant's own retriever.
            note: keeps facts in the run's manifest.
            vectors_folder: where vectors of passages are kept from run to run.
            encoder: the one that the settings name, unless given.
        """
        self.plan, self.settings, self.progress = plan, settings, progress
        self.make_retriever, self.note = make_retriever, note
        self._vectors_folder, self._encoder = vectors_folder, encoder

    @cached_property
    def encoder(self) -> Encoder:
        """The encoder of every assistant; opened when it is first needed."""
        named = self.settings.encoder
        encoder = self._encoder or open_encoder(named.model, named.cache_folder, lambda _: None)
        self.note(encoder=encoder.name)
        return encoder

    @cached_property
    def vectors(self) -> VectorCache:
        """The vectors of passages that this run or an earlier one encoded."""
        return VectorCache(self._vectors_folder, self.encoder)

    @cached_property
    def empty_assistant(self) -> Assistant:
        """An assistant without articles, whose encoder, reader and settings others share."""
        return Assistant.from_library(LocalLibrary(), self.encoder, self.settings)

    def assistant(self, *articles: str | Path) -> Assistant:
        """Return an assistant over the articles in these files and folders.

        Raises:
            NoArticlesError: none of them has an article.
        """
        return Assistant.from_articles(*articles, settings=self.settings, encoder=self.encoder)

    def observe(self, assistant: Assistant) -> ObservedAssistant:
        """Return the assistant under observation, with the retriever of the plan."""
        return ObservedAssistant(assistant, self.make_retriever)


@dataclass(frozen=True, slots=True)
class Task(Generic[RowsT]):
    """One way to evaluate.

    Attributes:
        read: returns what a plan names for this task; what is false (empty) if nothing. Raises
            DataError where a file cannot be read.
        ask: yields the outcome of each question that has none yet.
    """

    read: Callable[[EvaluationPlan], RowsT]
    ask: Callable[[RowsT, TaskContext], Iterator[Outcome]]


AnyTask = Task[Any]
