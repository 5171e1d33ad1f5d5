"""Title, publisher, author and date, from the page alone."""

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from qa.ingest.document import ArticleMetadata
from qa.ingest.page.metadata import read_metadata
from qa.ingest.page.publishers import named, of_domain
from qa.values.dates.page_dates import find_dates, parse_published

WIB, WITA, WIT = (timezone(timedelta(hours=hours)) for hours in (7, 8, 9))
SEEDS = Path(__file__).parents[3] / "seeds"


@pytest.mark.parametrize(
    ("name", "title", "source", "author", "when"),
    [
        (
            "000",
            "Kim Jong Un dan Putin Akan Habiskan Pertemuan di Meja Perundingan",
            "VIVA",
            "Natania Longdong",
            date(2024, 6, 19),
        ),
        (
            "001",
            "Kompak Bahas Dunia 'Multipolar', Vladimir Putin Terbang ke Korea Utara "
            "Temui Kim Jong Un",
            "Radar Cirebon TV",
            None,
            None,
        ),
        (
            "002",
            "Gelar Karpet Maret, Putin Tiba di Korea Utara Disambut Hangat Kim Jong Un",
            "Okezone",
            None,
            date(2024, 6, 18),
        ),
        (
            "003",
            "Putin Akan Lakukan Kunjungan ke Korea Utara, Dalam Rangka Apa?",
            "detikNews",
            "Novi Christiastuti",
            datetime(2024, 5, 25, 17, 12, tzinfo=WIB),
        ),
        (
            "004",
            "Putin Akan Kunjungi Korea Utara Setelah 24 Tahun",
            "VIVA",
            "Arianti Widya",
            date(2024, 6, 10),
        ),
    ],
)
def test_the_seed_articles_are_named_as_a_reader_would_name_them(
    name: str, title: str, source: str, author: str | None, when: date | None
):
    (path,) = SEEDS.glob(f"{name}*.txt")
    assert read_metadata(path.read_text(encoding="utf-8")) == ArticleMetadata(
        title, source, author, when
    )


PROSE = (
    "{dateline}Pemerintah kota membuka pasar baru di tepi sungai pada {day}, setelah tertunda.\n\n"
    "Pasar itu menampung tiga ratus pedagang dari dua kecamatan di sekitarnya.\n"
)


def page(*head: str, dateline: str = "", day: str = "pagi hari", tail: str = "") -> str:
    return "\n".join(head) + "\n\n" + PROSE.format(dateline=dateline, day=day) + tail


@pytest.mark.parametrize(
    ("dateline", "source"),
    [
        ("JAKARTA, KOMPAS.com - ", "Kompas.com"),
        ("TEMPO.CO, Jakarta - ", "Tempo"),
        ("REPUBLIKA.CO.ID, JAKARTA -- ", "Republika"),
        ("Suara.com - ", "Suara.com"),
        ("Liputan6.com, Jakarta - ", "Liputan6.com"),
        ("Jakarta, CNN Indonesia -- ", "CNN Indonesia"),
        ("Jakarta, CNBC Indonesia - ", "CNBC Indonesia"),
        ("Pacitan (ANTARA) - ", "ANTARA"),
        ("LONDON, March 4 (Reuters) - ", "Reuters"),
        ("WASHINGTON (AP) — ", "AP"),
        ("RADARCIREBON.TV – ", "Radar Cirebon TV"),
        ("Kabarkota.id, Bandung - ", "kabarkota.id"),
    ],
)
def test_the_publisher_is_in_front_of_the_first_paragraph(dateline: str, source: str):
    assert (
        read_metadata(page("Pasar Baru Dibuka di Tepi Sungai", dateline=dateline)).source == source
    )


@pytest.mark.parametrize(
    ("line", "source", "author"),
    [
        ("Novi Christiastuti - detikNews", "detikNews", "Novi Christiastuti"),
        ("Rina Sari, CNN Indonesia", "CNN Indonesia", None),
        ("Kompas.com - 19/06/2024, 10:30 WIB", "Kompas.com", None),
        ("Penulis: Rina Sari", None, "Rina Sari"),
        ("Oleh: Budi Santoso dan Rina Sari", None, "Budi Santoso dan Rina Sari"),
        ("By Laura Bennett and Tom Ashcroft", None, "Laura Bennett and Tom Ashcroft"),
    ],
)
def test_a_signature_above_the_article_names_publisher_and_author(
    line: str, source: str | None, author: str | None
):
    found = read_metadata(page("Pasar Baru Dibuka di Tepi Sungai", line))
    assert (found.title, found.source, found.author) == (
        "Pasar Baru Dibuka di Tepi Sungai",
        source,
        author,
    )


def test_the_photo_of_another_publisher_does_not_make_the_page_theirs():
    head = ("Pasar Baru Dibuka di Tepi Sungai", "Suasana pasar (Foto: REUTERS)", "Sumber :")
    assert read_metadata(page(*head, "  • VIVA.co.id/Rina Sari")).source == "VIVA"


def test_a_publisher_that_is_only_quoted_is_not_the_pages():
    text = page("Pasar Baru Dibuka di Tepi Sungai", day="Senin, seperti dilansir Reuters")
    assert read_metadata(text).source is None


def test_a_photographer_is_not_taken_for_the_author_of_another_site():
    text = page(
        "Pasar Baru Dibuka di Tepi Sungai", "Rina Sari - Instagram", dateline="Suara.com - "
    )
    assert read_metadata(text).author is None


