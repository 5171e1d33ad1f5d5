"""The gold questions say what they claim to say.

Does not ask them of anything: it holds the file against the articles and against itself.
"""

import hashlib
import json
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from qa.evaluation.datasets.catalog import packaged_file

HERE = Path(__file__).parent
SEEDS = HERE.parents[1] / "seeds"

LEAST_ROWS = {
    "who": 10,
    "when": 10,
    "where": 10,
    "how_many": 10,
    "what": 10,
    "why": 10,
    "list": 14,
    "follow_up": 12,
    "disagreement": 8,
    "unanswerable": 34,
}
TRAPS = {"near_miss", "boilerplate", "other_topic", "nonsense", "false_premise"}


@pytest.fixture(scope="module")
def rows():
    lines = packaged_file("seeds").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def texts():
    # newline="" so that an offset counts the file's own characters.
    return {
        path.name: path.open(encoding="utf-8", newline="").read() for path in SEEDS.glob("*.txt")
    }


def says(text, spelling):
    """Whether the spelling stands in the text as whole words, in any case."""
    pattern = rf"(?<!\w){re.escape(spelling.casefold())}(?!\w)"
    return re.search(pattern, text.casefold()) is not None


def stem(row):
    return row["id"].removesuffix(f"-{row['language']}")


def test_every_id_is_its_stem_and_language_and_stands_once(rows):
    ids = [row["id"] for row in rows]
    assert len(set(ids)) == len(ids)
    assert [
        i for i, row in zip(ids, rows, strict=True) if i != f"{stem(row)}-{row['language']}"
    ] == []


def test_twins_point_at_each_other_and_differ_only_in_language(rows):
    by_id = {row["id"]: row for row in rows}
    shared = ("kind", "items", "articles", "evidence", "answerable", "split", "trap")
    for row in rows:
        twin = by_id[row["twin"]]
        assert twin["twin"] == row["id"]
        assert {row["language"], twin["language"]} == {"en", "id"}, row["id"]
        assert len(row["history"]) == len(twin["history"]), row["id"]
        for field in shared:
            assert row.get(field) == twin.get(field), (row["id"], field)


def test_no_question_is_asked_twice(rows):
    asked = Counter((*row["history"], row["question"].casefold()) for row in rows)
    assert [words for words, n in asked.items() if n > 1] == []


def test_every_question_has_words_and_no_stray_space(rows):
    for row in rows:
        for words in (row["question"], *row["history"], row.get("standalone", "x")):
            assert words, row["id"]
            assert words == " ".join(words.split()), row["id"]


def test_every_quotation_stands_at_its_offset(rows, texts):
    for row in rows:
        for e in row["evidence"]:
            assert texts[e["article"]][e["start"] : e["end"]] == e["text"], row["id"]


def test_every_quotation_is_whole_sentences_of_one_line(rows, texts):
    # Photo credits, headlines and labels do not end like a sentence.
    for row in rows:
        for e in row["evidence"]:
            text = texts[e["article"]]
            before, after = text[: e["start"]], text[e["end"] :]
            assert "\n" not in e["text"], row["id"]
            assert re.search(r'[.?!]["”]?$', e["text"]), row["id"]
            assert not before or re.search(r'\n$|[.?!]["”]?\s+$', before), row["id"]
            assert not after or after[0].isspace(), row["id"]


def test_articles_are_those_of_the_evidence(rows):
    for row in rows:
        assert row["articles"] == sorted({e["article"] for e in row["evidence"]}), row["id"]


def test_every_item_is_spelled_somewhere_in_the_evidence(rows):
    for row in rows:
        for item in row["items"]:
            assert any(
                says(e["text"], spelling) for e in row["evidence"] for spelling in item["spellings"]
            ), (row["id"], item["name"])


def test_every_quotation_supports_an_item(rows):
    for row in rows:
        spellings = [spelling for item in row["items"] for spelling in item["spellings"]]
        for e in row["evidence"]:
            assert any(says(e["text"], s) for s in spellings), (row["id"], e["text"])


def test_items_have_names_and_spellings_that_differ(rows):
    for row in rows:
        names = [item["name"] for item in row["items"]]
        assert len(set(names)) == len(names), row["id"]
        for item in row["items"]:
            spellings = [spelling.casefold() for spelling in item["spellings"]]
            assert spellings, row["id"]
            assert all(spellings), row["id"]
            assert len(set(spellings)) == len(spellings), (row["id"], item["name"])


def test_an_unanswerable_question_has_a_trap_and_no_answer(rows):
    for row in rows:
        unanswerable = row["kind"] == "unanswerable"
        assert row["answerable"] is not unanswerable, row["id"]
        assert ("trap" in row) is unanswerable, row["id"]
        for field in ("items", "evidence", "articles"):
            assert bool(row[field]) is not unanswerable, (row["id"], field)
    assert {row["trap"] for row in rows if "trap" in row} == TRAPS


def test_a_list_and_a_disagreement_ask_for_two_items_or_more(rows):
    for row in rows:
        if row["kind"] in ("list", "disagreement"):
            assert len(row["items"]) >= 2, row["id"]


def test_the_findings_of_a_disagreement_stand_in_different_sentences(rows):
    for row in rows:
        if row["kind"] == "disagreement":
            found = {
                tuple(any(says(e["text"], s) for s in item["spellings"]) for item in row["items"])
                for e in row["evidence"]
            }
            assert len(found) >= 2, row["id"]


def test_only_follow_ups_have_a_history_and_a_standalone_question(rows):
    for row in rows:
        follows = row["kind"] == "follow_up"
        assert bool(row["history"]) is follows, row["id"]
        assert ("standalone" in row) is follows, row["id"]


def test_there_are_enough_rows_of_each_kind_and_as_many_in_each_language(rows):
    kinds = Counter(row["kind"] for row in rows)
    languages = Counter(row["language"] for row in rows)
    hard = [row for row in rows if row.get("trap") in ("near_miss", "false_premise")]
    assert kinds.keys() == LEAST_ROWS.keys()
    assert {kind: n for kind, n in kinds.items() if n < LEAST_ROWS[kind]} == {}
    assert languages["en"] == languages["id"] == len(rows) / 2
    assert len(rows) >= 130
    assert len(hard) >= 20


def test_the_split_is_the_one_that_the_rule_draws(rows):
    groups = defaultdict(set)
    for row in rows:
        groups[row["kind"], row.get("trap")].add(stem(row))
    drawn = {}
    for stems in groups.values():
        shuffled = sorted(stems, key=lambda s: hashlib.sha256(s.encode()).hexdigest())
        drawn |= {s: ("tune", "test")[n % 2] for n, s in enumerate(shuffled)}
    assert {row["id"]: row["split"] for row in rows} == {
        row["id"]: drawn[stem(row)] for row in rows
    }


def test_each_kind_stands_in_both_splits_about_equally(rows):
    rows_of = Counter((row["kind"], row["split"]) for row in rows)
    for kind in LEAST_ROWS:
        assert rows_of[kind, "tune"] > 0
        assert rows_of[kind, "test"] > 0
        assert abs(rows_of[kind, "tune"] - rows_of[kind, "test"]) <= 2, kind
