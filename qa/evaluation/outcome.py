"""An outcome: one question that was asked, its answer, and what the answer is worth.

It is what a run keeps of a question, a line of JSON each.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from qa.schema.answer import Answer

Values = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Quotation:
    """A citation as it was given."""

    article: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """A question and its answer, with every measure that applies to it by itself.

    Attributes:
        data: the name of the data set.
        id: of the question, in its data set.
        stem: shared by questions that belong together (the same in another language).
        expected: what a right answer says; empty where refusing is right.
        values: measures by name; those that do not apply are absent.
        ms: time to answer, in all and by stage.
        baselines: the same measures for the baselines, by name.
        features: what the confidence was computed from, by name; see `AnswerFeatures`.
    """

    data: str
    id: str
    stem: str
    kind: str
    language: str
    question: str
    history: tuple[str, ...]
    expected: tuple[str, ...]
    text: str | None
    note: str
    citations: tuple[Quotation, ...]
    values: Values
    ms: Values
    baselines: Mapping[str, Values] = field(default_factory=dict[str, Values])
    features: Values = field(default_factory=dict[str, float])

    @property
    def score(self) -> float:
        """How good the answer is, 0 to 1: items said or token F1; of a refusal, if it is right."""
        if not self.values["answerable"]:
            return self.values["refused"]
        return self.values.get("item_recall", self.values.get("token_f1", 0.0))

    def to_json(self) -> dict[str, Any]:
        """Return the outcome as `of_json` reads it."""
        return asdict(self)

    @classmethod
    def of_json(cls, row: Mapping[str, Any]) -> "Outcome":
        """Return the outcome that `to_json` wrote.

        Raises:
            TypeError, KeyError: the row is of another layout.
        """
        fields: dict[str, Any] = dict(row)
        fields |= {name: tuple(row[name]) for name in ("history", "expected")}
        fields["citations"] = tuple(Quotation(**each) for each in row["citations"])
        return cls(**fields)


def quotations(answer: Answer) -> tuple[Quotation, ...]:
    """Return an answer's citations as they are kept."""
    return tuple(Quotation(c.article.id, c.start, c.end, c.quote) for c in answer.citations)
