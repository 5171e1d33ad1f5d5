"""A record of CSV is an article or one error."""

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from fakes.loading import CASES, load, load_error

from qa.ingest.document import ArticleMetadata, LoadError, LoadWarning, RawDocument


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
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
    assert load_error(tmp_path, "a.csv", "title,kolom\nA,B\nC,D\n").startswith(
        "line 1: no column holds the text, only 'title, kolom'"
    )


def test_a_header_that_is_no_csv_is_one_problem(tmp_path: Path):
    assert "is not CSV" in load_error(tmp_path, "a.csv", "title\rtext\rA\rB")


def case(tmp_path: Path, name: str, **options: object) -> list[object]:
    return load(tmp_path, "a.csv", (CASES / name).read_bytes(), **options)


def test_columns_may_have_indonesian_names(tmp_path: Path):
    (found,) = case(tmp_path, "pages/01-csv-indonesian-columns.csv")
    moment = datetime(2024, 3, 4, 14, 5, tzinfo=timezone(timedelta(hours=7)))
    assert found.metadata == ArticleMetadata(
        "Jembatan Gantung Sendang Asri Kembali Dibuka",
        "detikNews",
        "Rani Puspawati",
        moment,
        "https://news.detik.com/berita/d-7000001/jembatan",
    )


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Judul Berita,Isi Berita", "title"),
        ("headline;content", "title"),
        ("Sumber,KONTEN", "source"),
    ],
)
def test_more_names_of_columns(tmp_path: Path, header: str, field: str):
    delimiter = ";" if ";" in header else ","
    (found,) = load(tmp_path, "a.csv", f"{header}\nWarta{delimiter}Presiden tiba di Hanoi.\n")
    assert getattr(found.metadata, field) == "Warta"
    assert found.text == "Presiden tiba di Hanoi."


def test_of_two_columns_for_one_field_the_surest_name_wins(tmp_path: Path):
    (found,) = load(tmp_path, "a.csv", "summary,text\nRingkas.,Presiden tiba.\n")
    assert found.text == "Presiden tiba."


def test_the_user_may_say_what_a_column_holds(tmp_path: Path):
    chosen = (("text", "kolom 1"), ("title", "kolom 2"))
    data = "kolom 1,kolom 2,text\nPresiden tiba.,Tiba,lain\n"
    (found,) = load(tmp_path, "a.csv", data, columns=chosen)
    assert (found.text, found.metadata.title) == ("Presiden tiba.", "Tiba")


def test_a_column_decides_whether_its_dates_begin_with_the_month(tmp_path: Path):
    first, second = case(tmp_path, "pages/20-csv-month-first.csv")
    assert (first.metadata.published, second.metadata.published) == (
        date(2024, 3, 4),
        date(2024, 3, 21),
    )


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        (("3/4/2024", "21/3/2024"), (date(2024, 4, 3), date(2024, 3, 21))),
        (("3/4/2024", "5/4/2024"), (date(2024, 4, 3), date(2024, 4, 5))),
        (("3/4/2024", "21/3/2024", "3/21/2024"), (None, date(2024, 3, 21), date(2024, 3, 21))),
        (("1709535900", "1709535900000"), (datetime(2024, 3, 4, 7, 5, tzinfo=UTC),) * 2),
    ],
)
def test_dates_of_a_column(tmp_path: Path, cells: tuple[str, ...], days: tuple[object, ...]):
    rows = "".join(f"{cell},Presiden tiba.\n" for cell in cells)
    found = load(tmp_path, "a.csv", f"tanggal,isi\n{rows}")
    assert tuple(each.metadata.published for each in found if isinstance(each, RawDocument)) == days


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_read(tmp_path: Path, encoding: str):
    text = (CASES / "pages/21-csv-utf16.csv").read_text("utf-16")
    (found,) = load(tmp_path, "a.csv", text.encode(encoding))
    assert found.metadata.title == "Jembatan Gantung Sendang Asri Kembali Dibuka"


def test_a_stray_quote_loses_no_other_row(tmp_path: Path):
    bad, *others = case(tmp_path, "inputs/csv-stray-quote.csv")
    assert isinstance(bad, LoadError)
    assert (bad.line, "mend its quotes" in bad.message) == (2, True)
    assert [each.text for each in others] == [
        "Hugo Lant won the vote.",
        "Ada Brook opened the library.",
    ]


def test_two_stray_quotes_lose_their_rows_alone(tmp_path: Path):
    data = 'id,text\n1,"Satu\n2,"Dua\n3,Tiga.\n4,"Empat.\nLima."\n'
    found = load(tmp_path, "a.csv", data)
    assert [each.text for each in found if isinstance(each, RawDocument)] == [
        "Tiga.",
        "Empat.\nLima.",
    ]
    assert [each.line for each in found if isinstance(each, LoadError)] == [2, 3]


def test_a_row_without_a_date_is_taken_and_told(tmp_path: Path):
    first, second, warning = case(tmp_path, "inputs/csv-nan-date.csv")
    assert (first.metadata.published, second.metadata.published) == (None, None)
    assert isinstance(warning, LoadWarning)
    assert "2 rows have no date that can be told, here 'NaN'" in str(warning)


def test_cells_of_html_are_read_as_text(tmp_path: Path):
    (found,) = case(tmp_path, "inputs/csv-html-cells.csv")
    assert found.text == "Hugo Lant won the vote in Eastwick on Sunday."
    data = 'judul,isi\nA &amp; B,"<p>Satu<br>Dua &lt; 3.</p><ul><li>Tiga</li></ul>"\n'
    (found,) = load(tmp_path, "a.csv", data)
    assert (found.metadata.title, found.text) == ("A & B", "Satu\n\nDua < 3.\n\nTiga")


def test_a_delimiter_may_be_declared(tmp_path: Path):
    (found,) = load(tmp_path, "a.csv", "sep=;\njudul;isi\nA, B, C;Presiden tiba, katanya.\n")
    assert (found.metadata.title, found.text) == ("A, B, C", "Presiden tiba, katanya.")


def test_a_row_with_empty_cells_at_its_end_is_taken(tmp_path: Path):
    (found,) = load(tmp_path, "a.csv", "judul,isi\nA,Presiden tiba.,,\n")
    assert found.text == "Presiden tiba."
