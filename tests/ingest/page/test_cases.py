"""Pages that were read wrongly once, each of its kind: what is right stands beside them."""

# ruff: noqa: E501 (a line of a page is one line)

import json
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from fakes.loading import CASES

from qa.ingest.page.boilerplate import body, searchable
from qa.ingest.page.metadata import read_metadata
from qa.ingest.read import read_articles
from qa.schema.article import Article

PAGES = [
    json.loads(line)
    for line in (CASES / "pages/cases.jsonl").read_text(encoding="utf-8").splitlines()
]
MOMENT = datetime(2024, 3, 4, 14, 5, tzinfo=timezone(timedelta(hours=7)))
PROSE = (
    "Pemerintah Kota Baruna membuka kembali jembatan gantung setelah tiga bulan perbaikan.\n\n"
    "Kepala dinas, Rudi Hartawan, mengatakan perbaikan itu menghabiskan Rp 4,2 miliar.\n\n"
    '"Warga bisa menyeberang tanpa memutar sejauh enam kilometer," kata Rudi di lokasi.'
)
HEADLINE = "Jembatan Gantung Sendang Asri Kembali Dibuka"


def article_of(case: dict) -> Article:
    loaded = read_articles([CASES / "pages" / case["file"]])
    row = case.get("row")
    (found,) = [a for a in loaded.articles if row is None or a.id.endswith(f"#{row}")]
    return found


def body_of(text: str) -> str:
    return " ".join(" ".join(text[run.start : run.end] for run in body(text)).split())


@pytest.mark.parametrize("case", PAGES, ids=[case["file"] for case in PAGES])
def test_a_page_is_read_as_its_reader_sees_it(case: dict):
    article, right = article_of(case), case["expected"]
    published = article.published.isoformat() if article.published else None
    assert article.title == right["title"]
    assert article.source == right["publisher"]
    assert (published, article.author) == (right["published"], right["author"])
    text = body_of(article.text)
    assert [line for line in right["body_lines_kept"] if line not in text] == []
    assert [line for line in right["lines_dropped"] if line in text] == []


@pytest.mark.parametrize(
    ("head", "published", "author"),
    [
        (f"{HEADLINE}\n\nWarga menyambut jembatan itu.\n\nOleh: Rani Puspawati\n"
         "Senin, 4 Maret 2024 | 14:05 WIB", MOMENT, "Rani Puspawati"),
        (f"Jumat, 3 Januari 2025\n\n{HEADLINE}\n\nDiterbitkan 04 Mar 2024, 14:05 WIB", MOMENT, None),
        (f"{HEADLINE}\n\nRani Puspawati, Bimo Setyadi, dan Darmawan Sutisna - detikNews\n"
         "Senin, 04 Mar 2024 14:05 WIB", MOMENT, "Rani Puspawati, Bimo Setyadi, dan Darmawan Sutisna"),
        (f"{HEADLINE}\n\nBARUNA, Senin (4/3/2024) - Jembatan itu dibuka.", date(2024, 3, 4), None),
    ],
)  # fmt: skip
def test_a_head_ends_where_the_article_begins(head: str, published: date, author: str | None):
    found = read_metadata(f"{head}\n\n{PROSE}")
    assert (found.title, found.published, found.author) == (HEADLINE, published, author)


@pytest.mark.parametrize(
    "history",
    [
        "Jembatan itu berdiri sejak 6 Desember 2005 dan dipakai warga.",
        "The bridge was built on 6 December 2005 and is used by all.",
        "Pada 12 Mei 1998 jembatan itu pernah runtuh.",
    ],
)
def test_a_day_of_history_is_not_the_day_of_publication(history: str):
    text = f"{HEADLINE}\n\n{history}\n\n{PROSE}\n\nCopyright © ANTARA 2006"
    assert read_metadata(text).published is None


@pytest.mark.parametrize(
    "label",
    ["Headline", "Nasional", "Headline\n\nKumpulan Berita DPRD", "Berita Utama\n\nNasional"],
)
def test_a_label_is_no_headline(label: str):
    assert read_metadata(f"{label}\n\n{PROSE}").title == PROSE.splitlines()[0]


