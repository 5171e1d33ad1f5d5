"""Outcomes: a question that was asked, its answer, and the values that measures are computed from.

A saved run has a line of JSON for each.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from qa.evaluation.observed import Observation
from qa.schema.answer import Answer
from qa.schema.reading import AnswerFeatures

Values = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Quotation:
    """A citation of an answer, as it is saved."""

    article: str
    start: int
    end: int
    quote: str


class _Asked(Protocol):
    """A question of a data set, as far as an outcome has it."""

    @property
    def id(self) -> str: ...
    @property
    def stem(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def question(self) -> str: ...
    @property
    def expected(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """A question and its answer, with every value of it by itself.

    Attributes:
        data: the name of the data set.
        id: of the question, in its data set.
        stem: shared by questions that belong together, as the same in another language.
        kind: of the question, in its data set.
        language: of the question.
        question: as it was asked.
        history: the questions asked before it, oldest first.
        expected: what a right answer says; empty where refusing is right.
        text: of the answer; None if it was refused.
        note: in the place of a refused answer.
        citations: of the answer.
        values: by name; those that do not apply are absent.
        ms: milliseconds to answer, "total" and by stage.
        baselines: the same values for each baseline, by its name.
        features: that the confidence was computed from, by name; see `record_features`.
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

    @classmethod
    def of(
        cls,
        data: str,
        asked: _Asked,
        seen: Observation,
        values: Values,
        *,
        kind: str,
        history: Sequence[str] = (),
        words: str | None = None,
        baselines: Mapping[str, Values] | None = None,
    ) -> "Outcome":
        """Return the outcome of a question.

        Args:
            data: the name of the data set.
            asked: the question.
            seen: its answer.
            values: of the answer.
            kind: of the question.
            history: the questions asked before it, oldest first.
            words: saved in the place of the answer's text, unless it was refused.
            baselines: the values of each baseline.
        """
        answer = seen.answer
        return cls(
            data=data,
            id=asked.id,
            stem=asked.stem,
            kind=kind,
            language=asked.language,
            question=asked.question,
            history=tuple(history),
            expected=asked.expected,
            text=answer.text if words is None or answer.text is None else words,
            note=answer.note,
            citations=quotations(answer),
            values=values,
            ms=seen.ms,
            baselines=baselines or {},
            features={} if seen.features is None else record_features(seen.features),
        )

    @property
    def score(self) -> float:
        """How good the answer is, 0 to 1: item recall, token F1, or whether refusing was right."""
        if not self.values["answerable"]:
            return self.values["refused"]
        return self.values.get("item_recall", self.values.get("token_f1", 0.0))

    @property
    def answer_features(self) -> AnswerFeatures | None:
        """What the confidence was computed from; None if that was not saved."""
        if not self.features:
            return None
        return AnswerFeatures(
            windows=int(self.features["windows"]),
            log_odds=self.features["log_odds"],
            retrieval_score=self.features["retrieval"],
            is_cross_lingual=bool(self.features["is_foreign"]),
            score_lead=self.features["lead"],
        )

    def to_json(self) -> dict[str, Any]:
        """Return the outcome as `from_json` reads it."""
        return asdict(self)

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> "Outcome":
        """Return the outcome that `to_json` wrote.

        Raises:
            TypeError, KeyError: the row is of another layout.
        """
        fields: dict[str, Any] = dict(row)
        fields |= {name: tuple(row[name]) for name in ("history", "expected")}
        fields["citations"] = tuple(Quotation(**each) for each in row["citations"])
        return cls(**fields)


def record_features(features: AnswerFeatures) -> dict[str, float]:
    """Return calibration features by the names that saved runs have for them."""
    return {
        "windows": features.windows,
        "log_odds": features.log_odds,
        "retrieval": features.retrieval_score,
        "is_foreign": features.is_cross_lingual,
        "lead": features.score_lead,
    }


def quotations(answer: Answer) -> tuple[Quotation, ...]:
    """Return an answer's citations as they are saved."""
    return tuple(Quotation(c.article.id, c.start, c.end, c.quote) for c in answer.citations)
