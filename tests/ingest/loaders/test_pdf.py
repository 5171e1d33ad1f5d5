"""PDFs, made here and read back."""

import io
from pathlib import Path

from fakes.loading import load, load_error
from pypdf import PdfReader, PdfWriter

from qa.ingest.document import RawDocument
from qa.ingest.loaders.pdf import unwrap_lines

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


def test_a_word_broken_at_its_hyphen_is_joined_without_a_space():
    text = "Mereka membicarakan perjanjian itu dan anak-\nanak mereka yang ikut datang ke kota itu."
    assert unwrap_lines(text) == text.replace("\n", "")


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