@pytest.mark.parametrize(
    ("head", "day", "tail", "expected"),
    [
        (("Rabu, 19 Juni 2024 10:31 WITA",), "Selasa (18/6/2024)", "",
         datetime(2024, 6, 19, 10, 31, tzinfo=WITA)),
        (("19 Juni 2024 | 10.31 WIT",), "pagi", "", datetime(2024, 6, 19, 10, 31, tzinfo=WIT)),
        (("19 Juni 2024",), "18 Juni 2024", "", date(2024, 6, 19)),
        ((), "Selasa (18/6/2024)", "\nTerpopuler\n\n3 Juli 2024", date(2024, 6, 18)),
        ((), "Senin", "\nTerpopuler\n\n3 Juli 2024 10:00 WIB", None),
        ((), "17 Agustus 1945. Itu dikatakannya Rabu (19/6/2024)", "", date(2024, 6, 19)),
        ((), "Rabu (19/6)", "", None),
        (("Diperbarui 20 Juni 2024, 08:00 WIB", "Terbit 19 Juni 2024, 10:31 WIB"), "pagi", "",
         datetime(2024, 6, 19, 10, 31, tzinfo=WIB)),
    ],
)  # fmt: skip
def test_the_dateline_beats_the_first_paragraphs_and_the_tail_is_never_asked(
    head: tuple[str, ...], day: str, tail: str, expected: date | None
):
    assert read_metadata(page("Pasar Baru Dibuka di Tepi Sungai", *head, day=day, tail=tail)
                       ).published == expected  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("19 Juni 2024", date(2024, 6, 19)),
        ("Selasa (18/6/2024)", date(2024, 6, 18)),
        ("Selasa ( 18 / 6 / 2024 )", date(2024, 6, 18)),
        ("25 Mei 2024 17:12 WIB", datetime(2024, 5, 25, 17, 12, tzinfo=WIB)),
        ("Rabu, 19 Jun 2024 10:24 WIB", datetime(2024, 6, 19, 10, 24, tzinfo=WIB)),
        ("19 Juni 2024 pukul 12.30 WITA", datetime(2024, 6, 19, 12, 30, tzinfo=WITA)),
        ("June 19, 2024", date(2024, 6, 19)),
        ("Wed, June 19th, 2024 at 3:45 p.m. UTC", datetime(2024, 6, 19, 15, 45, tzinfo=UTC)),
        ("19 June 2024", date(2024, 6, 19)),
        ("6/19/2024", date(2024, 6, 19)),
        ("2024-06-19", date(2024, 6, 19)),
        ("2024-06-19T10:31:00+07:00", datetime(2024, 6, 19, 10, 31, tzinfo=WIB)),
        ("19 Juni 2024 10:31", date(2024, 6, 19)),  # no zone: the time is not known
    ],
)
def test_dates_are_read_as_news_pages_write_them(text: str, expected: date):
    assert [found.value for found in find_dates(text)] == [expected]
    assert parse_published(text) == expected


@pytest.mark.parametrize(
    "text",
    ["Rabu (19/6)", "Juni 2024", "31 Februari 2024", "99/99/2024", "1.2.3", "24 tahun", "", "2024"],
)  # fmt: skip
def test_what_is_not_a_full_date_is_not_read(text: str):
    assert find_dates(text) == ()


def test_a_field_that_is_no_date_is_an_error_that_names_it():
    with pytest.raises(ValueError, match="'kemarin' is not a date; expected YYYY-MM-DD"):
        parse_published("kemarin")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# A visit\n\nThe ship sailed on Monday.", "A visit"),
        ("---\ntitle: 'A visit'\ndate: 2024-06-19\n---\nThe ship sailed on Monday.", "A visit"),
        ("The ship sailed on Monday. It came back.", "The ship sailed on Monday."),
        ("Kim Jong Un", "Kim Jong Un"),
        ("Home\nNews\n\nFerries resume after a storm\n\nIt blew.", "Ferries resume after a storm"),
        ("Pasar Baru Dibuka di Tepi | Tempo\n\nIa ramai.", "Pasar Baru Dibuka di Tepi"),
        ("Putin: Kami Siap Berunding di Hanoi\n\nIa tiba.", "Putin: Kami Siap Berunding di Hanoi"),
        ("Baca juga: Pasar Lama", "Baca juga: Pasar Lama"),
    ],
)  # fmt: skip
def test_every_text_has_a_title(text: str, title: str):
    assert read_metadata(text).title == title


def test_a_very_long_title_is_cut_between_words():
    title = read_metadata("kata " * 400 + "habis.").title
    assert title is not None
    assert len(title) <= 160
    assert title.endswith("kata…")


def test_front_matter_is_believed_before_the_page():
    text = "---\ntitle: A visit\nsource: The Post\nauthor: J. Doe\nurl: https://x.id/1\n---\nIt."
    assert read_metadata(text) == ArticleMetadata(
        "A visit", "The Post", "J. Doe", None, "https://x.id/1"
    )


def test_what_one_byline_does_not_know_is_filled_from_another():
    first, second = (
        ArticleMetadata(title="A"),
        ArticleMetadata("B", "C", "D", date(2024, 1, 1), "E"),
    )
    assert first.or_else(second) == ArticleMetadata("A", "C", "D", date(2024, 1, 1), "E")


def test_publishers_are_named_as_readers_know_them():
    assert named("Rina Sari - detikFinance") == ("detikFinance",)
    assert of_domain("https://www.cnnindonesia.com/a/b") == "CNN Indonesia"
    assert of_domain("https://bola.okezone.com/read") == "Okezone"
    assert of_domain("https://www.kabarkota.id/1") == "kabarkota.id"
    assert of_domain("no address") is None
    assert named("mention@bbc.computer") == ()
