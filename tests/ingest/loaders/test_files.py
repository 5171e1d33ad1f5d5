"""Each kind of file, made here and read back."""

import io
import json
import struct
import zipfile
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from qa.ingest.document import LoadError, RawDocument, UnreadableError, decode
from qa.ingest.loaders.files import READERS, unwrapped
from qa.ingest.metadata import ArticleMetadata

PROSE = "Presiden tiba di Hanoi pada Senin. Ia disambut di bandara."


def pdf_of(*lines: str) -> bytes:
    """Return a PDF of one page, written by hand so that no library reads its own writing."""
    shown = "".join(f"({line}) Tj 0 -14 Td " for line in lines)
    content = f"BT /F1 11 Tf 50 750 Td {shown}ET".encode("latin-1")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> "
        b">> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
    )
    data, places = b"%PDF-1.4\n", list[int]()
    for number, item in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        data
        + b"xref\n0 5\n0000000000 65535 f \n%strailer\n<< /Size 5 /Root 1 0 R >>\n" % table
        + (b"startxref\n%d\n%%%%EOF\n" % len(data))
    )


def docx_of(*paragraphs: str, title: str = "", author: str = "") -> bytes:
    document, buffer = Document(), io.BytesIO()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.core_properties.title = title
    document.core_properties.author = author
    document.save(buffer)
    return buffer.getvalue()


def read(
    folder: Path, name: str, data: bytes | str, max_chars: int = 10_000
) -> list[RawDocument | LoadError]:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(READERS[path.suffix](path, max_chars))


def refusal(folder: Path, name: str, data: bytes | str, max_chars: int = 10_000) -> str:
    """Return why a file, or its one row, was refused."""
    try:
        (found,) = read(folder, name, data, max_chars)
    except UnreadableError as error:
        return str(error)
    assert isinstance(found, LoadError)
    return f"line {found.line}: {found.message}"


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
@pytest.mark.parametrize("text", [PROSE, f"A\r\n\r\n{PROSE}\r\n", f"  A\r{PROSE}\n\n", "“é” – 😀"])
def test_a_text_file_is_its_own_text_to_the_last_newline(tmp_path: Path, name: str, text: str):
    assert read(tmp_path, name, text) == [RawDocument(text)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_text_is_read_in_the_encoding_it_was_written_in(encoding: str):
    assert decode("“Kami siap” – café".encode(encoding)) == "“Kami siap” – café"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_any_utf8_text_comes_back_as_it_went(text: str):
    assert decode(text.encode()) == text.removeprefix("\ufeff")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "is binary"),
        ("Presiden tiba".encode("utf-16-le"), "is binary"),
        (b"\xff\xfea\x00b", "is marked as UTF-16"),
        ("Kafé di Hanoi – “ya”".encode() + b"\xe2\x80", "is damaged UTF-8 (byte 27)"),
        (b"kata \xed\xa0\x80 kata", "half of a surrogate pair"),
        (b"\x01\x02\x03kata", "control characters"),
        (bytes(range(128, 256)) * 3, "is not text in UTF-8 or Windows-1252"),
        (b"kata \x81\x8d kata kata kata", "is not text in UTF-8 or Windows-1252"),
    ],
)
def test_bytes_that_are_not_text_are_refused_with_the_reason(data: bytes, why: str):
    with pytest.raises(UnreadableError) as caught:
        decode(data)
    assert why in str(caught.value)


@given(st.binary(max_size=300))
def test_any_bytes_are_text_that_can_be_stored_or_refused(data: bytes):
    try:
        text = decode(data)
    except UnreadableError:
        return
    assert "\x00" not in text
    assert text.encode("utf-8").decode("utf-8") == text


HTML = f"""<!doctype html><html lang="id"><head><meta charset="utf-8">
<title>Presiden Tiba di Hanoi | Kabar Kota</title>
<meta property="og:title" content="Presiden Tiba di Hanoi">
<meta property="og:site_name" content="Kabar Kota">
<meta name="author" content="Rina Sari">
<meta property="article:published_time" content="2024-06-19T10:31:00+07:00">
<link rel="canonical" href="https://kabarkota.id/presiden"></head>
<body><nav><a href="/">Home</a> <a href="/politik">Politik</a></nav>
<article><h1>Presiden Tiba di Hanoi</h1><p>{PROSE} {PROSE}</p>
<script>alert("tidak")</script><p>Kunjungan itu berlangsung selama tiga hari penuh, menurut istana.
</p></article><footer>Hak Cipta Kabar Kota</footer></body></html>"""


