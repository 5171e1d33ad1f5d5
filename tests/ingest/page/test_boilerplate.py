"""Which lines are the article. The pages are made up, in the styles of real publishers.

In a page below, a line that begins with "| " is the article's; the mark is no part of the page.
"""

# ruff: noqa: E501 (a paragraph of a page is one line)

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.ingest.page.boilerplate import body
from qa.ingest.page.paragraph import is_headline

PAGES = {
    "a portal with links between the paragraphs": """\
Home
Nasional
Gubernur Resmikan Jembatan Gantung Sungai Citarum, Warga Bersukacita
Andi Pratama - detikJabar
Rabu, 12 Jul 2023 09:15 WIB
Warga melintasi jembatan gantung yang baru diresmikan (Foto: Andi Pratama/detikJabar)
Bandung -
| Gubernur Jawa Barat meresmikan jembatan gantung di atas Sungai Citarum, Rabu (12/7/2023). Jembatan sepanjang 120 meter itu menghubungkan dua desa.
| "Anak-anak kini tidak perlu lagi menyeberang dengan rakit," kata gubernur.
SCROLL TO CONTINUE WITH CONTENT
| Pembangunan jembatan menelan biaya Rp 4,5 miliar dan selesai dalam sembilan bulan.
Baca juga: Jembatan Runtuh di Garut, Tiga Orang Luka
| Kepala desa setempat, Dr. H. Asep Sunandar, menyebut ada 1.250 warga yang terbantu.
[Gambas:Video 20detik]
Simak juga Video 'Detik-detik Peresmian Jembatan Gantung':
(and/yum)
Hide Ads
""",
    "a newspaper with its city and its name before the text": """\
Harga Beras Naik, Pedagang Pasar Induk Mengeluh

Kompas.com - 02/02/2024, 10:30 WIB

Siti Rahma, Bagus Wibowo

Tim Redaksi

Lihat Foto

Pedagang beras di Pasar Induk Cipinang, Jakarta Timur.(KOMPAS.com/SITI RAHMA)

| JAKARTA, KOMPAS.com - Harga beras medium di Pasar Induk Cipinang naik menjadi Rp 14.200 per kilogram, Jumat (2/2/2024).

| Pedagang bernama Sutrisno (45) mengatakan kenaikan terjadi sejak pekan lalu.

| “Pembeli mulai mengurangi belanja. Biasanya lima karung, sekarang dua,” ujar Sutrisno.

Baca juga: Bulog Pastikan Stok Beras Aman Sampai Lebaran

| Berikut harga beras di empat pasar besar:

| 1. Pasar Cipinang Rp 14.200
| 2. Pasar Senen Rp 14.500
| 3. Pasar Minggu Rp 14.350

| Pemerintah berencana menggelar operasi pasar mulai Senin depan.

Dapatkan update berita pilihan dan breaking news setiap hari dari Kompas.com. Mari bergabung di Grup Telegram "Kompas.com News Update", caranya klik link https://t.me/kompascomupdate, kemudian join. Anda harus install aplikasi Telegram terlebih dulu di ponsel.

Tag
beras
harga pangan

Berita Terkait
Cuaca Buruk, Nelayan Cirebon Libur Melaut

Komentar
Kirim Komentar
Terpopuler
""",
    "an agency with its copyright below": """\
BMKG: Gempa magnitudo 5,1 guncang Pacitan

Senin, 27 Januari 2025 14:02 WIB

Ilustrasi - Seismograf mencatat gempa. (ANTARA/HO-BMKG)

| Pacitan (ANTARA) - Badan Meteorologi, Klimatologi, dan Geofisika melaporkan gempa bermagnitudo 5,1 mengguncang Pacitan, Jawa Timur, pada Senin pukul 13.41 WIB.

| Gempa berpusat di laut, 66 km tenggara Pacitan, dengan kedalaman 10 km.

Baca juga: Gempa magnitudo 4,8 guncang Malang

Baca juga: BMKG pasang 12 sensor baru di selatan Jawa

| Hingga berita ini ditulis, belum ada laporan kerusakan.

| Kepala pusat gempa mengimbau warga tetap tenang. (dwi/est)

Pewarta: Dewi Lestari
Editor: Budi Santoso
Copyright © ANTARA 2025

Dilarang keras mengambil konten, melakukan crawling atau pengindeksan otomatis untuk AI di situs web ini tanpa izin tertulis dari Kantor Berita ANTARA.
""",
    "an English agency page": """\
Ferry services resume after storm shuts Dover for two days

By Laura Bennett and Tom Ashcroft

March 4, 2024 8:12 AM UTC Updated 3 hours ago

A ferry leaves the port of Dover, Britain, March 4, 2024. REUTERS/Henry Nichols/File Photo Purchase Licensing Rights, opens new tab

| LONDON, March 4 (Reuters) - Ferries between Dover and Calais resumed on Monday after a storm closed the port for two days, the operator said.

| More than 12,000 passengers were held up, according to the U.K. transport ministry.

Advertisement · Scroll to continue

| "We are sorry for the delay," said port director J. R. Holmes. "The last lorries will leave by 6 p.m."

| Three ships were damaged.

Sign up here.

Reporting by Laura Bennett and Tom Ashcroft; Editing by Jane Merriman

Our Standards: The Thomson Reuters Trust Principles.

Read Next
Europe
Storm Cuts Power To Thousands Of Homes Across Northern France
""",
    "an English broadcaster with sections": """\
Skip to content
Why are so many swifts missing this summer?
17 June 2023
Share
Save
Getty Images
Swifts spend most of their lives in the air
| Ornithologists across Europe say that far fewer swifts came back this year than last.
| Cold weather in May killed the insects that the birds feed on, says Dr. Emma Hale of the bird trust.
Follow us on WhatsApp
| "It is the worst year since 1997," she says.
Nests under the roof
| New houses have no gaps for nests, and old ones lose theirs when the roof is mended.
| The trust asks builders to fit a hollow brick, which costs about £30.
Related Topics
Birds
Wildlife
More on this story
Rare Eagle Chicks Hatch On The Isle Of Mull
Two chicks hatched on Sunday.
""",
    "prose and nothing else": """\
| The town council met on Tuesday evening and agreed to open the old library again. It had been shut since 2019, when part of the roof fell in.

| Repairs will cost £1.2 million, most of it from a fund that Mr. Doyle, the mayor, set up in 2021.

| Not everyone was content. "Why now?" asked Mrs. Patel, who lives across the road. She would rather have the money spent on the bridge.

| Work begins in March.
""",
}


