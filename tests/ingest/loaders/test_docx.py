"""Word documents, made here and read back."""

import io
import struct
import zipfile
from pathlib import Path

from docx import Document
from fakes.loading import load, load_error

from qa.ingest.document import RawDocument
from qa.ingest.metadata import ArticleMetadata

PROSE = "Presiden tiba di Hanoi pada Senin. Ia disambut di bandara."


def docx_of(*paragraphs: str, title: str = "", author: str = "") -> bytes:
    document, buffer = Document(), io.BytesIO()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.core_properties.title = title
    document.core_properties.author = author
    document.save(buffer)
    return buffer.getvalue()


def test_a_word_document_gives_its_paragraphs_tables_and_title(tmp_path: Path):
    document, buffer = Document(), io.BytesIO()
    document.add_paragraph("Presiden Tiba")
    document.add_paragraph(PROSE)
    cells = document.add_table(rows=1, cols=2).rows[0].cells
    cells[0].text, cells[1].text = "Hanoi", "3 hari"
    document.core_properties.title, document.core_properties.author = "Kunjungan", "Rina Sari"
    document.save(buffer)
    assert load(tmp_path, "a.docx", buffer.getvalue()) == [
        RawDocument(
            f"Presiden Tiba\n\n{PROSE}\n\n- Hanoi | 3 hari",
            ArticleMetadata(title="Kunjungan", author="Rina Sari"),
        )
    ]


def test_a_word_document_that_cannot_be_read_says_why(tmp_path: Path):
    whole = docx_of(PROSE)
    assert "has no text in it" in load_error(tmp_path, "a.docx", docx_of())
    assert "or cut short" in load_error(tmp_path, "a.docx", whole[:-200])
    assert "or cut short" in load_error(tmp_path, "a.docx", b"kata kata")
    assert "protected by a password" in load_error(
        tmp_path, "a.docx", struct.pack(">Q", 0xD0CF11E0A1B11AE1)
    )
    assert "longer than 10 characters" in load_error(tmp_path, "a.docx", whole, max_chars=10)


def test_a_word_document_that_unpacks_to_too_much_is_not_unpacked(tmp_path: Path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 60_000_000)
    assert "unpacks to 60,000,000 bytes" in load_error(tmp_path, "a.docx", buffer.getvalue())
