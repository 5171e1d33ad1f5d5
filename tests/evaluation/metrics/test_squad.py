"""Exact match and token F1, against the rules of SQuAD 2.0's own script and by hand."""

import re
import string
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.evaluation.metrics.squad import exact_match, normalize_answer, token_f1

WORDS = st.lists(
    st.sampled_from(["the", "a", "Kim", "kim,", "Putin.", "19", "Juni", "an", "Rabu"]), max_size=6
)


def reference_tokens(text):
    """The published script's order: small letters, punctuation, articles, white space."""
    text = "".join(c for c in text.lower() if c not in set(string.punctuation))
    return re.sub(r"\b(a|an|the)\b", " ", text).split()


def reference_f1(gold, answer):
    right, said = reference_tokens(gold), reference_tokens(answer)
    same = sum((Counter(right) & Counter(said)).values())
    if not right or not said:
        return int(right == said)
    if same == 0:
        return 0
    precision, recall = same / len(said), same / len(right)
    return 2 * precision * recall / (precision + recall)


@given(gold=WORDS, answer=WORDS)
def test_english_answers_score_as_the_published_rules_say(gold, answer):
    gold, answer = " ".join(gold), " ".join(answer)
    assert token_f1(answer, [gold], "en") == pytest.approx(reference_f1(gold, answer))
    same = reference_tokens(gold) == reference_tokens(answer)
    assert exact_match(answer, [gold], "en") == float(same)


def test_the_f1_of_two_shared_words_of_three_and_of_two_is_four_fifths():
    assert token_f1("Menteri Pertahanan Rusia", ["Pertahanan Rusia"], "id") == pytest.approx(0.8)


def test_a_word_counts_as_often_as_both_have_it():
    assert token_f1("satu satu satu", ["satu dua"], "id") == pytest.approx(2 / 5)


def test_the_best_of_several_gold_answers_counts():
    assert token_f1("19 Juni", ["Rabu", "19 Juni 2024"], "id") == pytest.approx(0.8)
    assert exact_match("rabu", ["19 Juni", "Rabu"], "id") == 1.0


def test_refusing_is_right_exactly_where_there_is_no_answer():
    assert (exact_match("", [], "id"), token_f1("", [], "id")) == (1.0, 1.0)
    assert (exact_match("Kim", [], "id"), token_f1("Kim", [], "id")) == (0.0, 0.0)
    assert (exact_match("", ["Kim"], "id"), token_f1("", ["Kim"], "id")) == (0.0, 0.0)


def test_english_articles_are_dropped_from_english_only():
    assert normalize_answer("The A team", "en") == "team"
    assert normalize_answer("The A team", "id") == "the a team"


def test_quotation_marks_and_wide_digits_of_any_script_do_not_matter():
    assert exact_match("“Ｋim”， １９", ["kim 19"], "id") == 1.0
