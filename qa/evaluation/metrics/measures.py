"""The measures of a data set: which there are, and each with its interval.

How a statistic is computed is in `qa.evaluation.metrics.statistics`; what one answer is worth is
known from its outcome.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from qa.evaluation.metrics import statistics as statistic
from qa.evaluation.metrics.bootstrap import Draws, Interval, interval
from qa.evaluation.metrics.ranking import NAMES
from qa.evaluation.metrics.statistics import Column
from qa.evaluation.observed import STAGES
from qa.evaluation.outcome import Outcome, Values


@dataclass(frozen=True, slots=True)
class Measure:
    """A named statistic over columns of the outcomes. `lower_is_better` for errors and times."""

    name: str
    columns: tuple[str, ...]
    statistic: Callable[..., Column]
    lower_is_better: bool = False


def _mean_of(name: str) -> Measure:
    return Measure(name, (name,), statistic.mean)


MEASURES = (
    *map(_mean_of, ("item_recall", "item_precision", "all_items")),
    Measure("wrong", ("wrong",), statistic.mean, True),
    _mean_of("exact_match"),
    _mean_of("token_f1"),
    Measure("entity_f1", ("entity_hits", "entities_said", "entities_gold"), statistic.micro_f1),
    *map(_mean_of, NAMES),
    *map(_mean_of, ("citation_precision", "citation_recall", "verbatim")),
    Measure("answerable_auroc", ("confidence", "answerable"), statistic.auroc),
    Measure("refusal_f1", ("refused", "answerable"), statistic.refusal_f1),
    _mean_of("refused_absent"),
    Measure("right_when_sure", ("sure_right", "sure"), statistic.share),
    Measure("risk_coverage_area", ("confidence", "right"), statistic.risk_coverage_area, True),
    Measure("calibration_error", ("confidence", "right"), statistic.calibration_error, True),
    _mean_of("twin_agreement"),
    *map(_mean_of, ("source_cited", "source_cited_in_full")),
    Measure("source_cited_share", ("source_cited", "source_cited_in_full"), statistic.share),
    *map(_mean_of, ("same_alone", "rewrite_f1")),
    _mean_of("views_shown"),
    Measure("views_precision", ("views_right", "views_shown"), statistic.share),
    Measure("views_recall", ("views_right", "views_planted"), statistic.share),
    *(Measure(name, (name,), statistic.mean, True) for name in ("views_missed", "false_alarm")),
    _mean_of("one_claim"),
    Measure("median_ms", ("total_ms",), statistic.median, True),
    Measure("p95_ms", ("total_ms",), statistic.p95, True),
    *(Measure(f"median_{s}_ms", (f"{s}_ms",), statistic.median, True) for s in STAGES),
    *(Measure(f"p95_{s}_ms", (f"{s}_ms",), statistic.p95, True) for s in STAGES),
)

LOWER_IS_BETTER = frozenset(measure.name for measure in MEASURES if measure.lower_is_better)

Figures = dict[str, Interval]
"""Measures by name; those that do not apply are absent."""


def figures(outcomes: Sequence[Outcome], baseline: str | None = None) -> Figures:
    """Return the measures of one data set's outcomes, or of a baseline on the same questions."""
    if baseline is None:
        rows = columns_of(outcomes)
    else:
        rows = [outcome.baselines.get(baseline, {}) for outcome in outcomes]
    draws = Draws.of([outcome.stem for outcome in outcomes])
    found = {m.name: measured(m, rows, draws) for m in MEASURES}
    return {name: each for name, each in found.items() if each is not None}


def columns_of(outcomes: Sequence[Outcome]) -> list[Values]:
    """Return what the measures are computed from, for each outcome, by column."""
    return [
        {**outcome.values, **{f"{stage}_ms": ms for stage, ms in outcome.ms.items()}, **twin}
        for outcome, twin in zip(outcomes, _twins(outcomes), strict=True)
    ]


def measured(measure: Measure, rows: Sequence[Values], draws: Draws) -> Interval | None:
    """Return a measure over the rows that it applies to; None if it applies to none."""
    applies = [all(name in row for name in measure.columns) for row in rows]
    if not any(applies):
        return None
    kept = [row for row, yes in zip(rows, applies, strict=True) if yes]
    columns = [np.array([row[name] for row in kept]) for name in measure.columns]
    return interval(draws.only(np.array(applies)), lambda w: measure.statistic(w, *columns))


def by_data(outcomes: Sequence[Outcome]) -> dict[str, tuple[Outcome, ...]]:
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


def _twins(outcomes: Sequence[Outcome]) -> list[Mapping[str, float]]:
    """Return for each outcome whether its twins were given the same citations, none counting too.

    Nothing for a question without a twin.
    """
    cited: dict[tuple[str, int], list[frozenset[tuple[str, int, int]]]] = {}
    for outcome in outcomes:
        places = frozenset((c.article, c.start, c.end) for c in outcome.citations)
        cited.setdefault(_twin(outcome), []).append(places)
    found = [cited[_twin(outcome)] for outcome in outcomes]
    return [
        {"twin_agreement": float(len(set(places)) == 1)} if len(places) > 1 else {}
        for places in found
    ]


def _twin(outcome: Outcome) -> tuple[str, int]:
    """Return what twins share; the turns of a chat share a stem and are no twins."""
    return outcome.stem, len(outcome.history)
