"""Retrieve, re-rank and read within search filters: the user's and those of the question.

The user's filter is hard, and so are the publishers and publication dates that the question names:
nothing outside them is read. The dates of the content that a question names are soft. Passages of
those dates are preferred where they answer with enough confidence; otherwise the answer comes from
passages that mention no other dates, since many questions mention a date that articles leave out.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from qa.reader.base import Reader
from qa.retrieval.base import Reranker, Retriever
from qa.retrieval.filters import ParsedFilters
from qa.schema.filters import DateRange, SearchFilter
from qa.schema.passage import RetrievedPassage
from qa.schema.question import Question
from qa.schema.reading import AnswerCandidate, ReaderOutput
from qa.store.base import Library
from qa.store.filtering import is_about_other_dates, matches_filter


@dataclass(frozen=True, slots=True)
class FilteredOutput:
    """A reader's output under a search filter.

    Attributes:
        question: the question that was read for: without the words of the applied filter.
        output: what the reader found.
        applied_filter: the filter that the question named, as far as it was applied.
    """

    question: Question
    output: ReaderOutput
    applied_filter: SearchFilter


class FilteredReader:
    """Retrieves, re-ranks and reads the passages that the filters accept."""

    def __init__(
        self,
        library: Library,
        retriever: Retriever,
        reranker: Reranker,
        reader: Reader,
        min_confidence: float,
    ) -> None:
        """Create the reader.

        Args:
            library: the articles; asked for the newest day.
            retriever: finds passages.
            reranker: reorders them.
            reader: reads them.
            min_confidence: the least confidence of an answer.
        """
        self._library = library
        self._retriever = retriever
        self._reranker = reranker
        self._reader = reader
        self._min_confidence = min_confidence

    def is_answered(self, output: ReaderOutput) -> bool:
        """Say whether the best candidate has enough confidence for an answer."""
        return bool(output.candidates) and output.confidence >= self._min_confidence

    def read_passages(self, question: Question, scope: SearchFilter) -> ReaderOutput:
        """Return the reader's output on the passages that a filter accepts."""
        passages = self._retriever.retrieve(question, scope=scope)
        return self._reader.read(question, self._reranker.rerank(question, passages))

    def read(
        self, question: Question, scope: SearchFilter, filters: ParsedFilters
    ) -> FilteredOutput | None:
        """Return the reader's output under both filters; None where they exclude each other.

        Args:
            question: standalone.
            scope: the user's filter.
            filters: those that the question names.
        """
        hard = scope.intersection(filters.scope)
        if hard is None:
            return None
        unattributed = replace(question, text=filters.text)
        result = FilteredOutput(unattributed, self.read_passages(unattributed, hard), filters.scope)
        soft = scope.intersection(filters.dated_scope)
        if filters.about.is_open or soft is None or self._is_after_all_articles(filters):
            return result
        dated = self._read_dated(result, soft, filters)
        return dated or _without_other_dates(result, filters.about)

    def _is_after_all_articles(self, filters: ParsedFilters) -> bool:
        """Say whether a relative date ("last week") is later than every article.

        The user then speaks from the time of the articles, and the date filters nothing.
        """
        first, newest = filters.about.first, self._library.newest_day()
        return filters.is_relative and bool(first and newest and newest < first)

    def _read_dated(
        self, result: FilteredOutput, soft: SearchFilter, filters: ParsedFilters
    ) -> FilteredOutput | None:
        """Return the output on passages of the content dates only; None without an answer there."""
        output = result.output
        kept = tuple(c for c in output.candidates if _is_accepted(soft, c, output.passages))
        if self.is_answered(output) and kept[:1] == output.candidates[:1]:
            filtered = replace(output, candidates=kept)
            return replace(result, output=filtered, applied_filter=filters.dated_scope)
        undated = replace(result.question, text=filters.undated_text)
        output = self.read_passages(undated, soft)
        if not self.is_answered(output):
            return None
        return FilteredOutput(undated, output, filters.dated_scope)


def _without_other_dates(result: FilteredOutput, days: DateRange) -> FilteredOutput:
    """Return the output without the candidates in passages of other dates.

    Where the best candidate is among those, none is left.
    """
    output = result.output
    others = [r for r in output.passages if is_about_other_dates(days, r.passage)]
    kept = tuple(c for c in output.candidates if not any(_contains(r, c) for r in others))
    if kept[:1] == output.candidates[:1]:
        return replace(result, output=replace(output, candidates=kept))
    return replace(result, output=replace(output, candidates=(), confidence=0.0))


def _is_accepted(
    scope: SearchFilter, candidate: AnswerCandidate, passages: Iterable[RetrievedPassage]
) -> bool:
    """Say whether the filter accepts a passage that contains the candidate."""
    return any(_contains(r, candidate) and matches_filter(scope, r.passage) for r in passages)


def _contains(retrieved: RetrievedPassage, candidate: AnswerCandidate) -> bool:
    """Say whether a passage overlaps the sentence of a candidate."""
    passage = retrieved.passage
    is_same_article = passage.article.id == candidate.article.id
    return is_same_article and passage.start < candidate.end and candidate.start < passage.end
