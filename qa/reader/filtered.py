"""A reading within a scope: what the user chose, narrowed by what the question names.

Nothing outside its publishers is read. The time of what is asked about is a preference: the answer
is taken from passages of that time where they answer with enough confidence; where they do not, it
is taken from those that may tell of it, which name no time. For many questions only mention a time,
and articles need not repeat it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from qa.reader.base import Reader
from qa.retrieval.filters import ParsedFilters
from qa.retrieval.hybrid import HybridRetriever
from qa.schema.filters import DateRange, SearchFilter
from qa.schema.passage import RetrievedPassage
from qa.schema.question import Question
from qa.schema.reading import AnswerCandidate, ReaderOutput
from qa.store.base import Library
from qa.store.filtering import is_of_another_time, looks_at


@dataclass(frozen=True, slots=True)
class FilteredOutput:
    """A reading, the question that was put to the passages, and what the question narrowed."""

    question: Question
    reading: ReaderOutput
    narrowed: SearchFilter


class FilteredReader:
    """Retrieves and reads the passages of a scope."""

    def __init__(
        self, library: Library, retriever: HybridRetriever, reader: Reader, least: float
    ) -> None:
        """Keep what retrieves and reads a library, and the least confidence that is an answer."""
        self._library = library
        self._retriever = retriever
        self._reader = reader
        self._least = least

    def answers(self, reading: ReaderOutput) -> bool:
        """Say whether a reading answers with enough confidence."""
        return bool(reading.candidates) and reading.confidence >= self._least

    def read(
        self, question: Question, scope: SearchFilter, named: ParsedFilters
    ) -> FilteredOutput | None:
        """Return what the passages say; None where the two scopes have nothing in common.

        Args:
            question: standing on its own.
            scope: what the user chose.
            named: what the question narrows that to.
        """
        within = scope.narrowed(named.scope)
        if within is None:
            return None
        asked = replace(question, text=named.text)
        found = FilteredOutput(asked, self._read(asked, within), named.scope)
        dated = scope.narrowed(named.dated_scope)
        if named.about.is_open or dated is None or self._is_after_all(named):
            return found
        return self._of_its_time(found, dated, named) or _without_other_times(found, named.about)

    def _is_after_all(self, named: ParsedFilters) -> bool:
        """Say whether "last week" came after every article: who asks speaks of their time then."""
        first, newest = named.about.first, self._library.newest_day()
        return named.is_relative and bool(first and newest and newest < first)

    def _read(self, question: Question, scope: SearchFilter) -> ReaderOutput:
        return self._reader.read(question, self._retriever.retrieve(question, scope=scope))

    def _of_its_time(
        self, found: FilteredOutput, dated: SearchFilter, named: ParsedFilters
    ) -> FilteredOutput | None:
        """Return the reading of the passages of a time alone; None where they do not answer."""
        reading = found.reading
        kept = tuple(f for f in reading.candidates if _is_within(dated, f, reading.passages))
        if self.answers(reading) and kept[:1] == reading.candidates[:1]:
            told = replace(reading, candidates=kept)
            return replace(found, reading=told, narrowed=named.dated_scope)
        asked = replace(found.question, text=named.undated)
        reading = self._read(asked, dated)
        return FilteredOutput(asked, reading, named.dated_scope) if self.answers(reading) else None


def _without_other_times(found: FilteredOutput, days: DateRange) -> FilteredOutput:
    """Return the reading without what is told of other days."""
    reading = found.reading
    others = [r for r in reading.passages if is_of_another_time(days, r.passage)]
    kept = tuple(f for f in reading.candidates if not any(_holds(r, f) for r in others))
    if kept[:1] == reading.candidates[:1]:
        return replace(found, reading=replace(reading, candidates=kept))
    return replace(found, reading=replace(reading, candidates=(), confidence=0.0))


def _is_within(
    scope: SearchFilter, candidate: AnswerCandidate, passages: Iterable[RetrievedPassage]
) -> bool:
    """Say whether the passage that something was found in is of the scope."""
    return any(_holds(r, candidate) and looks_at(scope, r.passage) for r in passages)


def _holds(retrieved: RetrievedPassage, candidate: AnswerCandidate) -> bool:
    """Say whether something was found in a passage."""
    passage = retrieved.passage
    same = passage.article.id == candidate.article.id
    return same and passage.start < candidate.end and candidate.start < passage.end
