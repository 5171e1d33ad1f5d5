"""The article of a web page, and what the page says of it."""

from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from fakes.loading import CASES, load, load_error

from qa.ingest.document import ArticleMetadata, RawDocument

PROSE = "Presiden tiba di Hanoi pada Senin. Ia disambut di bandara."


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
    (entry,) = load(tmp_path, "a.html", HTML)
    assert isinstance(entry, RawDocument)
    assert PROSE in entry.text
    assert "selama tiga hari" in entry.text
    assert not any(words in entry.text for words in ("Politik", "alert", "Hak Cipta"))
    assert entry.metadata == ArticleMetadata(
        title="Presiden Tiba di Hanoi",
        source="Kabar Kota",
        author="Rina Sari",
        published=datetime(2024, 6, 19, 10, 31, tzinfo=timezone(timedelta(hours=7))),
        url="https://kabarkota.id/presiden",
    )


@pytest.mark.parametrize("page", ["<html><body></body></html>", "<", "<script>a()</script>"])
def test_a_web_page_without_an_article_is_refused(tmp_path: Path, page: str):
    assert "no article was found" in load_error(tmp_path, "a.html", page)


def case(tmp_path: Path, name: str) -> RawDocument:
    (document,) = load(tmp_path, "a.html", (CASES / name).read_bytes())
    assert isinstance(document, RawDocument)
    return document


def page(tmp_path: Path, body: str, head: str = "") -> RawDocument:
    """A page with this body below its headline, between two paragraphs of prose."""
    html = (
        f"<html><head><title>Presiden Tiba di Hanoi</title>{head}</head><body><article>"
        f"<h1>Presiden Tiba di Hanoi</h1><p>{PROSE} {PROSE}</p>{body}"
        "<p>Kunjungan itu berlangsung selama tiga hari penuh, menurut istana.</p></article>"
        "</body></html>"
    )
    (document,) = load(tmp_path, "a.html", html)
    assert isinstance(document, RawDocument)
    return document


def test_the_mark_of_a_note_joins_no_number(tmp_path: Path):
    assert "12 million euros" in case(tmp_path, "inputs/html-sup.html").text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Luasnya 12 km<sup>2</sup> lebih.", "Luasnya 12 km² lebih."),
        ("Ada 10<sup>6</sup> sel di sana.", "Ada 10⁶ sel di sana."),
        ("Korban 45<sup>[2]</sup> orang.", "Korban 45 orang."),
        ('Korban 45<sup><a href="#n">b</a></sup> orang.', "Korban 45 orang."),
        ("On the 19<sup>th</sup> of June he left.", "On the 19th of June he left."),
    ],
)
def test_powers_and_ordinals_stay_and_marks_of_notes_go(tmp_path: Path, written: str, read: str):
    assert read in page(tmp_path, f"<p>{written}</p>").text


def test_what_is_hidden_is_not_read(tmp_path: Path):
    assert "Victor Sly" not in case(tmp_path, "inputs/html-hidden.html").text


@pytest.mark.parametrize(
    "hidden",
    [
        '<p aria-hidden="true">{}</p>',
        '<div style="color: red; display : none"><p>{}</p></div>',
        "<p><del>{}</del></p>",
        "<p>Kata itu <s>{}</s></p>",
        '<p class="x rahasia">{}</p>',
        "<template><p>{}</p></template>",
    ],
)
def test_hidden_and_deleted_words_are_not_read(tmp_path: Path, hidden: str):
    style = "<style>a, .rahasia { display: none }</style>"
    text = page(tmp_path, hidden.format("Walikota Tono ditahan hari Minggu."), style).text
    assert "Tono" not in text
    assert "tiga hari penuh" in text


def test_a_page_under_an_overlay_is_read(tmp_path: Path):
    html = HTML.replace("<article>", '<div aria-hidden="true"><article>').replace(
        "</article>", "</article></div>"
    )
    (document,) = load(tmp_path, "a.html", html)
    assert PROSE in document.text


def test_a_declared_charset_is_obeyed(tmp_path: Path):
    assert "Composer Dvořák was born" in case(tmp_path, "inputs/html-charset-1250.html").text


@pytest.mark.parametrize(
    ("declared", "charset", "word"),
    [
        (
            '<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">',
            "koi8-r",
            "Москве",
        ),
        ('<meta charset="iso-8859-1">', "cp1252", "“Café”"),
        ('<meta charset="iso-8859-1">', "utf-8", "“Café”"),
        ('<meta charset="x-unknown">', "cp1252", "Café"),
    ],
)
def test_charsets_that_are_declared_or_evident(
    tmp_path: Path, declared: str, charset: str, word: str
):
    html = HTML.replace('<meta charset="utf-8">', declared).replace("Ia disambut", word)
    (document,) = load(tmp_path, "a.html", html.encode(charset))
    assert word in document.text


def test_a_cell_is_read_with_the_header_of_its_column(tmp_path: Path):
    text = case(tmp_path, "inputs/html-table.html").text
    assert "- Department: Schools | 2023: 10 million euros | 2024: 14 million euros" in text


def test_merged_cells_and_two_rows_of_headers_are_heeded(tmp_path: Path):
    table = (
        "<table><thead><tr><th rowspan='2'>Kota</th><th colspan='2'>Suara</th></tr>"
        "<tr><th>2019</th><th>2024</th></tr></thead>"
        "<tr><td rowspan='2'>Baruna</td><td>40</td><td>61</td></tr>"
        "<tr><td colspan='2'>batal</td></tr></table>"
    )
    text = page(tmp_path, table).text
    assert "- Kota: Baruna | Suara 2019: 40 | Suara 2024: 61" in text
    assert "- Kota: Baruna | Suara 2019, Suara 2024: batal" in text


