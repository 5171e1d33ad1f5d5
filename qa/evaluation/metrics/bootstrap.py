"""Percentile bootstrap intervals (Efron and Tibshirani 1993, "An Introduction to the Bootstrap").

A cluster bootstrap: questions that belong together (the same in two languages, the turns of a chat)
are drawn together, since they tend to be right or wrong together. `scipy.stats.bootstrap` draws
single observations, and draws anew for each statistic: it can neither keep clusters whole nor give
two runs, or a part of the questions, the same draws.
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
    """A figure with the ends of its 95 % interval; `n` questions have it."""

    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Draws:
    """How often each of n questions counts.

    Attributes:
        plain: once each; shape (1, n).
        resampled: in each draw of the bootstrap; shape (draws, n).
    """

    plain: Weights
    resampled: Weights

    @classmethod
    def of(cls, stems: Sequence[str], resamples: int = RESAMPLES, seed: int = SEED) -> "Draws":
        """Return the draws for these questions, by a fixed seed.

        Args:
            stems: the cluster of each question.
            resamples: how many draws.
            seed: of the random numbers.
        """
        return _draws(tuple(stems), resamples, seed)

    def only(self, kept: NDArray[np.bool_]) -> "Draws":
        """Return the same draws for some of the questions."""
        return Draws(self.plain[:, kept], self.resampled[:, kept])


@lru_cache(maxsize=4)
def _draws(stems: tuple[str, ...], resamples: int, seed: int) -> Draws:
    number = {stem: i for i, stem in enumerate(dict.fromkeys(stems))}
    belongs = np.array([number[stem] for stem in stems])
    size = len(number)
    drawn = np.random.default_rng(seed).multinomial(size, [1 / size] * size, resamples)
    return Draws(np.ones((1, len(stems))), drawn[:, belongs].astype(np.float64))


def interval(draws: Draws, statistic: Callable[[Weights], Column]) -> Interval | None:
    """Return a statistic with its interval; None where it is undefined for the questions.

    The interval is widened to hold the figure where need be. The calibration error of a resample is
    biased upwards (chance moves every bin away from its mean), so that percentiles may exclude it.
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
    """Return the paired difference, after minus before, with its interval."""
    return interval(draws, lambda weights: after(weights) - before(weights))
