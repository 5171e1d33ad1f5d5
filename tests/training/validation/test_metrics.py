import pytest
from sklearn.metrics import roc_auc_score

from qa.training.config import ValidationConfig
from qa.training.data.example import Example
from qa.training.validation.metrics import Prediction, best_threshold, figures, merge_windows

PASSAGE = "Menteri Andrei Belousov tiba pada 19 Juni 2024."


def asked(answer: str | None, language: str = "id") -> Example:
    start = PASSAGE.index(answer) if answer else 0
    answers = ((start, start + len(answer)),) if answer else ()
    return Example("a", "a", "news", language, "?", PASSAGE, answers)


def said(text: str, log_odds: float) -> Prediction:
    return Prediction(text, log_odds, log_odds)


def test_case_and_punctuation_do_not_count():
    found = figures([said("“19 juni 2024” .", 1.0)], [asked("19 Juni 2024")], 0.0)
    assert (found.exact_match, found.f1) == (100, 100)


def test_two_shared_words_of_three_and_two_make_an_f1_of_four_fifths():
    found = figures([said("Menteri Andrei Belousov", 1.0)], [asked("Andrei Belousov")], 0.0)
    assert found.exact_match == 0
    assert found.f1 == pytest.approx(80)


def test_refusing_is_right_only_where_there_is_no_answer():
    predictions = [said("tiba", -1.0), said("tiba", -1.0), said("tiba", 1.0)]
    found = figures(predictions, [asked(None), asked("tiba"), asked(None)], 0.0)
    assert found.f1 == pytest.approx(100 / 3)
    assert found.answered_f1 == 100


def test_what_is_not_defined_is_none():
    unanswerable = figures([said("tiba", -1.0)], [asked(None)], 0.0)
    assert (unanswerable.answered_f1, unanswerable.auroc) == (None, None)
    assert figures([said("tiba", 1.0)], [asked("tiba")], 0.0).auroc is None


def test_there_are_no_figures_of_nothing():
    with pytest.raises(ValueError, match="no examples"):
        figures([], [], 0.0)


def test_auroc_agrees_with_scikit_learn_on_ties_too():
    scores, positive = [0.1, 0.4, 0.4, 0.8, 0.8, 0.9], [False, True, False, False, True, True]
    predictions = [said("tiba", score) for score in scores]
    found = figures(predictions, [asked("tiba" if right else None) for right in positive], 0.0)
    assert found.auroc == pytest.approx(roc_auc_score(positive, scores))


def test_the_threshold_parts_what_answers_from_what_does_not():
    predictions = [said("tiba", 1.0), said("tiba", -1.0)]
    examples = [asked("tiba"), asked(None)]
    threshold = best_threshold(predictions, examples, ValidationConfig())
    assert -1 < threshold <= 1
    assert figures(predictions, examples, threshold).f1 == 100


def test_of_an_articles_windows_the_widest_margin_answers_and_the_best_log_odds_tell_whether():
    found = merge_windows([Prediction("Menteri", 3.0, 0.5), Prediction("tiba", 1.0, 0.9)])
    assert found == Prediction("tiba", 3.0, 0.9)