def test_a_web_page_gives_its_article_and_what_its_head_says(tmp_path: Path):
    (entry,) = read(tmp_path, "a.html", HTML)
    assert isinstance(entry, RawDocument)
    assert PROSE in entry.text
    assert "selama tiga hari" in entry.text
    assert not any(words in entry.text for words in ("Politik", "alert", "Hak Cipta"))
    assert entry.given == ArticleMetadata(
        title="Presiden Tiba di Hanoi",
        source="Kabar Kota",
        author="Rina Sari",
        published=datetime(2024, 6, 19, 10, 31, tzinfo=timezone(timedelta(hours=7))),
        url="https://kabarkota.id/presiden",
    )


@pytest.mark.parametrize("page", ["<html><body></body></html>", "<", "<script>a()</script>"])
def test_a_web_page_without_an_article_is_refused(tmp_path: Path, page: str):
    assert "no article was found" in refusal(tmp_path, "a.html", page)


def test_a_pdf_gives_its_lines_joined_into_paragraphs(tmp_path: Path):
    data = pdf_of(
        "Presiden Tiba",
        "Presiden tiba di Hanoi pada hari Senin dan disambut oleh tuan",
        "rumah di bandara. Ia lalu menuju istana untuk berunding dan",
        "makan malam.",
        "Kunjungan itu berlangsung selama tiga hari.",
    )
    assert read(tmp_path, "a.pdf", data) == [
        RawDocument(
            "Presiden Tiba\n\nPresiden tiba di Hanoi pada hari Senin dan disambut oleh tuan "
            "rumah di bandara. Ia lalu menuju istana untuk berunding dan makan malam.\n\n"
            "Kunjungan itu berlangsung selama tiga hari."
        )
    ]


def test_a_word_broken_at_its_hyphen_is_joined_without_a_space():
    text = "Mereka membicarakan perjanjian itu dan anak-\nanak mereka yang ikut datang ke kota itu."
    assert unwrapped(text) == text.replace("\n", "")


def test_a_pdf_that_cannot_be_read_says_why(tmp_path: Path):
    whole = pdf_of(PROSE)
    writer, buffer = PdfWriter(clone_from=PdfReader(io.BytesIO(whole))), io.BytesIO()
    writer.encrypt("rahasia", algorithm="RC4-128")
    writer.write(buffer)
    assert "protected by a password" in refusal(tmp_path, "a.pdf", buffer.getvalue())
    assert "has no text in it (a scan?)" in refusal(tmp_path, "a.pdf", pdf_of())
    assert "is not a PDF that can be read" in refusal(tmp_path, "a.pdf", whole[:200])
    assert "is not a PDF that can be read" in refusal(tmp_path, "a.pdf", b"kata kata")
    assert "is longer than 10 characters" in refusal(tmp_path, "a.pdf", whole, max_chars=10)


def test_a_word_document_gives_its_paragraphs_tables_and_title(tmp_path: Path):
    document, buffer = Document(), io.BytesIO()
    document.add_paragraph("Presiden Tiba")
    document.add_paragraph(PROSE)
    cells = document.add_table(rows=1, cols=2).rows[0].cells
    cells[0].text, cells[1].text = "Hanoi", "3 hari"
    document.core_properties.title, document.core_properties.author = "Kunjungan", "Rina Sari"
    document.save(buffer)
    assert read(tmp_path, "a.docx", buffer.getvalue()) == [
        RawDocument(
            f"Presiden Tiba\n\n{PROSE}\n\n- Hanoi | 3 hari",
            ArticleMetadata(title="Kunjungan", author="Rina Sari"),
        )
    ]


def test_a_word_document_that_cannot_be_read_says_why(tmp_path: Path):
    whole = docx_of(PROSE)
    assert "has no text in it" in refusal(tmp_path, "a.docx", docx_of())
    assert "or cut short" in refusal(tmp_path, "a.docx", whole[:-200])
    assert "or cut short" in refusal(tmp_path, "a.docx", b"kata kata")
    assert "protected by a password" in refusal(
        tmp_path, "a.docx", struct.pack(">Q", 0xD0CF11E0A1B11AE1)
    )
    assert "longer than 10 characters" in refusal(tmp_path, "a.docx", whole, max_chars=10)


