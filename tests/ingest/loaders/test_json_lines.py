"""A row of JSON Lines is an article or one error."""

import json
from datetime import date
from pathlib import Path

import pytest
from fakes.loading import load

from qa.ingest.document import ArticleMetadata, LoadError, RawDocument

PROSE = "Presiden tiba di Hanoi pada Senin. Ia disambut di bandara."


def test_a_row_of_json_lines_gives_its_fields(tmp_path: Path):
    row = {
        "text": PROSE,
        "title": "Presiden\nTiba",
        "source": "Kabar Kota",
        "published": "2024-06-19",
        "url": "https://kabarkota.id",
        "author": "Rina",
        "id": 7,
    }
    given = ArticleMetadata(
        "Presiden Tiba", "Kabar Kota", "Rina", date(2024, 6, 19), "https://kabarkota.id"
    )
    assert load(tmp_path, "a.jsonl", "\n" + json.dumps(row)) == [RawDocument(PROSE, given, "7", 2)]


def test_paragraphs_stand_in_for_text_in_json_lines(tmp_path: Path):
    row = json.dumps({"paragraphs": ["Satu.", "Dua."]})
    assert load(tmp_path, "a.jsonl", row) == [
        RawDocument("Satu.\n\nDua.", ArticleMetadata(), "1", 1)
    ]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ('{"text": "a"', "is not JSON (Expecting"),
        ('["a"]', "is list and not an object"),
        ("null", "is NoneType and not an object"),
        ('{"kolom": "a"}', "has no 'text', only 'kolom'"),
        ('{"text": 5}', "'text' is int '5'; expected a string"),
        ('{"text": null}', "'text' is NoneType"),
        ('{"text": "  "}', "'text' is empty"),
        ('{"text": "a", "title": ["b"]}', "'title' is list \"['b']\"; expected a string"),
        ('{"text": "a", "published": "kemarin"}', "'published' is 'kemarin' is not a date"),
        ('{"text": "a", "id": {}}', "'id' is dict"),
        ('{"text": "a\\u0000"}', "NUL"),
        ('{"text": "a\\ud800"}', "half of a surrogate pair"),
        ('{"text": "a", "title": "\\udc00"}', "half of a surrogate pair"),
        ('{"paragraphs": ["a", 1]}', "'paragraphs' holds something that is not a string"),
        ("[" * 100_000, "is not JSON that can be read"),
        ("9" * 5_000, "is not JSON that can be read"),
    ],
)
def test_a_bad_row_of_json_lines_is_refused_alone(tmp_path: Path, row: str, why: str):
    good = json.dumps({"text": PROSE})
    first, bad, last = load(tmp_path, "a.jsonl", f"{good}\n{row}\n{good}\n")
    assert isinstance(first, RawDocument)
    assert isinstance(last, RawDocument)
    assert isinstance(bad, LoadError)
    assert bad.line == 2
    assert why in bad.message


def test_a_row_that_is_far_too_long_is_passed_over(tmp_path: Path):
    good = json.dumps({"text": PROSE})
    found = load(tmp_path, "a.jsonl", f"{good}\n{'x' * 5_000_000}\n{good}", max_chars=1000)
    assert [type(item) for item in found] == [RawDocument, LoadError, RawDocument]
    assert "is longer than 71,536 bytes" in str(found[1])
