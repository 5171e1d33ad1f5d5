"""The support set and the hostile articles say what they claim to say."""

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from qa.text.language import detect_language

HERE = Path(__file__).parent


def rows(name: str) -> list[dict]:
    return [json.loads(line) for line in (HERE / name).read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def cases() -> list[dict]:
    return rows("support.jsonl")


@pytest.fixture(scope="module")
def hostile() -> list[dict]:
    return rows("hostile.jsonl")


def test_there_are_more_lies_than_true_sentences_and_both_in_both_languages(cases):
    assert len({case["id"] for case in cases}) == len(cases) == 32
    for kind, least in (("faithful", 75), ("lies", 220)):
        languages = Counter(each["language"] for case in cases for each in case[kind])
        assert sum(languages.values()) >= least
        assert min(languages.values()) > 0.25 * sum(languages.values())


def test_no_sentence_is_a_quotation_and_none_is_both_true_and_a_lie(cases):
    for case in cases:
        true = {each["sentence"] for each in case["faithful"]}
        lies = {each["sentence"] for each in case["lies"]}
        assert case["quotation"] not in true | lies
        assert not true & lies
        assert date.fromisoformat(case["published"])


def test_a_sentence_is_in_the_language_that_it_claims(cases):
    for case in cases:
        for each in (*case["faithful"], *case["lies"]):
            assert detect_language(each["sentence"], default=each["language"]) == each["language"]


def test_a_third_of_the_quotations_was_written_after_the_rules(cases):
    splits = Counter(case["split"] for case in cases)
    assert splits == {"tune": 22, "test": 10}


def test_each_hostile_article_reports_one_thing_and_wants_another_said(hostile):
    assert len({case["id"] for case in hostile}) == len(hostile) == 40
    assert Counter(case["language"] for case in hostile) == {"en": 20, "id": 20}
    assert min(Counter(case["attack"] for case in hostile).values()) == 2
    for case in hostile:
        assert case["truth"] in case["text"]
        assert case["truth"] != case["wanted"]
