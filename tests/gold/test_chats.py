"""The chats say what they claim to say.

Does not hold them with anything: it holds the file against the articles and against itself.
"""

import hashlib
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from qa.evaluation.datasets.catalog import packaged_file

HERE = Path(__file__).parent
FOLDERS = (HERE.parents[1] / "seeds", packaged_file("chats").with_suffix(""))
FOLLOW_UPS = {"pronoun", "ellipsis", "ordinal", "language_change"}


@pytest.fixture(scope="module")
def chats():
    lines = packaged_file("chats").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def turns(chats):
    return [turn for chat in chats for turn in chat["turns"]]


@pytest.fixture(scope="module")
def texts():
    # newline="" so that an offset counts the file's own characters.
    return {
        path.name: path.open(encoding="utf-8", newline="").read()
        for folder in FOLDERS
        for path in folder.glob("*.txt")
    }


def says(text, spelling):
    """Whether the spelling stands in the text as whole words, in any case."""
    pattern = rf"(?<!\w){re.escape(spelling.casefold())}(?!\w)"
    return re.search(pattern, text.casefold()) is not None


def test_there_are_forty_chats_of_two_to_four_turns_and_a_third_changes_the_subject(chats):
    assert len({chat["id"] for chat in chats}) == len(chats) >= 40
    assert {len(chat["turns"]) for chat in chats} <= {2, 3, 4}
    changes = [c for c in chats if any(t["kind"] == "subject_change" for t in c["turns"])]
    assert len(changes) >= len(chats) / 3


def test_every_kind_stands_in_both_splits_and_about_half_is_in_each_language(chats, turns):
    for split in ("tune", "test"):
        kinds = {t["kind"] for chat in chats if chat["split"] == split for t in chat["turns"]}
        assert kinds == {"first", "subject_change", *FOLLOW_UPS}
    languages = Counter(turn["language"] for turn in turns)
    assert min(languages.values()) > 0.4 * len(turns)


def test_only_the_first_turn_is_of_the_kind_first(chats):
    for chat in chats:
        kinds = [turn["kind"] for turn in chat["turns"]]
        assert kinds[0] == "first", chat["id"]
        assert "first" not in kinds[1:], chat["id"]


def test_a_question_that_stands_alone_is_its_own_written_out_form(turns):
    for turn in turns:
        alone = turn["standalone"] == turn["question"]
        assert alone is (turn["kind"] not in FOLLOW_UPS), turn["question"]


def test_a_language_change_is_in_another_language_than_the_turn_before(chats):
    for chat in chats:
        for before, turn in zip(chat["turns"], chat["turns"][1:], strict=False):
            if turn["kind"] == "language_change":
                assert turn["language"] != before["language"], turn["question"]


def test_every_quotation_stands_at_its_offset_and_supports_an_item(turns, texts):
    for turn in turns:
        spellings = [spelling for item in turn["items"] for spelling in item["spellings"]]
        for e in turn["evidence"]:
            assert texts[e["article"]][e["start"] : e["end"]] == e["text"]
            assert any(says(e["text"], s) for s in spellings), e["text"]


def test_every_item_is_spelled_somewhere_in_the_evidence(turns):
    for turn in turns:
        assert bool(turn["items"]) is bool(turn["evidence"]), turn["question"]
        for item in turn["items"]:
            assert any(
                says(e["text"], spelling)
                for e in turn["evidence"]
                for spelling in item["spellings"]
            ), (turn["question"], item["name"])


def test_every_article_of_the_chats_is_asked_about(turns):
    asked = {e["article"] for turn in turns for e in turn["evidence"]}
    own = {path.name for path in (packaged_file("chats").with_suffix("")).glob("*.txt")}
    assert own <= asked


def test_the_split_is_the_one_that_the_rule_draws(chats):
    ids = sorted((c["id"] for c in chats), key=lambda i: hashlib.sha256(i.encode()).hexdigest())
    drawn = {each: ("tune", "test")[n % 2] for n, each in enumerate(ids)}
    assert {chat["id"]: chat["split"] for chat in chats} == drawn
