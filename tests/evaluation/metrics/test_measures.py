"""The registry of measures."""

from collections import Counter

from qa.evaluation.metrics.measures import LOWER_IS_BETTER, MEASURES


def test_no_two_measures_have_the_same_name():
    counts = Counter(measure.name for measure in MEASURES)
    assert [name for name, count in counts.items() if count > 1] == []


def test_errors_and_times_are_better_where_they_are_lower():
    assert {"wrong", "false_alarm", "views_missed", "calibration_error"} < LOWER_IS_BETTER
    assert {m.name for m in MEASURES if m.name.endswith("_ms")} < LOWER_IS_BETTER
    assert not {"item_recall", "recall@1", "verbatim", "refusal_f1"} & LOWER_IS_BETTER
