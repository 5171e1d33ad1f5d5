"""PDFs, made here and read back."""

import io
from pathlib import Path

import pytest
from fakes.loading import CASES, load, load_error
from pypdf import PdfReader, PdfWriter

from qa.ingest.document import RawDocument

PROSE = "Presiden tiba di Hanoi pada Senin. Ia disambut di bandara."


def pdf_of(*lines: str) -> bytes:
    """Return a PDF of one page, written by hand so that no library reads its own writing."""
    shown = "".join(f"({line}) Tj 0 -14 Td " for line in lines)
    return pdf_of_content(f"BT /F1 11 Tf 50 750 Td {shown}ET")


def pdf_of_content(stream: str) -> bytes:
    """Return a PDF of one page with this content stream."""
    content = stream.encode("latin-1")
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


def test_a_pdf_gives_its_lines_joined_into_paragraphs(tmp_path: Path):
    data = pdf_of(
        "Presiden Tiba",
        "Presiden tiba di Hanoi pada hari Senin dan disambut oleh tuan",
        "rumah di bandara. Ia lalu menuju istana untuk berunding dan",
        "makan malam.",
        "Kunjungan itu berlangsung selama tiga hari.",
    )
    assert load(tmp_path, "a.pdf", data) == [
        RawDocument(
            "Presiden Tiba\n\nPresiden tiba di Hanoi pada hari Senin dan disambut oleh tuan "
            "rumah di bandara. Ia lalu menuju istana untuk berunding dan makan malam.\n\n"
            "Kunjungan itu berlangsung selama tiga hari."
        )
    ]


def test_a_word_broken_over_two_lines_is_whole_and_a_hyphen_of_its_own_stays(tmp_path: Path):
    data = pdf_of(
        "Mereka membicarakan perjanjian itu bersama anak-",
        "anak mereka, dan presiden menyebut peme-",
        "rintah kota, kota Jusuf-",
        "Kalla serta peninjau rata-rata dan rata-",
        "rata lagi.",
    )
    (document,) = load(tmp_path, "a.pdf", data)
    assert document.text == (
        "Mereka membicarakan perjanjian itu bersama anak-anak mereka, dan presiden menyebut "
        "pemerintah kota, kota Jusuf-Kalla serta peninjau rata-rata dan rata-rata lagi."
    )


def case(tmp_path: Path, name: str) -> str:
    (document,) = load(tmp_path, "a.pdf", (CASES / "inputs" / name).read_bytes())
    return document.text


def test_hyphens_at_line_ends_go(tmp_path: Path):
    text = case(tmp_path, "pdf-hyphen.pdf")
    assert "after the government promised them 8 million euros" in text
    assert "signed the agreement in the town hall" in text
    assert "nine-day strike" in text


def test_running_heads_and_page_numbers_are_not_read_and_a_sentence_goes_on(tmp_path: Path):
    text = case(tmp_path, "pdf-pages.pdf")
    assert "the workers would not return before Wednesday" in text
    assert "Page 1 of 2" not in text
    assert "COURIER" not in text


@pytest.mark.parametrize("name", ["pdf-columns_by_row.pdf", "pdf-columns_in_order.pdf"])
def test_columns_are_read_one_after_the_other(tmp_path: Path, name: str):
    first, second = case(tmp_path, name).split("\n\n")
    assert first.endswith("The mediator was Oskar Brandt.")
    assert second.startswith(
        "Meanwhile in Eastwick the town council elected a new mayor. Hugo Lant"
    )


def test_short_texts_side_by_side_are_a_table_with_its_headers(tmp_path: Path):
    rows = (("Pos", "2023", "2024"), ("Sekolah", "4 juta", "5 juta"), ("Jalan", "", "7 juta"))
    placed = "".join(
        f"1 0 0 1 {60 + 150 * x} {700 - 16 * y} Tm ({cell}) Tj "
        for y, row in enumerate(rows)
        for x, cell in enumerate(row)
        if cell
    )
    (document,) = load(tmp_path, "a.pdf", pdf_of_content(f"BT /F1 11 Tf {placed}ET"))
    assert (
        document.text == "- Pos: Sekolah | 2023: 4 juta | 2024: 5 juta\n- Pos: Jalan | 2024: 7 juta"
    )


def test_a_pdf_that_cannot_be_read_says_why(tmp_path: Path):
    whole = pdf_of(PROSE)
    writer, buffer = PdfWriter(clone_from=PdfReader(io.BytesIO(whole))), io.BytesIO()
    writer.encrypt("rahasia", algorithm="RC4-128")
    writer.write(buffer)
    assert "protected by a password" in load_error(tmp_path, "a.pdf", buffer.getvalue())
    assert "has no text in it (a scan?)" in load_error(tmp_path, "a.pdf", pdf_of())
    assert "is not a PDF that can be read" in load_error(tmp_path, "a.pdf", whole[:200])
    assert "is not a PDF that can be read" in load_error(tmp_path, "a.pdf", b"kata kata")
    assert "is longer than 10 characters" in load_error(tmp_path, "a.pdf", whole, max_chars=10)
