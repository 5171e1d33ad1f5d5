"""A JSON file of many articles, and what the address of a row says."""

import json
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from fakes.loading import CASES, load, load_error

from qa.ingest.document import LoadError, RawDocument

MOMENT = datetime(2024, 3, 4, 14, 5, tzinfo=timezone(timedelta(hours=7)))


def test_an_array_gives_an_article_for_each_object(tmp_path: Path):
    (found,) = load(tmp_path, "a.json", (CASES / "pages/02-json-array.json").read_bytes())
    assert found.metadata.title == "Jembatan Gantung Sendang Asri Kembali Dibuka"
    assert (found.metadata.source, found.metadata.published) == ("Suara.com", MOMENT)
    assert found.text.startswith("Pemerintah Kota Baruna")


@pytest.mark.parametrize(
    "data",
    [
        {"data": {"articles": [{"isi": "Satu."}, {"isi": "Dua."}]}, "total": 2},
        {"results": [{"content": "Satu."}, {"content": "Dua."}]},
        [{"text": "Satu."}, {"text": "Dua."}],
    ],
)
def test_the_array_may_stand_inside_objects(tmp_path: Path, data: object):
    found = load(tmp_path, "a.json", json.dumps(data))
    assert [each.text for each in found] == ["Satu.", "Dua."]


def test_one_object_is_one_article_and_several_are_json_lines(tmp_path: Path):
    (found,) = load(tmp_path, "a.json", '{"judul": "Tiba",\n "isi": "Presiden tiba."}')
    assert found.text == "Presiden tiba."
    found = load(tmp_path, "a.json", '{"isi": "Satu."}\n{"isi": "Dua."}')
    assert [each.text for each in found] == ["Satu.", "Dua."]


def test_of_a_damaged_array_what_came_before_is_taken(tmp_path: Path):
    first, error = load(tmp_path, "a.json", '[{"isi": "Satu."}, {"isi": "Dua')
    assert isinstance(first, RawDocument)
    assert "is not JSON from object 2 on" in error.message
    first, bad, last = load(tmp_path, "a.json", '[{"isi": "Satu."}, 7, {"isi": "Tiga."}]')
    assert (first.text, last.text) == ("Satu.", "Tiga.")
    assert isinstance(bad, LoadError)
    assert "write [{…}, …]" in load_error(tmp_path, "a.json", "kata")


def test_an_address_says_its_publisher_and_its_day(tmp_path: Path):
    data = (CASES / "pages/03-jsonl-address-only.jsonl").read_bytes()
    (found,) = load(tmp_path, "a.jsonl", data)
    assert found.metadata.source == "CNN Indonesia"
    assert found.metadata.published == date(2024, 3, 4)


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("https://www.suara.com/news/2024/03/04/140500/jembatan", date(2024, 3, 4)),
        ("https://kabar.id/2024-3-4/jembatan", date(2024, 3, 4)),
        ("https://kabar.id/read/20241304/jembatan", None),
        ("https://kabar.id/read/1-2024/03/jembatan-12345678", None),
        ("https://kabar.id/2024/03/04/kenangan/1998/05/21/", None),
    ],
)
def test_more_addresses(tmp_path: Path, address: str, day: date | None):
    (found,) = load(tmp_path, "a.jsonl", json.dumps({"url": address, "text": "Presiden tiba."}))
    assert found.metadata.published == day


@pytest.mark.parametrize(
    ("given", "known"),
    [
        ("news.okezone.com", "Okezone"),
        ("KOMPAS.com", "Kompas.com"),
        ("Warta Baruna", "Warta Baruna"),
    ],
)
def test_a_publisher_goes_by_its_name_in_the_table(tmp_path: Path, given: str, known: str):
    (found,) = load(tmp_path, "a.jsonl", json.dumps({"media": given, "text": "Presiden tiba."}))
    assert found.metadata.source == known
