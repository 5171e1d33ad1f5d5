"""A record of CSV is an article or one error."""

from pathlib import Path

import pytest
from fakes.loading import load, load_error

from qa.ingest.document import LoadError, RawDocument
from qa.ingest.metadata import ArticleMetadata


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_with_the_delimiter_of_its_header(tmp_path: Path, delimiter: str, mark: str):
    rows = [("title", "text", "id"), ("Tiba", '"Presiden tiba.\nIa disambut."', "x1")]
    data = mark + "".join(delimiter.join(row) + "\r\n" for row in rows)
    assert load(tmp_path, "a.csv", data) == [
        RawDocument("Presiden tiba.\nIa disambut.", ArticleMetadata(title="Tiba"), "x1", 2)
    ]


def test_a_field_of_csv_may_be_longer_than_the_modules_own_limit(tmp_path: Path):
    text = "kata " * 40_000
    (entry,) = load(tmp_path, "a.csv", f'text\n"{text}"\n', max_chars=300_000)
    assert isinstance(entry, RawDocument)
    assert entry.text == text


def test_bad_rows_of_csv_are_refused_with_the_line_that_they_begin_on(tmp_path: Path):
    data = b'title,text\nA,"Satu.\nDua."\nB\nC,Tiga.\n\n\x81\x8d\xff\nD,\nE,"Empat'
    found = load(tmp_path, "a.csv", data)
    assert [getattr(item, "line", None) for item in found] == [2, 4, 5, 7, 8, 9]
    messages = [item.message for item in found if isinstance(item, LoadError)]
    assert "has 1 cells where the header names 2" in messages[0]
    assert "is not text in UTF-8" in messages[1]
    assert "'text' is empty" in messages[2]
    assert "is not CSV" in messages[3]


def test_csv_without_a_text_column_is_one_problem(tmp_path: Path):
    assert load_error(tmp_path, "a.csv", "title,isi\nA,B\nC,D\n").startswith(
        "line 1: no column 'text' among 'title, isi'"
    )


def test_a_header_that_is_no_csv_is_one_problem(tmp_path: Path):
    assert "is not CSV" in load_error(tmp_path, "a.csv", "title\rtext\rA\rB")
