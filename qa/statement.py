"""A statement: one thing that a finding says, and the value of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from qa.answer import Citation
from qa.question import Kind
from qa.reader.finding import Finding
from qa.span import Span
from qa.value.relation import Relation
from qa.value.value import Value, relation, value_of


@dataclass(frozen=True, slots=True)
class Statement:
    """One answer that a finding gives.

    Attributes:
        finding: the sentence that says it.
        mark: the words that answer.
        value: what they stand for: a moment, a quantity or a name.
        in_full: the mark with all that belongs to its value: its unit, its time of day.
    """

    finding: Finding
    mark: Span
    value: Value
    in_full: Span

    @property
    def text(self) -> str:
        """The words that answer, on one line."""
        return self.finding.said(self.mark)

    @property
    def place(self) -> tuple[str, int, int]:
        """Where it stands: the article, and the sentence's start and end."""
        return self.finding.article.id, self.finding.start, self.finding.end

    @property
    def sentence(self) -> Span:
        """The sentence that it stands in."""
        return Span(self.finding.start, self.finding.end)

    @property
    def spread(self) -> float:
        """How inexact it is, beside others of the same value."""
        return self.value.spread

    @property
    def citation(self) -> Citation:
        """The sentence, with the words that were asked for."""
        finding = self.finding
        return Citation(finding.article, finding.start, finding.end, finding.marks)

    def told_in_full(self) -> "Statement":
        """Return the same with all the words that belong to its value."""
        others = (mark for mark in self.finding.marks if not mark.overlaps(self.in_full))
        marks = tuple(sorted((self.in_full, *others), key=lambda mark: mark.start))
        return replace(self, finding=replace(self.finding, marks=marks), mark=self.in_full)

    def relation(self, other: "Statement") -> Relation:
        """Return how two statements stand to each other, by their values."""
        return relation(self.value, other.value)


def statements(finding: Finding, kind: Kind) -> Iterator[Statement]:
    """Yield each answer that a finding gives.

    Args:
        finding: in any article.
        kind: of the question.
    """
    sentence = Span(finding.start, finding.end)
    for mark in finding.marks:
        value, span = value_of(finding.article, mark, sentence, kind)
        inside = Span(max(span.start, sentence.start), min(span.end, sentence.end))
        yield Statement(finding, mark, value, inside)
