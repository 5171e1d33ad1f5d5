"""Agreement: statements of several articles that say one thing.

A statement joins others only where it can be said together with each of them, so that "2000"
does not make one of "Juli 2000" and "Mei 2000".
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from qa.answer.duplicates import count_independent_sources
from qa.schema.answer import Claim
from qa.schema.citation import Citation
from qa.schema.question import Question, QuestionType
from qa.schema.reading import AnswerCandidate, ReaderOutput
from qa.schema.span import Span
from qa.settings import AnswerSettings
from qa.text.questions import asks_for_list, question_type
from qa.text.tokens import words
from qa.values.compare import Value, relation, value_of
from qa.values.name import Name
from qa.values.relation import Relation


@dataclass(frozen=True, slots=True)
class Statement:
    """One answer that a candidate gives.

    Attributes:
        candidate: the sentence that says it.
        mark: the words that answer.
        value: what they stand for: a moment, a quantity or a name.
        in_full: the mark with all that belongs to its value: its unit, its time of day.
    """

    candidate: AnswerCandidate
    mark: Span
    value: Value
    in_full: Span

    @property
    def text(self) -> str:
        """The words that answer, on one line."""
        return self.candidate.text_of(self.mark)

    @property
    def place(self) -> tuple[str, int, int]:
        """Where it stands: the article, and the sentence's start and end."""
        return self.candidate.article.id, self.candidate.start, self.candidate.end

    @property
    def sentence(self) -> Span:
        """The sentence that it stands in."""
        return Span(self.candidate.start, self.candidate.end)

    @property
    def spread(self) -> float:
        """How inexact it is, beside others of the same value."""
        return self.value.spread

    @property
    def citation(self) -> Citation:
        """The sentence, with the words that were asked for."""
        candidate = self.candidate
        return Citation(candidate.article, candidate.start, candidate.end, candidate.answer_spans)

    def told_in_full(self) -> "Statement":
        """Return the same with all the words that belong to its value."""
        others = (mark for mark in self.candidate.answer_spans if not mark.overlaps(self.in_full))
        marks = tuple(sorted((self.in_full, *others), key=lambda mark: mark.start))
        return replace(
            self, candidate=replace(self.candidate, answer_spans=marks), mark=self.in_full
        )

    def relation(self, other: "Statement") -> Relation:
        """Return how two statements stand to each other, by their values."""
        return relation(self.value, other.value)


StatementCluster = list[Statement]
"""Statements that can be said in one claim, the best first."""


def cluster_statements(
    question: Question, reading: ReaderOutput, settings: AnswerSettings
) -> list[StatementCluster]:
    """Return what the candidates that are told say, each with all that say the same.

    A candidate that is not told by itself still backs one that is.

    Args:
        question: which the candidates answer.
        reading: with at least one candidate.
        settings: how much is told, and what backs it.
    """
    clusters: list[StatementCluster] = []
    sentences: set[tuple[str, int, int]] = set()
    told = reading.top_candidates
    for candidate in told:
        for statement in statements(candidate, question_type(question)):
            same = _same(statement, clusters, in_list=asks_for_list(question))
            if same is not None:
                same.append(statement)
            elif len(sentences | {statement.place}) <= settings.max_sentences:
                sentences.add(statement.place)
                clusters.append([statement])
    for statement in add_support(question, reading, settings):
        same = _same(statement, clusters, in_list=asks_for_list(question))
        if same is not None and statement.candidate not in told:
            same.append(statement)
    return clusters


def add_support(
    question: Question, reading: ReaderOutput, settings: AnswerSettings
) -> Iterator[Statement]:
    """Yield what every candidate says that the reader believes, whether it is told or not."""
    best = reading.candidates[0].score
    for candidate in reading.candidates:
        is_near = candidate.score >= best - settings.max_score_behind
        if is_near and candidate.margin >= settings.min_supporting_margin:
            yield from statements(candidate, question_type(question))


def _same(
    statement: Statement, clusters: Iterable[StatementCluster], *, in_list: bool
) -> StatementCluster | None:
    """Return those that say the same, or else the first that a statement can be said with."""
    can = [each for each in clusters if all(_agree(statement, s, in_list) for s in each)]
    exactly = (a for a in can if any(statement.relation(s) is Relation.SAME for s in a))
    return next(exactly, can[0] if can else None)


def _agree(one: Statement, other: Statement, in_list: bool) -> bool:
    is_worded_alike = words(one.text) == words(other.text)
    if one.place == other.place:
        # The items of one sentence are told apart by it.
        return is_worded_alike
    found = one.relation(other)
    if is_worded_alike and found is Relation.INCOMPARABLE:
        return True
    if in_list and not _are_people(one, other) and _is_wider(one, other):
        return found is Relation.SAME
    return found.agrees


def _are_people(one: Statement, other: Statement) -> bool:
    return all(isinstance(s.value, Name) and s.value.is_person for s in (one, other))


def _is_wider(one: Statement, other: Statement) -> bool:
    """Say whether two items of lists, where "Jawa" and "Jawa Barat" are two, only overlap."""
    if not isinstance(one.value, Name) or not isinstance(other.value, Name):
        return True
    return min(len(one.value.words), len(other.value.words)) == 1


def to_claim(question: Question, same: StatementCluster, *, in_full: bool = False) -> Claim:
    """Return what all of these say, in the most exact words that one has for it.

    Args:
        question: which they answer.
        same: at least one.
        in_full: whether a day is told with its time, and a number with its unit, where the
            answer's own words are fewer.
    """
    if in_full:
        same = [statement.told_in_full() for statement in same]
    told = min(same, key=lambda s: (s.spread, s.candidate.article.language != question.language))
    ordered = [told, *(statement for statement in same if statement is not told)]
    citations = tuple(_citations(ordered))
    return Claim(told.text, citations, count_independent_sources(citations))


def _citations(ordered: Sequence[Statement]) -> Iterator[Citation]:
    """Yield a citation for each sentence, with all the words in it that were asked for."""
    cited: dict[tuple[str, int, int], list[Citation]] = {}
    for statement in ordered:
        cited.setdefault(statement.place, []).append(statement.citation)
    for first, *others in cited.values():
        marks = list(first.marks)
        for mark in (mark for citation in others for mark in citation.marks):
            if not any(mark.overlaps(other) for other in marks):
                marks.append(mark)
        yield replace(first, marks=tuple(sorted(marks, key=lambda mark: mark.start)))


def statements(candidate: AnswerCandidate, kind: QuestionType) -> Iterator[Statement]:
    """Yield each answer that a candidate gives.

    Args:
        candidate: in any article.
        kind: of the question.
    """
    sentence = Span(candidate.start, candidate.end)
    for mark in candidate.answer_spans:
        value, span = value_of(candidate.article, mark, sentence, kind)
        inside = Span(max(span.start, sentence.start), min(span.end, sentence.end))
        yield Statement(candidate, mark, value, inside)