def split_page(page: str) -> tuple[str, list[str]]:
    """Return the page without its marks, and the lines that are its article."""
    kept = [line[2:] for line in page.splitlines() if line.startswith("| ")]
    return re.sub(r"^\| ", "", page, flags=re.MULTILINE), kept


def lines_of_body(text: str) -> list[str]:
    runs = "\n".join(text[run.start : run.end] for run in body(text))
    return [line.strip() for line in runs.splitlines() if line.strip()]


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_the_body_of_a_page_is_its_article_line_for_line(page: str):
    text, kept = split_page(page)
    assert lines_of_body(text) == kept


def test_a_plain_text_passes_through_whole_and_in_one_run():
    text, _ = split_page(PAGES["prose and nothing else"])
    (run,) = body(text)
    assert text[run.start : run.end] == text.strip()


ARTICLE = "\n\n".join(
    (
        "Pemerintah kota membuka pasar baru di tepi sungai pada Senin pagi, setelah pembangunannya "
        "tertunda hampir dua tahun karena banjir.",
        "{line}",
        "Pasar itu menampung tiga ratus pedagang dari dua kecamatan di sekitarnya.",
    )
)


@pytest.mark.parametrize(
    "line",
    [
        "Baca Juga: Harga Cabai Turun Lagi, Petani Merugi.",
        "Baca juga : Harga Cabai Turun",
        "[Baca Juga: Piala Dunia Digelar di Tiga Negara]",
        "SCROLL TO CONTINUE WITH CONTENT",
        "ADVERTISEMENT",
        "Halaman Selanjutnya",
        "Simak berita selengkapnya di halaman selanjutnya.",
        "Wali kota meninjau pasar (Foto: Rina Sari/detikcom)",
        "Suasana pasar di tepi sungai. (ANTARA FOTO/Rina Sari/aww)",
        "The mayor opens the market. (AP Photo/Jane Doe)",
        "12 Komentar",
        "0 Komentar",
        "Follow WhatsApp Channel Kabar Kota untuk update berita terbaru setiap hari",
        "Ikuti berita terkini dari Kabar Kota di Google News, klik di sini.",
        "Subscribe to our weekly newsletter",
        "Get the day's stories by email: sign up to our free daily newsletter.",
        "img_title",
        "FollowSentimen: negatif (88.1%)",
        "Ratusan Kapal Nelayan Terjebak Badai di Laut Natuna Utara",
        "Terungkap! Ini Alasan Wali Kota Pindahkan Pasar Lama ke Pinggir Kota?",
        "Photo :\n  • KabarKota.id/Rina Sari",
        "Pasar baru di tepi sungai.\n\nPhoto :\n  • Pixabay",
        "Baca juga:\n- Pasar lama ditutup.\n- Harga cabai turun.",
        "Rina Sari - Kabar Kota",
        "Tags:",
        "https://kabarkota.id/pasar",
        "## Pasar Lama",
        "* * *",
        "Loading...",
    ],
)
def test_a_line_that_is_not_the_article_parts_two_runs_and_is_in_neither(line: str):
    text = ARTICLE.format(line=line)
    before, after = body(text)
    assert text[before.start : before.end] == ARTICLE.split("\n\n")[0]
    assert text[after.start : after.end] == ARTICLE.split("\n\n")[2]


