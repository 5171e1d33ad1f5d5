"""Compare two runs question by question: paired differences, and the questions that changed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.evaluation import EvaluationError
from qa.evaluation.metrics.bootstrap import Draws, Interval, difference
from qa.evaluation.metrics.measures import (
    LOWER_IS_BETTER,
    MEASURES,
    group_by_dataset,
    outcome_columns,
)
from qa.evaluation.metrics.statistics import Column, Measure, Weights
from qa.evaluation.outcome import Outcome, Values

_RANKING = "mrr@10"


@dataclass(frozen=True, slots=True)
class Change:
    """A question that the second run answered better or worse than the first.

    `measure` is "answer" (see `Outcome.score`) or "mrr@10", of which both values are given.
    """

    data: str
    id: str
    question: str
    measure: str
    before: float
    after: float

    @property
    def won(self) -> bool:
        """Whether it got better."""
        return self.after > self.before


@dataclass(frozen=True, slots=True)
class Comparison:
    """Second run minus first: differences by data set and measure, and the changed questions."""

    differences: Mapping[str, Mapping[str, Interval]]
    changes: tuple[Change, ...]

    @property
    def won(self) -> tuple[Change, ...]:
        """The questions that got better."""
        return tuple(change for change in self.changes if change.won)

    @property
    def lost(self) -> tuple[Change, ...]:
        """The questions that got worse."""
        return tuple(change for change in self.changes if not change.won)


Pair = tuple[Outcome, Outcome]


def compare(before: Sequence[Outcome], after: Sequence[Outcome]) -> Comparison:
    """Return the differences of two runs on the questions that both asked.

    Raises:
        EvaluationError: they have no question of a data set of the same name in common.
    """
    earlier = {(outcome.data, outcome.id): outcome for outcome in before}
    shared = [outcome for outcome in after if (outcome.data, outcome.id) in earlier]
    if not shared:
        one, other = (sorted({o.data for o in outcomes}) for outcomes in (before, after))
        raise EvaluationError(
            f"the runs have no question in common: their data sets are {', '.join(one)} and "
            f"{', '.join(other)}; give a data set the same name in both"
        )
    differences: dict[str, dict[str, Interval]] = {}
    for name, of_data in group_by_dataset(shared).items():
        pairs = [(earlier[outcome.data, outcome.id], outcome) for outcome in of_data]
        found = {measure.name: _difference(measure, pairs) for measure in MEASURES}
        differences[name] = {each: kept for each, kept in found.items() if kept is not None}
    pairs = [(earlier[outcome.data, outcome.id], outcome) for outcome in shared]
    return Comparison(differences, tuple(c for pair in pairs for c in _changes(*pair)))


def _difference(measure: Measure, pairs: Sequence[Pair]) -> Interval | None:
    rows = [outcome_columns([pair[side] for pair in pairs]) for side in (0, 1)]
    applies = np.array(
        [
            all(name in one and name in other for name in measure.columns)
            for one, other in zip(*rows, strict=True)
        ]
    )
    if not applies.any():
        return None
    draws = Draws.of([after.stem for _, after in pairs]).only(applies)
    one, other = (_statistic(measure, side, applies) for side in rows)
    return difference(draws, one, other)


def _statistic(
    measure: Measure, rows: Sequence[Values], applies: NDArray[np.bool_]
) -> Callable[[Weights], Column]:
    kept = [row for row, yes in zip(rows, applies, strict=True) if yes]
    columns = [np.array([row[name] for row in kept]) for name in measure.columns]
    return lambda weights: measure.statistic(weights, *columns)


def _changes(before: Outcome, after: Outcome) -> list[Change]:
    scores = {"answer": (before.score, after.score)}
    if _RANKING in before.values and _RANKING in after.values:
        scores[_RANKING] = (before.values[_RANKING], after.values[_RANKING])
    return [
        Change(after.data, after.id, after.question, measure, one, other)
        for measure, (one, other) in scores.items()
        if one != other
    ]


def comparison_record(comparison: Comparison) -> dict[str, Any]:
    """Return a comparison as `--json` prints it."""
    return {
        "differences": {
            data: {
                name: {"value": each.value, "low": each.low, "high": each.high, "n": each.n}
                for name, each in found.items()
            }
            for data, found in comparison.differences.items()
        },
        "won": [_changed(change) for change in comparison.won],
        "lost": [_changed(change) for change in comparison.lost],
    }


def _changed(change: Change) -> dict[str, Any]:
    return {
        "data": change.data,
        "id": change.id,
        "question": change.question,
        "measure": change.measure,
        "before": change.before,
        "after": change.after,
    }


def difference_table(found: Mapping[str, Interval]) -> list[list[str]]:
    """Return a data set's differences as a table; those whose interval excludes 0 are marked."""
    head = ["measure", "difference", "95 % interval", "", "n"]
    return [head, *(_cells(name, each) for name, each in found.items())]


def _cells(measure: str, each: Interval) -> list[str]:
    digits = 1 if measure.endswith("_ms") else 3
    low, high = f"{each.low:+.{digits}f}", f"{each.high:+.{digits}f}"
    sure = "" if each.low <= 0 <= each.high else "better" if _better(measure, each) else "worse"
    return [measure, f"{each.value:+.{digits}f}", f"{low} – {high}", sure, str(each.n)]


def _better(measure: str, each: Interval) -> bool:
    return (each.value < 0) is (measure in LOWER_IS_BETTER)
