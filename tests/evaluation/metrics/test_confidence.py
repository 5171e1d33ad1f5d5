"""The trade-off of the refusal threshold, worked by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from qa.evaluation.metrics.confidence import trade_off

SURE = hnp.arrays(float, 12, elements=st.sampled_from([0.0, 0.1, 0.48, 0.5, 0.9, 1.0]))
BITS = hnp.arrays(float, 12, elements=st.sampled_from([0.0, 1.0]))


def columns(*rows):
    return tuple(np.array(column, float) for column in zip(*rows, strict=True))


def test_the_shares_of_five_questions_are_worked_by_hand():
    # (confidence, right, answerable)
    rows = [(0.9, 1, 1), (0.6, 0, 1), (0.6, 1, 1), (0.3, 0, 0), (0.7, 0, 0)]
    found = trade_off(*columns(*rows))
    assert list(found.thresholds) == [0, 0.3, 0.6, 0.7, 0.9, 1]
    assert found.answered_rightly == pytest.approx([2 / 3, 2 / 3, 2 / 3, 1 / 3, 1 / 3, 0])
    assert found.refused == pytest.approx([0, 0, 1 / 2, 1 / 2, 1, 1])
    assert found.right_of_answered[:5] == pytest.approx([2 / 5, 2 / 5, 2 / 4, 1 / 2, 1])
    assert np.isnan(found.right_of_answered[5])


def test_a_question_for_which_nothing_was_found_is_refused_at_any_threshold():
    found = trade_off(*columns((0.0, 0, 0), (0.0, 0, 1), (0.4, 1, 1), (0.4, 0, 0)))
    assert list(found.thresholds) == [0, 0.4, 1]
    assert list(found.refused) == [0.5, 0.5, 1]
    assert list(found.answered_rightly) == [0.5, 0.5, 0]
    assert list(found.right_of_answered[:2]) == [0.5, 0.5]


@given(sure=SURE, right=BITS, answerable=BITS)
def test_every_threshold_gives_what_counting_question_by_question_gives(sure, right, answerable):
    right, answerable = right * answerable, np.concatenate((answerable[:-2], [0.0, 1.0]))
    right[-2] = 0.0
    found = trade_off(sure, right, answerable)
    for n, least in enumerate(found.thresholds):
        said = [c >= least and c > 0 for c in sure]
        rightly = sum(s and r for s, r in zip(said, right, strict=True))
        refused = sum(not s and not a for s, a in zip(said, answerable, strict=True))
        assert found.answered_rightly[n] == pytest.approx(rightly / answerable.sum())
        assert found.refused[n] == pytest.approx(refused / (1 - answerable).sum())
        if sum(said):
            assert found.right_of_answered[n] == pytest.approx(rightly / sum(said))
        else:
            assert np.isnan(found.right_of_answered[n])