def test_a_table_that_only_lays_out_the_page_is_prose(tmp_path: Path):
    words = "Warga menunggu di tepi jalan sejak pagi hari. " * 8
    text = page(tmp_path, f"<table><tr><td><p>{words}</p></td><td>Iklan</td></tr></table>").text
    assert "Warga menunggu di tepi jalan" in text
    assert "- Warga" not in text


def test_a_page_that_needs_scripts_is_refused(tmp_path: Path):
    data = (CASES / "inputs/html-js-only.html").read_bytes()
    assert "no article was found" in load_error(tmp_path, "a.html", data)
    page = "<div id=app>Please enable JavaScript to view this page.</div>"
    assert "no article was found" in load_error(tmp_path, "a.html", page)


def test_loose_text_beside_paragraphs_is_not_lost(tmp_path: Path):
    text = case(tmp_path, "pages/11-html-lead-loose-text.html").text
    assert "Pemerintah Kota Baruna membuka kembali jembatan gantung" in text
    assert "Menurut catatan dinas, jembatan itu dilalui" in text


@pytest.mark.parametrize("name", ["author-box", "share", "related-content sidebar"])
def test_a_misleading_class_around_the_article_loses_nothing(tmp_path: Path, name: str):
    paragraphs = "".join(
        f"<p>Paragraf nomor {n} tentang kunjungan itu panjang sekali.</p>" for n in range(6)
    )
    html = f"<html><body><div class='{name}'><h1>Presiden Tiba</h1>{paragraphs}</div></body></html>"
    (document,) = load(tmp_path, "a.html", html)
    assert all(f"Paragraf nomor {n}" in document.text for n in range(6))


@pytest.mark.parametrize("name", ["html-footer-year.html", "html-script-date.html"])
def test_no_day_is_taken_from_a_footer_or_a_script(tmp_path: Path, name: str):
    assert case(tmp_path, f"inputs/{name}").metadata.published is None


@pytest.mark.parametrize(
    "elsewhere",
    [
        '<aside><time datetime="2021-01-02">2 Januari 2021</time></aside>',
        '<div class="sidebar">Senin, 4 Maret 2024 | 14:05 WIB</div>',
        '<div class="related"><h2>Lain</h2><span>4 Maret 2024</span></div>',
    ],
)
def test_no_day_is_taken_from_other_parts_of_the_page(tmp_path: Path, elsewhere: str):
    html = HTML.replace("</article>", f"</article>{elsewhere}").replace("published_time", "x")
    (document,) = load(tmp_path, "a.html", html)
    assert document.metadata.published is None


MOMENT = datetime(2024, 3, 4, 14, 5, tzinfo=timezone(timedelta(hours=7)))


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("13-html-title-suffix.html", "Kompas.com"),
        ("14-html-publisher-not-canonical.html", "Okezone"),
        ("15-html-visible-dateline.html", "Warta Baruna"),
        ("17-html-publisher-facebook.html", "Kompas.com"),
        ("18-html-meta-content-first.html", "Warta Baruna"),
    ],
)
def test_title_publisher_and_moment_of_a_page(tmp_path: Path, name: str, source: str):
    found = case(tmp_path, f"pages/{name}").metadata
    assert found.title == "Jembatan Gantung Sendang Asri Kembali Dibuka"
    assert (found.source, found.published) == (source, MOMENT)


@pytest.mark.parametrize(
    ("head", "source"),
    [
        ('<meta property="og:title" content="Presiden Tiba di Hanoi | tempo.co">', None),
        (
            '<meta property="og:site_name" content="@kabar"><link rel="canonical" '
            'href="https://web.archive.org/web/2020/https://www.viva.co.id/a/1">',
            "VIVA",
        ),
        (
            '<meta name="twitter:title" content="Lain"><link rel="canonical" '
            'href="https://www.kabarkota.id/a">',
            "kabarkota.id",
        ),
    ],
)
def test_more_heads_of_pages(tmp_path: Path, head: str, source: str | None):
    found = page(tmp_path, "", head).metadata
    assert (found.title, found.source) == ("Presiden Tiba di Hanoi", source)


@pytest.mark.parametrize(
    ("byline", "author"),
    [
        ('<div class="read__author">Penulis: Rani Puspawati</div>', "Rani Puspawati"),
        ('<span itemprop="author">Bimo Setyadi</span>', "Bimo Setyadi"),
        ("<div>Oleh: Rani Puspawati, Bimo Setyadi</div>", "Rani Puspawati, Bimo Setyadi"),
    ],
)
def test_the_visible_byline_wins_over_an_account(tmp_path: Path, byline: str, author: str):
    head = (
        '<meta name="author" content="Redaksi Kabar"><meta property="og:site_name" content="Kabar">'
    )
    html = (
        f"<html><head>{head}</head><body><h1>Presiden Tiba di Hanoi</h1>{byline}"
        f"<p>{PROSE} {PROSE}</p></body></html>"
    )
    (document,) = load(tmp_path, "a.html", html)
    assert document.metadata.author == author


def test_linked_data_gives_day_and_authors(tmp_path: Path):
    head = (
        '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": '
        '"Presiden Tiba di Hanoi", "datePublished": "2024-06-19", "author": [{"name": "Rani '
        'Puspawati"}, {"name": "Bimo Setyadi"}], "publisher": {"name": "Kabar Kota"}}]}</script>'
    )
    found = page(tmp_path, "", head).metadata
    assert found.published == date(2024, 6, 19)
    assert (found.author, found.source) == ("Rani Puspawati, Bimo Setyadi", "Kabar Kota")
