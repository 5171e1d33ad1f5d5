"""A statement: one thing that a finding says, and the value of it."""

from collections.abc import Iterator
from dataclasses import dataclass

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
        value: what the words asked for stand for; None where none were told apart.
    """

    text: str
    finding: Finding
    value: Value | None

    def __post_init__(self) -> None:
        if not self.text:
            raise ValueError(f"{self.finding.article.id}: a statement has no text")

    @property
    def place(self) -> tuple[str, int, int]:
        """Where it stands: the article, and the sentence's start and end."""
        return self.finding.article.id, self.finding.start, self.finding.end

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

    def relation(self, other: "Statement") -> Relation:
        """Return how two statements stand; a sentence is held against a sentence by its words."""
        if not (self.finding.is_exact or other.finding.is_exact) and _is_same_news(self, other):
            return Relation.SAME
        if self.value is None or other.value is None:
            return Relation.INCOMPARABLE
        return relation(self.value, other.value)


def statements(finding: Finding, kind: Kind) -> Iterator[Statement]:
    """Yield what a finding says: each exact answer by itself, or else all of it at once.

    Args:
        finding: in any article.
        kind: of the question.
    """
    sentence = Span(finding.start, finding.end)
    if finding.is_exact:
        for mark in finding.marks:
            value = value_of(finding.article, mark, sentence, kind)
            yield Statement(finding.said(mark), finding, value)
        return
    one = finding.marks[0] if len(finding.marks) == 1 and kind is not Kind.REASON else None
    value = value_of(finding.article, one, sentence, kind) if one else None
    yield Statement(finding.text, finding, value)


def _is_same_news(one: Statement, other: Statement) -> bool:
    first, second = set(words(one.text)), set(words(other.text))
    return len(first & second) >= SAME_NEWS * len(first | second)
