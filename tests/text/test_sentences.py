"""Where sentences end, in Indonesian, in English, and in tokenised text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.text.sentences import sentences


def cut(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        # "|" is where one sentence ends and the next begins
        'Hal itu benar.|"Kami siap," ujar dia.|Rapat usai.',
        'Ia berkata, "Kami siap."|Lalu ia pergi.',
        "“Kami siap.”|Lalu ia pergi.",
        '"Apa benar?" tanya dia.|Tidak ada yang menjawab.',
        '"Luar biasa!" seru penonton.|Mereka pulang.',
        "Prof. Dr. H. Ahmad Yani, S.H., M.H. hadir di Jl. Sudirman No. 5.|Acara dimulai.",
        "Dr. Emma Hale met Mr. and Mrs. Smith at St. Paul's.|They talked.",
        "Harganya Rp. 1.000,50 per butir.|Kemarin Rp 900.",
        "Gempa terjadi pukul 17.12 WIB.|Tidak ada korban.",
        "Ia membeli beras, gula, dll. di pasar.|Lalu pulang.",
        "Ia membeli beras, gula, dsb.|Lalu ia pulang.",
        "J. K. Rowling wrote it.|It sold well.",
        "The U.S. Navy sailed.|It left the U.S.|The fleet came home.",
        "It closes at 5 p.m.|Nobody stayed.",
        "It opens at 8 a.m. on Mondays.|Nobody came.",
        "He waited... and left.|Then what?|Nothing!|It was over.",
        "Dia berhenti…|Lalu berjalan lagi.",
        "He said no.|She said yes.",
        "That is all about us.|They know.",
        "See No. 5 and p. 12 of it.",
        "Putin tiba (Selasa malam).|Kim menjemputnya.",
        "Ketua menutup acara. (ant/jpnn)",
        "1. Andrei Belousov menteri pertahanan.|Ia baru.",
        "Itu terjadi pada 2024.|12 orang tewas.",
        "The price rose 3.5 per cent.|It fell 1.2 before.",
        "PT. Maju Jaya Tbk. untung.|Saham naik.",
        "Situs viva.co.id memuatnya.|Okezone.com juga.",
        'Is it "over"?|Yes.',
        "Presiden Joko Widodo (Jokowi) dan Sri Mulyani hadir.|Mereka pulang.",
        "¿Quién?|Nadie.",
    ],
)  # fmt: skip
def test_sentences_end_where_a_reader_would_end_them(text: str):
    whole = text.replace("|", " ")
    assert cut(whole) == text.split("|")


@pytest.mark.parametrize(
    "text",
    [
        'Hal tersebut .|Dia berkata , " Kami siap . "|Lalu pergi .',
        "Harganya Rp 1 . 000 , 50 per butir .|Mahal .",
        "Gempa pukul 17 . 12 WIB .|Tidak ada korban .",
        "Mr . Smith datang .|Dia duduk .",
        '" Siapa ? " tanya dia .|Sunyi .',
        "Menurut dia ( 45 ) , benar .|“ Kami siap . ”|Selesai .",
    ],
)
def test_sentences_of_tokenised_text_end_there_too(text: str):
    assert cut(text.replace("|", " ")) == text.split("|")


def test_the_end_of_a_paragraph_ends_a_sentence_without_a_full_stop():
    assert cut("Putin Tiba\nPresiden tiba\r\n\r\nIa disambut") == [
        "Putin Tiba",
        "Presiden tiba",
        "Ia disambut",
    ]


def test_a_sentence_runs_over_the_lines_of_a_wrapped_paragraph():
    text = (
        "The town council met on Tuesday evening and agreed to open the old\n"
        "library again. It had been shut since 2019, when part of the roof\n"
        "fell in."
    )
    assert len(cut(text)) == 2


def test_only_the_part_that_was_asked_for_is_cut():
    text = "Satu. Dua. Tiga."
    assert [text[s.start : s.end] for s in sentences(text, 6, 10)] == ["Dua."]


pieces = st.lists(
    st.sampled_from(
        ["Dr", "U.S", "kata", "Dia", "J", "dll", "17", "000", ".", "...", "…", "?", "!", '"', "“",
         "”", "(", ")", ",", " ", "  ", "\n", "\n\n", "\r\n", "\u2028", "\xa0", "\x1e",
         "•", "-", "é"]
    ),
    max_size=60,
).map("".join)  # fmt: skip


@given(st.one_of(pieces, st.text(max_size=200)))
def test_sentences_are_in_order_and_apart_and_hold_every_character_but_space(text: str):
    last, inside = 0, set[int]()
    for span in sentences(text):
        assert span.start >= last
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        inside.update(range(span.start, span.end))
        last = span.end
    assert all(text[i].isspace() for i in set(range(len(text))) - inside)
