"""The registry of measures, and the figures of a data set: each measure with its interval.

A new measure is a `Measure` in the module here that computes its values; a new module of measures
is named in `MEASURES`, whose order is that of tables.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from qa.evaluation.metrics import claims, confidence, follow_ups, items, ranking, reading, views
from qa.evaluation.metrics import statistics as statistic
from qa.evaluation.metrics.bootstrap import Draws, Interval, interval
from qa.evaluation.metrics.statistics import Measure, mean_of
from qa.evaluation.observed import STAGES
from qa.evaluation.outcome import Outcome, Values

TIMES = (
    Measure("median_ms", ("total_ms",), statistic.median, True),
    Measure("p95_ms", ("total_ms",), statistic.p95, True),
    *(Measure(f"median_{s}_ms", (f"{s}_ms",), statistic.median, True) for s in STAGES),
    *(Measure(f"p95_{s}_ms", (f"{s}_ms",), statistic.p95, True) for s in STAGES),
)
MEASURES = (
    *items.MEASURES,
    *reading.MEASURES,
    *ranking.MEASURES,
    *claims.MEASURES,
    *confidence.MEASURES,
    mean_of("twin_agreement"),
    *follow_ups.MEASURES,
    *views.MEASURES,
    *TIMES,
)

LOWER_IS_BETTER = frozenset(measure.name for measure in MEASURES if measure.lower_is_better)

Figures = dict[str, Interval]
"""The figures of a data set by measure; measures that do not apply are absent."""


def figures(outcomes: Sequence[Outcome], baseline: str | None = None) -> Figures:
    """Return the figures of one data set, of the assistant or of a baseline."""
    if baseline is None:
        rows = outcome_columns(outcomes)
    else:
        rows = [outcome.baselines.get(baseline, {}) for outcome in outcomes]
    draws = Draws.of([outcome.stem for outcome in outcomes])
    found = {m.name: measure_rows(m, rows, draws) for m in MEASURES}
    return {name: each for name, each in found.items() if each is not None}


def outcome_columns(outcomes: Sequence[Outcome]) -> list[Values]:
    """Return for each outcome the values that measures are computed from, by column."""
    return [
        {**outcome.values, **{f"{stage}_ms": ms for stage, ms in outcome.ms.items()}, **twin}
        for outcome, twin in zip(outcomes, _twin_values(outcomes), strict=True)
    ]


def measure_rows(measure: Measure, rows: Sequence[Values], draws: Draws) -> Interval | None:
    """Return a measure with its interval over the rows that it applies to; None if there are none.

    Args:
        measure: which one.
        rows: the values of each question, by column.
        draws: of all these questions.
    """
    applies = [all(name in row for name in measure.columns) for row in rows]
    if not any(applies):
        return None
    kept = [row for row, yes in zip(rows, applies, strict=True) if yes]
    columns = [np.array([row[name] for row in kept]) for name in measure.columns]
    return interval(draws.only(np.array(applies)), lambda w: measure.statistic(w, *columns))


def group_by_dataset(outcomes: Sequence[Outcome]) -> dict[str, tuple[Outcome, ...]]:
    """Return the outcomes of each data set; and of each of its languages, where it has several.

    The languages of the data set "seeds" are named "seeds/en" and "seeds/id".
    """
    found: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        found.setdefault(outcome.data, []).append(outcome)
    split: dict[str, tuple[Outcome, ...]] = {}
    for data, of_data in found.items():
        split[data] = tuple(of_data)
        languages = sorted({outcome.language for outcome in of_data})
        for language in languages if len(languages) > 1 else ():
            split[f"{data}/{language}"] = tuple(o for o in of_data if o.language == language)
    return split


def _twin_values(outcomes: Sequence[Outcome]) -> list[Mapping[str, float]]:
    """Return "twin_agreement" for each outcome: whether its twins were given the same citations.

    Absent for a question without a twin; no citations at all are the same, too.
    """
    cited: dict[tuple[str, int], list[frozenset[tuple[str, int, int]]]] = {}
    for outcome in outcomes:
        places = frozenset((c.article, c.start, c.end) for c in outcome.citations)
        cited.setdefault(_twin_key(outcome), []).append(places)
    found = [cited[_twin_key(outcome)] for outcome in outcomes]
    return [
        {"twin_agreement": float(len(set(places)) == 1)} if len(places) > 1 else {}
        for places in found
    ]


def _twin_key(outcome: Outcome) -> tuple[str, int]:
    """Return what twins share; the turns of a chat share a stem and are no twins."""
    return outcome.stem, len(outcome.history)
