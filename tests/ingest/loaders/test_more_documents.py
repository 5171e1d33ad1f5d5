"""OpenDocument, EPUB, Rich Text and e-mail, made here and read back."""

# ruff: noqa: E501 (markup is on one line)

import io
import zipfile
from datetime import datetime, timedelta, timezone
from email.message import EmailMessage
from pathlib import Path

import pytest
from fakes.loading import load, load_error

from qa.ingest.document import ArticleMetadata, LoadWarning

OFFICE = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
WORDS = "Presiden tiba di Hanoi pada Senin dan disambut oleh tuan rumah di bandara. " * 4


def archive(**files: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, text in files.items():
            target.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return buffer.getvalue()


def odt(body: str, meta: str = "") -> bytes:
    content = f"<office:document {OFFICE}><office:body><office:text>{body}</office:text></office:body></office:document>"
    about = f"<office:document {OFFICE}><office:meta>{meta}</office:meta></office:document>"
    return archive(content_xml=content, meta_xml=about)


def test_an_open_document_text_is_read_as_it_is_shown(tmp_path: Path):
    body = (
        "<text:tracked-changes><text:deletion><text:p>Rahasia.</text:p></text:deletion>"
        "</text:tracked-changes><text:h>Judul</text:h><text:p>Biaya 12<text:note><text:note-citation>3"
        "</text:note-citation><text:note-body><text:p>Menurut dinas.</text:p></text:note-body>"
        "</text:note> juta<text:s/>rupiah.</text:p><table:table><table:table-header-rows><table:table-row>"
        "<table:table-cell><text:p>Pos</text:p></table:table-cell><table:table-cell><text:p>2024</text:p>"
        "</table:table-cell></table:table-row></table:table-header-rows><table:table-row>"
        "<table:table-cell><text:p>Jalan</text:p></table:table-cell><table:table-cell><text:p>7</text:p>"
        "</table:table-cell></table:table-row></table:table>"
    )
    (found,) = load(
        tmp_path, "a.odt", odt(body, "<dc:title>Tiba</dc:title><dc:creator>Rina</dc:creator>")
    )
    assert (
        found.text == "Judul\n\nBiaya 12 juta rupiah.\n\nMenurut dinas.\n\n- Pos: Jalan | 2024: 7"
    )
    assert found.metadata == ArticleMetadata(title="Tiba", author="Rina")


def epub(*chapters: str) -> bytes:
    names = [f"c{n}.xhtml" for n in range(len(chapters))]
    items = "".join(f'<item id="i{n}" href="{name}"/>' for n, name in enumerate(names))
    spine = "".join(f'<itemref idref="i{n}"/>' for n in reversed(range(len(names))))
    package = (
        f'<package xmlns:dc="x"><metadata><dc:title>Buku</dc:title><dc:creator>Rina</dc:creator></metadata>'
        f"<manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    container = '<container><rootfiles><rootfile full-path="OPS/a.opf"/></rootfiles></container>'
    files = {f"OPS/{name}": text for name, text in zip(names, chapters, strict=True)}
    return archive(**{"META-INF/container.xml": container, "OPS/a.opf": package, **files})


def test_a_chapter_of_a_book_is_a_document_in_the_order_of_its_spine(tmp_path: Path):
    first, second = f"<h1>Satu</h1><p>{WORDS}</p>", f"<h1>Dua</h1><p>{WORDS}</p>"
    cover = "<p>Buku</p>"
    found = load(tmp_path, "a.epub", epub(second, first, cover))
    assert [(each.metadata.title, each.key) for each in found] == [("Satu", "1"), ("Dua", "2")]
    assert found[0].text == f"Satu\n\n{WORDS.strip()}"
    assert (found[0].metadata.source, found[0].metadata.author) == ("Buku", "Rina")
    (short,) = load(tmp_path, "b.epub", epub("<p>Satu kata.</p>", "<p>Dua kata.</p>"))
    assert short.text == "Dua kata.\n\nSatu kata."


def test_rich_text_is_read_without_what_is_hidden(tmp_path: Path):
    data = (
        r"{\rtf1\ansi{\info{\title Tiba}{\author Rina}}\pard Presiden {\v rahasia }tiba \u8220?hari"
        r"\u8221? ini.\par Ia disambut.\par}"
    )
    (found,) = load(tmp_path, "a.rtf", data)
    assert found.text == "Presiden tiba “hari” ini.\n\nIa disambut."
    assert found.metadata == ArticleMetadata(title="Tiba", author="Rina")


@pytest.mark.parametrize("is_html", [False, True])
def test_a_message_is_read_and_its_attachment_is_named(tmp_path: Path, is_html: bool):
    message = EmailMessage()
    message["Subject"], message["From"] = "Presiden tiba", "Rina Sari <rina@kabar.id>"
    message["Date"] = "Wed, 19 Jun 2024 10:31:00 +0700"
    if is_html:
        message.set_content(f"<html><body><article><p>{WORDS}</p></article></body></html>", "html")
    else:
        message.set_content(WORDS)
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="a.pdf")
    found, warning = load(tmp_path, "a.eml", message.as_bytes())
    moment = datetime(2024, 6, 19, 10, 31, tzinfo=timezone(timedelta(hours=7)))
    assert found.metadata == ArticleMetadata("Presiden tiba", None, "Rina Sari", moment)
    assert found.text.strip() == WORDS.strip()
    assert isinstance(warning, LoadWarning)
    assert "not read: a.pdf" in str(warning)


@pytest.mark.parametrize("name", ["a.odt", "a.epub", "a.rtf", "a.xlsx"])
def test_a_file_of_another_kind_says_so(tmp_path: Path, name: str):
    assert load_error(tmp_path, name, b"kata kata").endswith("save it anew")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.odt", odt("")),
        ("a.epub", epub("<p></p>")),
        ("a.rtf", r"{\rtf1 }"),
        ("a.eml", "Subject: a\n\n"),
    ],
)
def test_a_file_without_text_says_so(tmp_path: Path, name: str, data: bytes | str):
    assert "has no text in it" in load_error(tmp_path, name, data)


def test_an_archive_that_unpacks_to_too_much_is_not_unpacked(tmp_path: Path):
    bomb = archive(content_xml=" " * 60_000_000)
    assert "unpacks to 60,000,000 bytes" in load_error(tmp_path, "a.odt", bomb)
    assert "unpacks to 60,000,000 bytes" in load_error(tmp_path, "a.epub", bomb)