def test_a_short_line_alone_above_the_article_is_its_headline():
    assert read_metadata(f"Akhirnya Selesai\n\n{PROSE}").title == "Akhirnya Selesai"


def test_a_short_headline_that_shares_its_words_with_the_article_is_one():
    assert read_metadata(f"Jembatan Baruna Dibuka\n\n{PROSE}").title == "Jembatan Baruna Dibuka"


@pytest.mark.parametrize(
    ("line", "debris"),
    [
        (
            "Warga senang. Baca juga: Pasar Malam Ramai Lagi Rudi mengatakan itu cukup.",
            "Pasar Malam",
        ),
        ("Warga senang, katanya. [Gambas:Youtube] Rudi mengatakan itu cukup.", "Gambas"),
        ("Warga senang. ![peta](https://kabar.id/a.png) Rudi mengatakan itu cukup.", "kabar.id"),
        ('Warga senang. <img src="a.png" alt="peta"> Rudi mengatakan itu cukup.', "peta"),
    ],
)
def test_a_callout_inside_a_paragraph_is_not_read_and_what_follows_is(line: str, debris: str):
    text = body_of(f"{HEADLINE}\n\n{PROSE}\n\n{line}")
    assert "Warga senang" in text
    assert "Rudi mengatakan itu cukup." in text
    assert debris not in text


@pytest.mark.parametrize(
    "caption",
    [
        "KOMPAS/BIMO SETYADI\nWarga menunggu di tepi sungai sejak pagi.",
        "Warga menunggu di tepi sungai sejak pagi. ANTARA FOTO/BIMO SETYADI",
        "Warga menunggu di tepi sungai sejak pagi.\nWarga menunggu di tepi sungai sejak pagi.",
    ],
)
def test_captions_are_not_the_article(caption: str):
    lines = PROSE.split("\n\n")
    text = "\n\n".join([HEADLINE, lines[0], caption, *lines[1:]])
    assert "menunggu" not in body_of(text)
    assert all(line in body_of(text) for line in lines)


@pytest.mark.parametrize(
    "label", ["TINGGALKAN KOMENTAR", "Berita Lainnya", "Leave a Reply", "Komentar (3)"]
)
def test_what_follows_a_label_of_the_tail_is_not_the_article(label: str):
    text = f"{HEADLINE}\n\n{PROSE}\n\n{label}\n\nSilakan tulis nama anda di sini.\n\nIsi wajib."
    assert "Silakan" not in body_of(text)
    assert "kata Rudi di lokasi." in body_of(text)


def test_the_copy_of_an_article_is_not_read_twice():
    text = f"{PROSE}\n\n{HEADLINE}\n\n{PROSE}"
    assert body_of(text).count("Rudi Hartawan") == 1
    long = "Warga yang tinggal di seberang sungai menyeberang setiap hari untuk bekerja. " * 3
    assert body_of(f"{HEADLINE}\n\n{long}\n\n{PROSE}\n\n{long}").count("seberang sungai") == 3


def test_a_true_line_that_ends_in_a_colon_is_kept():
    text = f"{HEADLINE}\n\n{PROSE}\n\nBerikut pesan wali kota kepada warga:\n\nJaga jembatan itu."
    assert "Berikut pesan wali kota kepada warga:" in body_of(text)


def quoted(path: Path) -> str:
    (article,) = read_articles([path]).articles
    return "\n".join(article.text[run.start : run.end] for run in searchable(article.text))


def test_the_first_line_of_a_text_without_prose_is_its_headline():
    text = (CASES / "inputs/results-no-passages.txt").read_text()
    assert read_metadata(text).title == "League results, round 12"


def test_headlines_and_short_notes_are_searched():
    assert "Hugo Lant elected mayor of Eastwick" in quoted(CASES / "inputs/headline-only.txt")
    assert "Ivo Lund, 14 goals" in quoted(CASES / "inputs/results-no-passages.txt")


@pytest.mark.parametrize(
    "text", ["Nora Vance elected mayor", "# Hasil\n\n## Putaran 2\n\nBaruna 3-1"]
)
def test_of_a_text_without_prose_every_line_is_searched(tmp_path: Path, text: str):
    path = tmp_path / "a.md"
    path.write_text(text, encoding="utf-8")
    assert [line for line in text.split("\n\n") if line not in quoted(path)] == []
