"""Word documents, made here and read back."""

import io
import re
import struct
import zipfile
from pathlib import Path

from docx import Document
from fakes.loading import CASES, load, load_error

from qa.ingest.document import ArticleMetadata, RawDocument

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


def word_text(tmp_path: Path, body: str, **parts: str) -> str:
    """The text of a document whose body is this XML, with other parts by their names."""
    source, target = zipfile.ZipFile(io.BytesIO(docx_of("X"))), io.BytesIO()
    with source, zipfile.ZipFile(target, "w") as archive:
        for item in source.infolist():
            data = source.read(item).decode("utf-8", "replace")
            if item.filename == "word/document.xml":
                head = re.match(r".*?<w:body>", data, re.DOTALL)[0]
                data = f"{head}{body}</w:body></w:document>"
            elif item.filename == "word/_rels/document.xml.rels":
                data = data.replace(
                    "</Relationships>", "".join(map(relation, parts)) + "</Relationships>"
                )
            elif item.filename == "[Content_Types].xml":
                data = data.replace("</Types>", "".join(map(content_type, parts)) + "</Types>")
            if item.filename.endswith((".xml", ".rels")):
                archive.writestr(item.filename, data)
            else:
                archive.writestr(item, source.read(item))
        for name, part in parts.items():
            archive.writestr(f"word/{name}.xml", part)
    (document,) = load(tmp_path, "a.docx", target.getvalue())
    return document.text


OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def relation(name: str) -> str:
    return f'<Relationship Id="x{name}" Type="{OFFICE}/relationships/{name}" Target="{name}.xml"/>'


def content_type(name: str) -> str:
    kind = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{name}+xml"
    return f'<Override PartName="/word/{name}.xml" ContentType="{kind}"/>'


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_what_is_read_is_what_word_shows(tmp_path: Path):
    data = (CASES / "inputs/docx-tracked-changes.docx").read_bytes()
    (document,) = load(tmp_path, "a.docx", data)
    assert "the union will not accept the offer" in document.text
    assert "paid 8 million euros" in document.text
    assert "5 million" not in document.text
    assert "Talks resume on Friday in Eastwick, the mediator said." in document.text
    assert "The mediator is Judge Oskar Brandt, who" in document.text
    assert "The strike fund holds 3 million euros." in document.text
    assert "The spokesman of the harbour company is Felix Marden." in document.text
    assert "Deputy leader Ida Kell left the union in May." in document.text


def test_hidden_and_moved_text_and_the_code_of_a_field_are_not_read(tmp_path: Path):
    body = (
        f"<w:p>{run('Warga ')}{run('tidak ', '<w:vanish/>')}{run('setuju ')}"
        f"<w:moveFrom w:id='1'>{run('kemarin ')}</w:moveFrom>"
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>"
        f"<w:r><w:fldChar w:fldCharType='separate'/></w:r>{run('hari ini.')}"
        "<w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>"
    )
    assert word_text(tmp_path, body) == "Warga setuju hari ini."


def test_paragraphs_whose_mark_was_deleted_are_one(tmp_path: Path):
    body = (
        f"<w:p><w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>{run('Warga menolak ')}</w:p>"
        f"<w:p>{run('usul itu.')}</w:p>"
    )
    assert word_text(tmp_path, body) == "Warga menolak usul itu."


def test_the_mark_of_a_note_joins_no_number_and_the_note_follows(tmp_path: Path):
    notes = (
        f'<w:footnotes xmlns:w="{MAIN}"><w:footnote w:id="2"><w:p>{run("Menurut dinas.")}</w:p>'
        "</w:footnote></w:footnotes>"
    )
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    raised = '<w:vertAlign w:val="superscript"/>'
    body = (
        f"<w:p>{run('Biayanya 12')}{mark}{run(' juta.')}</w:p>"
        f"<w:p>{run('Luasnya 12')}{run('3', raised)}{run(' juta km')}{run('2', raised)}</w:p>"
    )
    text = word_text(tmp_path, body, footnotes=notes)
    assert text == "Biayanya 12 juta.\n\nMenurut dinas.\n\nLuasnya 12 juta km²"


def test_a_text_box_is_read_once(tmp_path: Path):
    box = f"<w:txbxContent><w:p>{run('Kata kotak.')}</w:p></w:txbxContent>"
    body = (
        '<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/'
        f'markup-compatibility/2006"><mc:Choice Requires="wps"><w:drawing>{box}</w:drawing>'
        f"</mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
        f"</w:r>{run('Kata utama.')}</w:p>"
    )
    assert word_text(tmp_path, body) == "Kata utama.\n\nKata kotak."


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{run(text)}</w:p></w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def test_a_cell_is_read_with_the_header_of_its_column(tmp_path: Path):
    rows = (
        row(cell("Pos"), cell("2023"), cell("2024"))
        + row(cell("Sekolah"), cell("4 juta"), cell("5 juta"))
        + row(cell("Jalan"), cell("7 juta", '<w:gridSpan w:val="2"/>'))
    )
    assert word_text(tmp_path, f"<w:tbl>{rows}</w:tbl>") == (
        "- Pos: Sekolah | 2023: 4 juta | 2024: 5 juta\n- Pos: Jalan | 2023, 2024: 7 juta"
    )


def test_merged_cells_deleted_rows_and_marked_headers_are_heeded(tmp_path: Path):
    rows = (
        row(cell("Kota"), cell("Wali kota"), properties="<w:tblHeader/>")
        + row(cell("Baruna", '<w:vMerge w:val="restart"/>'), cell("Rudi"))
        + row(cell("", "<w:vMerge/>"), cell("Sari"))
        + row(cell("Sendang"), cell("Tono"), properties="<w:del w:id='1'/>")
    )
    assert word_text(tmp_path, f"<w:tbl>{rows}</w:tbl>") == (
        "- Kota: Baruna | Wali kota: Rudi\n- Kota: Baruna | Wali kota: Sari"
    )
