import json
from datetime import date

import pytest

from qa.answer.record import SearchFilterRecord
from qa.evaluation.datasets.catalog import packaged_file
from qa.ingest.page.publishers import source_names
from qa.retrieval.filters import parse_filters
from qa.schema.filters import EVERYTHING, DateRange, SearchFilter

NAMES = source_names(
    ("VIVA", "Radar Cirebon TV", "Okezone", "detikNews", "Kompas.com", "Tempo", "ANTARA",
     "The Jakarta Post")
)  # fmt: skip
TODAY = date(2024, 6, 20)


def read(text):
    return parse_filters(text, NAMES, TODAY)


def as_json(scope):
    return SearchFilterRecord.of(scope).model_dump(mode="json")


@pytest.mark.parametrize("split", ["tune", "test"])
def test_the_scope_of_the_gold_questions_is_understood(root, split):
    lines = (root / "tests" / "gold" / "scopes.jsonl").read_text("utf-8").splitlines()
    asked = [row for row in map(json.loads, lines) if row["split"] == split]
    right = [as_json(read(row["question"]).dated_scope) == row["scope"] for row in asked]
    assert len(asked) == 40
    assert sum(right) >= 38


def test_the_gold_questions_narrow_nothing_unless_they_name_a_publisher_or_a_time():
    lines = packaged_file("seeds").read_text("utf-8").splitlines()
    for row in map(json.loads, lines):
        found = read(row["question"])
        if found.scope.sources:
            assert "okezone" in row["question"].lower() or "cirebon" in row["question"].lower()
        if not found.about.is_open:
            words = row["question"].lower()
            assert any(c.isdigit() for c in words) or any(
                word in words for word in ("last year", "tahun lalu", "today", "hari ini")
            )


@pytest.mark.parametrize(
    ("text", "left", "undated"),
    [
        ("Menurut Okezone, siapa yang tiba?", "siapa yang tiba?", "siapa yang tiba?"),
        ("Who came, according to VIVA?", "Who came?", "Who came?"),
        ("Who came on 19 June 2024?", "Who came on 19 June 2024?", "Who came?"),
        ("In VIVA's report, who came last week?", "who came last week?", "who came?"),
        ("Siapa saja?", "Siapa saja?", "Siapa saja?"),
        ("Kata VIVA?", "Kata VIVA?", "Kata VIVA?"),
    ],
)
def test_what_narrows_is_taken_out_of_the_question(text, left, undated):
    found = read(text)
    assert (found.text, found.undated_text) == (left, undated)


def test_publishers_and_the_time_of_the_articles_are_kept_apart_from_the_time_asked_about():
    found = read("Menurut Okezone, siapa yang tiba pada 19 Juni 2024?")
    assert found.scope == SearchFilter(("Okezone",))
    assert found.about == DateRange.of_day(date(2024, 6, 19))
    assert found.dated_scope == SearchFilter(
        ("Okezone",), about=DateRange.of_day(date(2024, 6, 19))
    )
    of_articles = read("What do VIVA's articles from May 2024 say about rice?")
    assert of_articles.scope == SearchFilter(("VIVA",), published=DateRange.of_month(2024, 5))
    assert of_articles.about.is_open


def test_a_question_that_names_neither_narrows_nothing():
    assert read("Siapa delegasi Putin?").dated_scope == EVERYTHING
