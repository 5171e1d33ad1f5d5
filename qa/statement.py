"""A statement: one thing that a finding says, and the value of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from qa.answer import Citation
from qa.lexical import words
from qa.question import Kind
from qa.reader.finding import Finding
from qa.span import Span
from qa.value.relation import Relation
from qa.value.value import Value, relation, value_of

SAME_NEWS = 0.6
"""Two sentences that share this much of their words (Jaccard) say the same."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that a finding says.

    Attributes:
        text: its words: the answer by itself where the finding is exact, else the sentence.
        finding: where it is said.
        values: what the words asked for stand for: one where the finding is exact, else of each
            of them; none where none were told apart.
        mark: of an exact finding, the words that say this.
        in_full: the same with all that belongs to its value: its unit, its time of day.
    """

    text: str
    finding: Finding
    values: tuple[Value, ...] = ()
    mark: Span | None = None
    in_full: Span | None = None

    def __post_init__(self) -> None:
        if not self.text:
            raise ValueError(f"{self.finding.article.id}: a statement has no text")

    @property
    def place(self) -> tuple[str, int, int]:
        """Where it stands: the article, and the sentence's start and end."""
        return self.finding.article.id, self.finding.start, self.finding.end

    @property
    def sentence(self) -> Span:
        """The sentence that it stands in."""
        return Span(self.finding.start, self.finding.end)

    @property
    def value(self) -> Value | None:
        """What it says, if it is one thing."""
        return self.values[0] if len(self.values) == 1 else None

    @property
    def spread(self) -> float:
        """How inexact it is, beside others of the same value."""
        return self.value.spread if self.value else 0.0

    @property
    def citation(self) -> Citation:
        """The sentence, with the words that were asked for."""
        finding = self.finding
        marked = sum(mark.end - mark.start for mark in finding.marks)
        # Where most of a sentence is the answer, nothing in it stands out.
        is_most = not finding.is_exact and 2 * marked > finding.end - finding.start
        marks = () if is_most else finding.marks
        return Citation(finding.article, finding.start, finding.end, marks)

    def told_in_full(self) -> "Statement":
        """Return the same with all the words that belong to its value."""
        finding, span = self.finding, self.in_full
        if span is None or span == self.mark:
            return self
        others = (mark for mark in finding.marks if not mark.overlaps(span))
        marks = tuple(sorted((span, *others), key=lambda mark: mark.start))
        told = replace(finding, marks=marks)
        return replace(self, text=told.said(span), finding=told, mark=span)

    def relation(self, other: "Statement") -> Relation:
        """Return how two statements stand; a sentence is held against a sentence by its words.

        Sentences that are nearly the same may still tell of other days, numbers or names.
        """
        by_value = Relation.INCOMPARABLE
        if self.value and other.value:
            by_value = relation(self.value, other.value)
        if self.finding.is_exact or other.finding.is_exact or not _is_same_news(self, other):
            return by_value
        differ = by_value is Relation.DIFFERENT or _differ(self.values, other.values)
        return Relation.DIFFERENT if differ else Relation.SAME


def statements(finding: Finding, kind: Kind) -> Iterator[Statement]:
    """Yield what a finding says: each exact answer by itself, or else all of it at once.

    Args:
        finding: in any article.
        kind: of the question.
    """
    sentence = Span(finding.start, finding.end)
    told = () if kind is Kind.REASON else finding.marks
    values = [value_of(finding.article, mark, sentence, kind) for mark in told]
    if finding.is_exact:
        for mark, (value, span) in zip(finding.marks, values, strict=True):
            yield Statement(finding.said(mark), finding, (value,), mark, span)
    else:
        yield Statement(finding.text, finding, tuple(value for value, _ in values))


def _differ(some: tuple[Value, ...], others: tuple[Value, ...]) -> bool:
    """Say whether two lists have other items."""
    if len(some) < 2 or len(others) < 2:
        return False
    return any(
        not any(relation(one, other).agrees for other in there)
        for here, there in ((some, others), (others, some))
        for one in here
    )


def _is_same_news(one: Statement, other: Statement) -> bool:
    first, second = set(words(one.text)), set(words(other.text))
    return len(first & second) >= SAME_NEWS * len(first | second)