def test_a_word_document_that_unpacks_to_too_much_is_not_unpacked(tmp_path: Path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 60_000_000)
    assert "unpacks to 60,000,000 bytes" in refusal(tmp_path, "a.docx", buffer.getvalue())


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
    assert read(tmp_path, "a.jsonl", "\n" + json.dumps(row)) == [RawDocument(PROSE, given, "7", 2)]


def test_paragraphs_stand_in_for_text_in_json_lines(tmp_path: Path):
    row = json.dumps({"paragraphs": ["Satu.", "Dua."]})
    assert read(tmp_path, "a.jsonl", row) == [
        RawDocument("Satu.\n\nDua.", ArticleMetadata(), "1", 1)
    ]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ('{"text": "a"', "is not JSON (Expecting"),
        ('["a"]', "is list and not an object"),
        ("null", "is NoneType and not an object"),
        ('{"body": "a"}', "has no 'text', only 'body'"),
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
    first, bad, last = read(tmp_path, "a.jsonl", f"{good}\n{row}\n{good}\n")
    assert isinstance(first, RawDocument)
    assert isinstance(last, RawDocument)
    assert isinstance(bad, LoadError)
    assert bad.line == 2
    assert why in bad.message


def test_a_row_that_is_far_too_long_is_passed_over(tmp_path: Path):
    good = json.dumps({"text": PROSE})
    found = read(tmp_path, "a.jsonl", f"{good}\n{'x' * 5_000_000}\n{good}", max_chars=1000)
    assert [type(item) for item in found] == [RawDocument, LoadError, RawDocument]
    assert "is longer than 71,536 bytes" in str(found[1])


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_with_the_delimiter_of_its_header(tmp_path: Path, delimiter: str, mark: str):
    rows = [("title", "text", "id"), ("Tiba", '"Presiden tiba.\nIa disambut."', "x1")]
    data = mark + "".join(delimiter.join(row) + "\r\n" for row in rows)
    assert read(tmp_path, "a.csv", data) == [
        RawDocument("Presiden tiba.\nIa disambut.", ArticleMetadata(title="Tiba"), "x1", 2)
    ]


def test_a_field_of_csv_may_be_longer_than_the_modules_own_limit(tmp_path: Path):
    text = "kata " * 40_000
    (entry,) = read(tmp_path, "a.csv", f'text\n"{text}"\n', max_chars=300_000)
    assert isinstance(entry, RawDocument)
    assert entry.text == text


def test_bad_rows_of_csv_are_refused_with_the_line_that_they_begin_on(tmp_path: Path):
    data = b'title,text\nA,"Satu.\nDua."\nB\nC,Tiga.\n\n\x81\x8d\xff\nD,\nE,"Empat'
    found = read(tmp_path, "a.csv", data)
    assert [getattr(item, "line", None) for item in found] == [2, 4, 5, 7, 8, 9]
    messages = [item.message for item in found if isinstance(item, LoadError)]
    assert "has 1 cells where the header names 2" in messages[0]
    assert "is not text in UTF-8" in messages[1]
    assert "'text' is empty" in messages[2]
    assert "is not CSV" in messages[3]


def test_csv_without_a_text_column_is_one_problem(tmp_path: Path):
    assert refusal(tmp_path, "a.csv", "title,isi\nA,B\nC,D\n").startswith(
        "line 1: no column 'text' among 'title, isi'"
    )


def test_a_header_that_is_no_csv_is_one_problem(tmp_path: Path):
    assert "is not CSV" in refusal(tmp_path, "a.csv", "title\rtext\rA\rB")


@pytest.mark.parametrize("suffix", sorted(READERS))
@given(data=st.binary(max_size=200))
def test_no_bytes_make_a_reader_raise_anything_but_a_refusal(
    suffix: str, data: bytes, tmp_path_factory: pytest.TempPathFactory
):
    path = tmp_path_factory.getbasetemp() / f"any{suffix}"
    path.write_bytes(data)
    try:
        found = list(READERS[suffix](path, 1000))
    except UnreadableError:
        return
    assert all(isinstance(item, RawDocument | LoadError) for item in found)
