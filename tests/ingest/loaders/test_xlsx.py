"""Excel workbooks, made here and read back."""

import io
from datetime import date, datetime
from pathlib import Path

from fakes.loading import load, load_error
from openpyxl import Workbook


def workbook(*sheets: list[list[object]]) -> bytes:
    book, buffer = Workbook(), io.BytesIO()
    for number, rows in enumerate(sheets):
        sheet = book.active if number == 0 else book.create_sheet()
        for row in rows:
            sheet.append(row)
    book.save(buffer)
    return buffer.getvalue()


def test_a_row_of_each_sheet_is_an_article(tmp_path: Path):
    header = ["Judul", "Tanggal", "Isi", "Nomor"]
    first = [header, ["Tiba", datetime(2024, 6, 19), "Presiden tiba.", 1], [None] * 4]
    second = [[None], header, ["Pergi", "20/06/2024", "Presiden pergi.", 2]]
    found = load(tmp_path, "a.xlsx", workbook(first, second))
    assert [(d.text, d.metadata.title, d.metadata.published, d.key) for d in found] == [
        ("Presiden tiba.", "Tiba", date(2024, 6, 19), "1"),
        ("Presiden pergi.", "Pergi", date(2024, 6, 20), "2"),
    ]


def test_a_workbook_that_cannot_be_read_says_why(tmp_path: Path):
    data = workbook([["kolom"], ["kata"]])
    assert "no column holds the text, only 'kolom'" in load_error(tmp_path, "a.xlsx", data)
    assert "or cut short" in load_error(tmp_path, "a.xlsx", data[:-100])
