"""Weighted statistics over questions, for all draws of a bootstrap at once.

Each takes `weights`, shape (draws, questions): how often each question counts in each draw; and
columns, shape (questions,). Each returns a value for every draw, shape (draws,), NaN where the draw
does not define it. Weights of one give the plain statistic.

They are written out here because libraries take one draw at a time: scikit-learn's `roc_auc_score`
would be called a thousand times for one interval. Tests compare them with scikit-learn, numpy and
seqeval. scikit-learn's `calibration_curve` returns no sizes of bins, and puts a confidence between
two bins into the lower one.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.float64]
Weights = NDArray[np.float64]

BINS = 10


@dataclass(frozen=True, slots=True)
class Measure:
    """A named statistic over columns of a data set's outcomes.

    Attributes:
        name: as tables, `--json` and saved pages have it.
        columns: names of the values that it is computed from; it applies to outcomes with all of
            them.
        statistic: takes weights and these columns; see this module.
        lower_is_better: for errors and times.
    """

    name: str
    columns: tuple[str, ...]
    statistic: Callable[..., Column]
    lower_is_better: bool = False


def mean_of(name: str, lower_is_better: bool = False) -> Measure:
    """Return the measure that is the mean of a value of the same name."""
    return Measure(name, (name,), mean, lower_is_better)


def mean(weights: Weights, values: Column) -> Column:
    """Return the mean."""
    return _ratio(weights @ values, weights.sum(axis=1))


def share(weights: Weights, part: Column, whole: Column) -> Column:
    """Return the sum of `part` over the sum of `whole`."""
    return _ratio(weights @ part, weights @ whole)


def micro_f1(weights: Weights, hits: Column, predicted: Column, gold: Column) -> Column:
    """Return the micro-averaged F1 of entities: 2·hits / (predicted + gold) over all questions.

    As IndoNLU scores FacQA: an entity counts when both its boundaries are exact, over the data set
    (Wilie et al. 2020, "IndoNLU: Benchmark and Resources for Evaluating Indonesian NLU"; the
    counting is that of CoNLL-2000's conlleval).
    """
    return _ratio(2 * (weights @ hits), weights @ (predicted + gold))


def refusal_f1(weights: Weights, refused: Column, answerable: Column) -> Column:
    """Return the F1 of refusals: of the class of unanswerable questions.

    As the no-answer class of Rajpurkar et al. 2018. NaN where every question is answerable.
    """
    wanted = weights @ (1 - answerable)
    hits = weights @ (refused * (1 - answerable))
    return np.where(wanted > 0, _ratio(2 * hits, weights @ refused + wanted), np.nan)


def auroc(weights: Weights, score: Column, positive: Column) -> Column:
    """Return the probability that a positive has a higher score than a negative, ties half.

    Hanley and McNeil 1982, "The Meaning and Use of the Area under a ROC Curve".
    """
    groups = _by_value(score)
    above = _summed(weights * positive, groups)
    below = _summed(weights * (1 - positive), groups)
    beaten = np.cumsum(below, axis=1) - below / 2
    pairs = above.sum(axis=1) * below.sum(axis=1)
    return _ratio((above * beaten).sum(axis=1), pairs)


def risk_coverage(weights: Weights, confidence: Column, right: Column) -> tuple[Column, Column]:
    """Return the risk-coverage curve: coverage and risk, both of shape (draws, confidences).

    The most confident questions are answered first; risk is the share of wrong answers among those
    given. El-Yaniv and Wiener 2010, "On the
    Foundations of Noise-free Selective Classification".
    """
    groups = _by_value(-confidence)
    given = np.cumsum(_summed(weights, groups), axis=1)
    wrong = np.cumsum(_summed(weights * (1 - right), groups), axis=1)
    return _ratio(given, weights.sum(axis=1)[:, None]), _ratio(wrong, given)


def risk_coverage_area(weights: Weights, confidence: Column, right: Column) -> Column:
    """Return the area under the risk-coverage curve; equal confidences are one step of it."""
    coverage, risk = risk_coverage(weights, confidence, right)
    steps = np.diff(coverage, axis=1, prepend=0.0)
    return np.where(steps > 0, risk * steps, 0.0).sum(axis=1) / _or_nan(coverage[:, -1])


def calibration_error(weights: Weights, confidence: Column, right: Column) -> Column:
    """Return the expected calibration error in ten bins of equal width.

    That is the gap of mean confidence and accuracy in each bin, weighted by its size. Guo
    et al. 2017, "On Calibration of Modern Neural Networks".
    """
    inside = _bins(confidence)
    gaps = np.abs((weights * (confidence - right)) @ inside)
    return _ratio(gaps.sum(axis=1), weights.sum(axis=1))


def reliability(confidence: Column, right: Column) -> tuple[Column, Column, Column]:
    """Return each bin's mean confidence, accuracy and size; the first two are NaN if empty."""
    inside = _bins(confidence)
    size = inside.sum(axis=0)
    return _ratio(confidence @ inside, size), _ratio(right @ inside, size), size


def median(weights: Weights, values: Column) -> Column:
    """Return the median."""
    return _quantile(weights, values, 0.5)


def p95(weights: Weights, values: Column) -> Column:
    """Return the 95th percentile."""
    return _quantile(weights, values, 0.95)


def _quantile(weights: Weights, values: Column, share: float) -> Column:
    """Return a quantile, interpolated as numpy does by default."""
    order = np.argsort(values)
    ends = np.cumsum(weights[:, order], axis=1)
    place = share * (ends[:, -1] - 1)
    lower = _at(values[order], ends, np.floor(place))
    upper = _at(values[order], ends, np.ceil(place))
    return lower + (upper - lower) * (place - np.floor(place))


def _at(ordered: Column, ends: Weights, place: Column) -> Column:
    return ordered[(ends > place[:, None]).argmax(axis=1)]


def _bins(confidence: Column) -> NDArray[np.float64]:
    """Return the bin of each confidence, one-hot, (questions, bins); 1.0 is in the last bin."""
    number = np.clip((confidence * BINS).astype(int), 0, BINS - 1)
    return np.eye(BINS)[number]


def _by_value(values: Column) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return an order of the values, lowest first, and where in it each new value starts."""
    order = np.argsort(values, kind="stable")
    _, starts = np.unique(values[order], return_index=True)
    return order, starts


def _summed(weights: Weights, groups: tuple[NDArray[np.intp], NDArray[np.intp]]) -> Weights:
    order, starts = groups
    return np.add.reduceat(weights[:, order], starts, axis=1)


def _ratio(above: Column, below: Column) -> Column:
    return above / _or_nan(below)


def _or_nan(values: Column) -> Column:
    return np.where(values == 0, np.nan, values)
