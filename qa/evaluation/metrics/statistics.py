"""Statistics of questions that may count several times, as a bootstrap draws them.

Each takes `weights`, shape (draws, questions): how often each question counts in each draw; and
columns, shape (questions,). Each returns a value for every draw, shape (draws,), NaN where the draw
does not define it. Weights of one give the plain statistic.
"""

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.float64]
Weights = NDArray[np.float64]

BINS = 10


def mean(weights: Weights, values: Column) -> Column:
    """Return the mean."""
    return _ratio(weights @ values, weights.sum(axis=1))


def share(weights: Weights, part: Column, whole: Column) -> Column:
    """Return the sum of the one over the sum of the other."""
    return _ratio(weights @ part, weights @ whole)


def micro_f1(weights: Weights, hits: Column, said: Column, gold: Column) -> Column:
    """Return 2·hits / (said + gold) over all questions together: F1 of entities found.

    As IndoNLU scores FacQA: entities count when their borders are exact, over the whole data set
    (Wilie et al. 2020, "IndoNLU: Benchmark and Resources for Evaluating Indonesian NLU"; the
    counting is that of CoNLL-2000's conlleval).
    """
    return _ratio(2 * (weights @ hits), weights @ (said + gold))


def refusal_f1(weights: Weights, refused: Column, answerable: Column) -> Column:
    """Return the F1 of refusing: what is not answerable is what should be found.

    Precision and recall of the class without an answer, as in Rajpurkar et al. 2018. Not defined
    where everything is answerable.
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
    """Return coverage and risk where the surest are answered first, both (draws, confidences).

    Risk is the share of wrong answers among those given. El-Yaniv and Wiener 2010, "On the
    Foundations of Noise-free Selective Classification".
    """
    groups = _by_value(-confidence)
    given = np.cumsum(_summed(weights, groups), axis=1)
    wrong = np.cumsum(_summed(weights * (1 - right), groups), axis=1)
    return _ratio(given, weights.sum(axis=1)[:, None]), _ratio(wrong, given)


def risk_coverage_area(weights: Weights, confidence: Column, right: Column) -> Column:
    """Return the mean risk over all coverages; lower is better. Equal confidences come together."""
    coverage, risk = risk_coverage(weights, confidence, right)
    steps = np.diff(coverage, axis=1, prepend=0.0)
    return np.where(steps > 0, risk * steps, 0.0).sum(axis=1) / _or_nan(coverage[:, -1])


def calibration_error(weights: Weights, confidence: Column, right: Column) -> Column:
    """Return the expected calibration error in ten bins of equal width; lower is better.

    The gap between mean confidence and share of right answers in each bin, by the bin's size. Guo
    et al. 2017, "On Calibration of Modern Neural Networks".
    """
    inside = _bins(confidence)
    gaps = np.abs((weights * (confidence - right)) @ inside)
    return _ratio(gaps.sum(axis=1), weights.sum(axis=1))


def reliability(confidence: Column, right: Column) -> tuple[Column, Column, Column]:
    """Return each bin's mean confidence, share of right answers and size; empty bins are NaN."""
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
    """Return a quantile, between two values in the same way as numpy's default."""
    order = np.argsort(values)
    ends = np.cumsum(weights[:, order], axis=1)
    place = share * (ends[:, -1] - 1)
    lower = _at(values[order], ends, np.floor(place))
    upper = _at(values[order], ends, np.ceil(place))
    return lower + (upper - lower) * (place - np.floor(place))


def _at(ordered: Column, ends: Weights, place: Column) -> Column:
    return ordered[(ends > place[:, None]).argmax(axis=1)]


def _bins(confidence: Column) -> NDArray[np.float64]:
    """Return which bin each confidence is in, (questions, bins), with 1.0 in the last."""
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