@pytest.mark.parametrize(
    "line",
    [
        '"Kami senang," kata Siti',
        "Siapa yang akan menempati kios itu? Belum ada yang tahu.",
        "Copyright law does not cover the market's name, the court said.",
        "Like us, they waited for hours.",
        "Ketua panitia menutup acara. (ant/jpnn)",
        "Harga kios Rp 1,5 juta per bulan[1].",
        "“Ini pasar kita bersama.”",
        "- kios untuk pedagang sayur\n- kios untuk pedagang ikan",
        "a paragraph in which nobody cared for capitals or stops although it goes on and on for "
        "long enough to be nothing else but prose",
    ],
)
def test_content_of_an_unusual_shape_stays_in_the_body(line: str):
    text = ARTICLE.format(line=line)
    (run,) = body(text)
    assert text[run.start : run.end] == text


def test_bullets_of_a_markdown_file_are_its_content_and_its_headings_are_not():
    text = "---\ntitle: A visit\n---\n# A visit\n\nThe list:\n\n* Moscow\n* Hanoi\n\n## Later\n\nIt ended.\n"
    assert lines_of_body(text) == ["* Moscow", "* Hanoi", "It ended."]


def test_a_title_that_is_repeated_is_dropped_each_time_even_with_a_full_stop():
    title = "Pasar Baru Dibuka di Tepi Sungai"
    text = f"{title}\n\n{ARTICLE.format(line=title + '.')}"
    assert title not in "".join(lines_of_body(text))


def test_a_paragraph_wrapped_at_a_column_is_one_piece():
    text = (
        "The town council met on Tuesday evening and agreed to open the old\n"
        "library again. It had been shut since 2019, when part of the roof\n"
        "fell in and the books were moved.\n"
    )
    (run,) = body(text)
    assert text[run.start : run.end] == text.strip()


def test_the_last_paragraph_stays_when_only_a_short_subheading_stands_over_it():
    text = ARTICLE.format(line="Ia terletak di dekat jembatan.") + "\n\nTahap Kedua\n\nBelum pasti."
    assert lines_of_body(text)[-1] == "Belum pasti."


@pytest.mark.parametrize("text", ["", " \n", "Kim Jong Un", "Baca juga:", "•"])
def test_a_text_without_an_article_has_no_body(text: str):
    assert body(text) == ()


def test_a_headline_is_in_title_case_and_has_no_full_stop():
    assert is_headline("Kapal Selam Nuklir Amerika Mendadak Muncul di Laut Jawa")
    assert not is_headline("Kapal Selam Nuklir Amerika Muncul di Laut Jawa.")
    assert not is_headline("Kapal itu muncul secara mendadak di lepas pantai utara")


@given(st.text(alphabet=st.sampled_from('aB .!?:\n\r"”-#•(/)1\u2028\x1e'), max_size=200))
def test_runs_are_in_order_and_apart_and_have_no_white_space_at_their_ends(text: str):
    last = 0
    for run in body(text):
        assert run.start >= last
        assert text[run.start : run.end] == text[run.start : run.end].strip()
        last = run.end


SEEDS = sorted((Path(__file__).parents[3] / "seeds").glob("*.txt"))
NEVER = (
    "baca juga", "scroll to", "advertisement", "selanjutnya.", "komentar", "photo :", "sumber :",
    "img_title", "follow", "sentimen", "hoegeng", "ajang penghargaan", "licensing", "doc: tass",
    "selengkapnya", "hide ads", "milisi houthi", "rudal jelajah", "kapal selam", "shoigu",
    "bulan depan", "medan perang", "us$84,37", "odesa", "bendera korea utara", "aliansi rusia",
    "tokoh terkait", "novi christiastuti", "viva.co.id", "pixabay", "gelar karpet", "multipolar\\",
)  # fmt: skip


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_what_surrounds_the_seed_articles_is_never_in_their_body(path: Path):
    inside = "\n".join(lines_of_body(path.read_text(encoding="utf-8"))).lower()
    assert [words for words in NEVER if words in inside] == []


@pytest.mark.parametrize(
    ("name", "paragraphs", "first", "last"),
    [
        ("000", 10, "Pyongyang – Presiden", "menerima undangan tersebut."),
        ("001", 15, "RADARCIREBON.TV –", "kepada Korut sebagai imbalan."),
        ("002", 16, "PYONGYANG - Presiden", "Rusia menang di Ukraina."),
        ("003", 11, "Kremlin atau kantor", "usai menginvasi Ukraina."),
        ("004", 11, "Moskow – Presiden", "untuk menyelesaikan pembayaran."),
    ],
)
def test_the_seed_articles_keep_every_paragraph_of_their_own(
    name: str, paragraphs: int, first: str, last: str
):
    (path,) = (path for path in SEEDS if path.name.startswith(name))
    lines = lines_of_body(path.read_text(encoding="utf-8"))
    assert len(lines) == paragraphs
    assert lines[0].startswith(first)
    assert lines[-1].endswith(last)
