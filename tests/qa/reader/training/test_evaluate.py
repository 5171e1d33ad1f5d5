from sklearn.metrics import roc_auc_score

from qa.reader.training.evaluate import (
    Prediction,
    auroc,
    best_threshold,
    exact_match,
    figures,
    token_f1,
)


def test_case_punctuation_and_articles_do_not_count():
    assert exact_match("the “19 Juni 2024” .", ["19 juni 2024"]) == 1


def test_two_shared_words_of_three_and_two_make_an_f1_of_four_fifths():
    assert token_f1("Menteri Andrei Belousov", ["Andrei Belousov"]) == 0.8


def test_the_best_of_several_right_answers_counts():
    assert token_f1("dua", ["satu", "dua"]) == 1


def test_refusing_is_right_only_where_there_is_no_answer():
    assert (
        exact_match("", []),
        token_f1("", []),
        token_f1("satu", []),
        token_f1("", ["satu"]),
    ) == (
        1,
        1,
        0,
        0,
    )


def test_auroc_agrees_with_scikit_learn_on_ties_too():
    scores, positive = [0.1, 0.4, 0.4, 0.8, 0.8, 0.9], [False, True, False, False, True, True]
    assert abs(auroc(scores, positive) - roc_auc_score(positive, scores)) < 1e-12


def test_the_threshold_parts_what_answers_from_what_does_not():
    predictions = [Prediction("a", "satu", 1.0, 1.0), Prediction("b", "dua", -1.0, -1.0)]
    answers = {"a": ["satu"], "b": []}
    threshold = best_threshold(predictions, answers)
    assert -1 < threshold <= 1
    assert figures(predictions, answers, threshold).f1 == 100
