"""The statistics, against scikit-learn, numpy and examples worked by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from sklearn.metrics import f1_score, roc_auc_score

from qa.evaluation.metrics import statistics as statistic

SCORES = hnp.arrays(float, 30, elements=st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.5001, 0.9, 1.0]))
BITS = hnp.arrays(float, 30, elements=st.sampled_from([0.0, 1.0]))
COUNTS = hnp.arrays(float, (4, 30), elements=st.integers(0, 3).map(float))


def once(*columns):
    return np.ones((1, len(columns[0])))


@given(score=SCORES, positive=BITS)
def test_auroc_agrees_with_scikit_learn(score, positive):
    (found,) = statistic.auroc(once(score), score, positive)
    if 0 < positive.sum() < len(positive):
        assert found == pytest.approx(roc_auc_score(positive, score))
    else:
        assert np.isnan(found)


@given(refused=BITS, answerable=BITS)
def test_refusal_f1_agrees_with_scikit_learn(refused, answerable):
    (found,) = statistic.refusal_f1(once(refused), refused, answerable)
    if answerable.all():
        assert np.isnan(found)
    else:
        assert found == pytest.approx(f1_score(1 - answerable, refused, zero_division=0))


@pytest.mark.parametrize(
    "measure",
    [
        statistic.auroc,
        statistic.risk_coverage_area,
        statistic.calibration_error,
    ],
)
@given(weights=COUNTS, score=SCORES, right=BITS)
def test_a_weight_is_the_same_as_repeating_the_question(measure, weights, score, right):
    found = measure(weights, score, right)
    for row, value in zip(weights.astype(int), found, strict=True):
        if row.sum():
            repeated = np.repeat(score, row), np.repeat(right, row)
            (expected,) = measure(once(repeated[0]), *repeated)
            assert value == pytest.approx(expected, nan_ok=True)


@given(weights=COUNTS, values=SCORES)
def test_quantiles_agree_with_numpy(weights, values):
    medians, highs = statistic.median(weights, values), statistic.p95(weights, values)
    for row, median, high in zip(weights.astype(int), medians, highs, strict=True):
        if row.sum():
            assert median == pytest.approx(np.median(np.repeat(values, row)))
            assert high == pytest.approx(np.quantile(np.repeat(values, row), 0.95))


def test_the_risk_coverage_area_of_three_answers_is_worked_by_hand():
    # The surest is right, the next wrong, the last right: risks 0, 1/2, 1/3.
    confidence, right = np.array([0.9, 0.2, 0.5]), np.array([1.0, 1.0, 0.0])
    coverage, risk = statistic.risk_coverage(once(right), confidence, right)
    assert coverage[0] == pytest.approx([1 / 3, 2 / 3, 1])
    assert risk[0] == pytest.approx([0, 1 / 2, 1 / 3])
    (area,) = statistic.risk_coverage_area(once(right), confidence, right)
    assert area == pytest.approx((0 + 1 / 2 + 1 / 3) / 3)


def test_answers_of_one_confidence_are_given_together_or_not_at_all():
    right = np.array([1.0, 0.0, 0.0, 1.0])
    (area,) = statistic.risk_coverage_area(once(right), np.full(4, 0.7), right)
    assert area == 0.5


def test_the_calibration_error_of_two_bins_is_worked_by_hand():
    # Bin 0.9-1.0: mean confidence 0.95, half right; bin 0.2-0.3: 0.25, none right.
    confidence = np.array([0.95, 0.95, 0.25, 0.25])
    right = np.array([1.0, 0.0, 0.0, 0.0])
    (error,) = statistic.calibration_error(once(right), confidence, right)
    assert error == pytest.approx(0.5 * 0.45 + 0.5 * 0.25)


def test_a_confidence_of_one_is_in_the_last_bin():
    _, share, size = statistic.reliability(np.array([1.0, 0.95]), np.array([1.0, 0.0]))
    assert (share[-1], size[-1]) == (0.5, 2)


def test_entity_f1_counts_entities_as_conlleval_does():
    from seqeval.metrics import f1_score as conlleval

    gold = [["B", "I", "O", "O"], ["O", "B", "O"], ["B", "O"]]
    said = [["B", "I", "O", "O"], ["B", "B", "O"], ["O", "O"]]
    tagged = [[[t if t == "O" else f"{t}-A" for t in row] for row in rows] for rows in (gold, said)]
    hits, found, wanted = np.array([1.0, 1, 0]), np.array([1.0, 2, 0]), np.array([1.0, 1, 1])
    (ours,) = statistic.micro_f1(once(hits), hits, found, wanted)
    assert ours == pytest.approx(conlleval(*tagged))
