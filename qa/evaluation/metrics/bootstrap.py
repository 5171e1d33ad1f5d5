"""How far a figure can be trusted: percentile bootstrap intervals.

Efron and Tibshirani 1993, "An Introduction to the Bootstrap". Questions that belong together (the
same in two languages) are drawn together, since they are right or wrong together.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from qa.evaluation.metrics.statistics import Column, Weights

RESAMPLES = 1000
SEED = 20240619
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure, the ends of its 95 % interval, and how many questions it is from."""

    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Draws:
    """How often each question counts: `plain`, once each, shape (1, n); and `resampled`."""

    plain: Weights
    resampled: Weights

    @classmethod
    def of(cls, stems: Sequence[str], resamples: int = RESAMPLES, seed: int = SEED) -> "Draws":
        """Return draws of questions, given what each belongs to; always the same ones."""
        return _draws(tuple(stems), resamples, seed)

    def only(self, kept: NDArray[np.bool_]) -> "Draws":
        """Return the draws of some of the questions."""
        return Draws(self.plain[:, kept], self.resampled[:, kept])


@lru_cache(maxsize=4)
def _draws(stems: tuple[str, ...], resamples: int, seed: int) -> Draws:
    number = {stem: i for i, stem in enumerate(dict.fromkeys(stems))}
    belongs = np.array([number[stem] for stem in stems])
    size = len(number)
    drawn = np.random.default_rng(seed).multinomial(size, [1 / size] * size, resamples)
    return Draws(np.ones((1, len(stems))), drawn[:, belongs].astype(np.float64))


def interval(draws: Draws, statistic: Callable[[Weights], Column]) -> Interval | None:
    """Return a statistic with its interval; None where the questions do not define it.

    The interval always holds the figure. The calibration error of a resample is too high on average
    (chance moves every bin away from its mean), so that percentiles alone may leave the figure out.
    """
    value = float(statistic(draws.plain)[0])
    if np.isnan(value):
        return None
    tail = (1 - LEVEL) / 2
    low, high = np.nanquantile(statistic(draws.resampled), (tail, 1 - tail))
    return Interval(value, min(float(low), value), max(float(high), value), draws.plain.shape[1])


def difference(
    draws: Draws, before: Callable[[Weights], Column], after: Callable[[Weights], Column]
) -> Interval | None:
    """Return after minus before on the same draws of the same questions, with its interval."""
    return interval(draws, lambda weights: after(weights) - before(weights))
