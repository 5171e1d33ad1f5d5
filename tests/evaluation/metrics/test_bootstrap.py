"""Intervals: that they hold what they should, and that they are the same every time."""

import numpy as np
import pytest

from qa.evaluation.metrics import statistics as statistic
from qa.evaluation.metrics.bootstrap import Draws, difference, interval


def of_mean(values):
    return lambda weights: statistic.mean(weights, np.array(values, float))


def test_the_interval_of_a_mean_is_about_two_standard_errors_wide_on_each_side():
    values = np.random.default_rng(1).normal(5, 2, 400)
    found = interval(Draws.of([str(n) for n in range(400)]), of_mean(values))
    error = values.std() / np.sqrt(400)
    assert found.value == pytest.approx(values.mean())
    assert found.value - found.low == pytest.approx(1.96 * error, rel=0.15)
    assert found.high - found.value == pytest.approx(1.96 * error, rel=0.15)


def test_the_true_mean_lies_in_nineteen_intervals_of_twenty():
    chance = np.random.default_rng(2)
    draws = Draws.of([str(n) for n in range(60)])
    held = [
        found.low <= 0.6 <= found.high
        for found in (interval(draws, of_mean(chance.random(60) < 0.6)) for _ in range(300))
    ]
    assert 0.90 <= np.mean(held) <= 0.99


def test_the_same_questions_give_the_same_interval():
    stems = ["a", "b", "c", "d"]
    once = interval(Draws.of(stems), of_mean([0, 1, 1, 0]))
    assert once == interval(Draws.of(stems), of_mean([0, 1, 1, 0]))


def test_twins_are_drawn_together():
    draws = Draws.of(["a", "a", "b", "c", "c"])
    assert (draws.resampled[:, 0] == draws.resampled[:, 1]).all()
    assert (draws.resampled[:, 3] == draws.resampled[:, 4]).all()
    assert (draws.resampled[:, 2] != draws.resampled[:, 3]).any()


def test_a_steady_gain_is_told_apart_from_zero_where_the_two_runs_alone_overlap():
    before = np.linspace(0, 0.9, 50)
    after = before + 0.05
    draws = Draws.of([str(n) for n in range(50)])
    found = difference(draws, of_mean(before), of_mean(after))
    alone = interval(draws, of_mean(before)), interval(draws, of_mean(after))
    assert alone[0].high > alone[1].low
    assert (found.low, found.high) == pytest.approx((0.05, 0.05))


def test_the_interval_of_a_calibration_error_holds_it_though_resamples_lie_above():
    right = np.tile([1.0, 1.0, 0.0, 0.0], 10)
    draws = Draws.of([str(n) for n in range(40)])
    found = interval(draws, lambda w: statistic.calibration_error(w, np.full(40, 0.5), right))
    assert found.value == found.low == 0.0
    assert found.high > 0.05


def test_a_statistic_that_is_not_defined_has_no_interval():
    draws = Draws.of(["a", "b"])
    scores, positive = np.array([0.1, 0.9]), np.array([1.0, 1.0])
    assert interval(draws, lambda w: statistic.auroc(w, scores, positive)) is None
