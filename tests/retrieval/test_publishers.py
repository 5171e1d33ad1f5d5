import pytest

from qa.ingest.page.publishers import source_names
from qa.retrieval.publishers import parse_publishers
from qa.text.dictionary import shipped_lexicon

SOURCES = ("VIVA", "Okezone", "detikNews", "Kompas.com", "Tempo", "ANTARA", "The Jakarta Post")


def named(text, sources=SOURCES):
    return parse_publishers(text, source_names(sources), shipped_lexicon)


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("According to Okezone, who came?", ["Okezone"]),
        ("Who came, according to okezone.com?", ["Okezone"]),
        ("menurut DETIKNEWS siapa yang datang?", ["detikNews"]),
        ("Siapa yang datang kata VIVA?", ["VIVA"]),
        ("What do VIVA, Okezone and Tempo say about rice?", ["VIVA", "Okezone", "Tempo"]),
        ("Apa yang diberitakan VIVA dan Okezone?", ["VIVA", "Okezone"]),
        ("Kompas melaporkan berapa orang terluka?", ["Kompas.com"]),
        ("What is in VIVA's report?", ["VIVA"]),
        ("In Kompas, who is the governor?", ["Kompas.com"]),
        ("Apa isi berita Okezone soal banjir?", ["Okezone"]),
        ("As reported by the Jakarta Post, who won?", ["The Jakarta Post"]),
        ("menurut tempo, siapa gubernurnya?", ["Tempo"]),
        ("Which day did detik say the road opens?", ["detikNews"]),
        ("Menurut laporan terbaru Kompas, berapa korban?", ["Kompas.com"]),
        ("According to both VIVA and Okezone, when did he land?", ["VIVA", "Okezone"]),
        ("per Okezone, who won?", ["Okezone"]),
        ("menurut Tempo siapa gubernurnya dan apa kata VIVA?", ["Tempo", "VIVA"]),
    ],
)
def test_a_publisher_in_the_frame_of_a_source_is_one(text, sources):
    assert list(named(text).sources) == sources


@pytest.mark.parametrize(
    "text",
    [
        "Who owns Okezone?",
        "Siapa pemilik VIVA?",
        "Kapan detikNews didirikan?",
        "Who works at Kompas?",
        "How many people live in the viva building?",
        "Siapa wartawan di Okezone?",
        "According to the Kremlin, when will he come?",
        "Menurut Kremlin kapan ia datang?",
        "menurut tempo yang berlaku, siapa yang menang?",
        "Apa beda antara kata benda dan kata kerja?",
        "Who besides VIVA reported the accident?",
        "Selain menurut VIVA, siapa lagi yang tahu?",
        "According to sources other than Okezone, who came?",
        "Did Kompas sue the minister?",
        "vivacious Okezoners say what?",
        "",
    ],
)
def test_a_publisher_that_is_asked_about_or_left_out_is_no_source(text):
    assert named(text).sources == ()
    assert named(text).removable == ()


def test_a_library_without_publishers_has_no_sources():
    assert named("According to Okezone, who came?", ()).sources == ()


def test_the_words_of_a_frame_can_go_and_a_subject_cannot():
    text = "Menurut Okezone, siapa yang datang?"
    assert [text[span.start : span.end] for span in named(text).removable] == ["Menurut Okezone"]
    assert named("What does Okezone say about rice?").removable == ()
