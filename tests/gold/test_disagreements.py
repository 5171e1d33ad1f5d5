"""The cases of disagreement say what they claim to say.

Does not ask them: it holds the file against itself.
"""

import hashlib
import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from qa.evaluation.datasets.catalog import packaged_file

HERE = Path(__file__).parent
SPLITS = ("tune", "test")


@pytest.fixture(scope="module")
def cases():
    lines = packaged_file("disagreements").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def says(text, spelling):
    """Whether the spelling stands in the text as whole words, in any case."""
    pattern = rf"(?<!\w){re.escape(spelling.casefold())}(?!\w)"
    return re.search(pattern, text.casefold()) is not None


def test_there_are_twenty_planted_and_twenty_that_only_look_different(cases):
    assert len({case["id"] for case in cases}) == len(cases)
    planted = Counter(bool(case["views"]) for case in cases)
    assert min(planted[True], planted[False]) >= 20
    languages = Counter(case["language"] for case in cases)
    assert min(languages.values()) > 0.4 * len(cases)


def test_each_has_two_or_three_articles_with_a_publisher_a_day_and_a_text(cases):
    for case in cases:
        assert len(case["articles"]) in (2, 3)
        for article in case["articles"]:
            assert set(article) == {"source", "published", "title", "text"}
            assert all(article.values())
            assert date.fromisoformat(article["published"])


def test_no_text_is_in_two_articles(cases):
    texts = [article["text"] for case in cases for article in case["articles"]]
    assert len(set(texts)) == len(texts)


def test_every_item_is_written_in_an_article_of_its_case(cases):
    for case in cases:
        texts = [article["text"] for article in case["articles"]]
        wanted = [*case["items"], *(item for view in case["views"] for item in view["items"])]
        for item in wanted:
            assert any(says(text, spelling) for text in texts for spelling in item), case["id"]


def test_each_view_is_held_by_an_article_that_does_not_hold_the_other(cases):
    for case in (case for case in cases if case["views"]):
        holders = [
            {
                number
                for number, article in enumerate(case["articles"])
                if all(any(says(article["text"], s) for s in item) for item in view["items"])
            }
            for view in case["views"]
        ]
        assert all(holders), case["id"]
        assert holders[0] != holders[1], case["id"]


def test_what_is_one_claim_has_no_views(cases):
    assert not [case["id"] for case in cases if case["views"] and case["is_one_claim"]]
    assert any(case["is_one_claim"] for case in cases)


def test_those_in_free_words_are_in_both_splits_and_of_both_sorts(cases):
    free = [case for case in cases if case["wording"] == "free"]
    sorts = Counter((case["split"], bool(case["views"])) for case in free)
    assert min(sorts[split, planted] for split in SPLITS for planted in (True, False)) >= 6


@pytest.mark.parametrize("planted", [True, False])
def test_the_split_is_drawn_by_turns(cases, planted):
    drawn = sorted(
        (c for c in cases if bool(c["views"]) is planted and c["wording"] == "close"),
        key=lambda case: hashlib.sha256(case["id"].encode()).hexdigest(),
    )
    assert [case["split"] for case in drawn] == [SPLITS[n % 2] for n in range(len(drawn))]
