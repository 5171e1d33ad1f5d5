import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.mark import marks_for
from qa.question import Kind, Question
from qa.span import Span

ASKED = {
    Kind.PERSON: "Siapa yang datang?",
    Kind.PLACE: "Di mana rapatnya?",
    Kind.TIME: "Kapan rapatnya?",
    Kind.NUMBER: "Berapa orang yang datang?",
    Kind.OTHER: "Apa yang terjadi?",
}


def marked(question, text):
    spans = marks_for(Question.of(question), text, Span(0, len(text)))
    return [text[span.start : span.end] for span in spans]


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        (
            "Siapa saja yang hadir?",
            "Yang hadir Menteri Sri Mulyani, Retno Marsudi dan Ali bin Abi.",
            ["Menteri Sri Mulyani", "Retno Marsudi", "Ali bin Abi"],
        ),
        ("Who met Retno Marsudi?", "In the hall Retno Marsudi met Anwar.", ["Anwar"]),
        ("Kapan rapatnya?", "Rapat dimulai pukul 09.30 WIB pagi.", ["pukul 09.30 WIB pagi"]),
        ("Kapan itu?", "Acara itu pada Senin (3/6/2024) malam.", ["Senin (3/6/2024) malam"]),
        ("When was it?", "It was held on 12 March 2021 there.", ["12 March 2021"]),
        ("Berapa harganya?", "Harganya naik 4,5 juta dalam dua bulan.", ["4,5 juta", "dua bulan"]),
        ("Where is it?", "The hall is in Bandung today.", ["Bandung"]),
        ("Mengapa begitu?", "Karena hujan di Bandung.", []),
        ("Apa itu?", "Itu rumah di Bandung pada 2021.", []),
    ],
)
def test_words_of_the_kind_asked_for_are_marked(question, text, expected):
    assert marked(question, text) == expected


def test_the_first_word_of_a_sentence_is_not_a_name_for_its_capital():
    assert marked("Siapa yang datang?", "Kemarin datang tamu.") == []


def test_what_the_question_says_itself_is_not_marked():
    assert marked("Siapa yang ditemui Joko Widodo?", "Di sana Joko Widodo berdiri.") == []


@given(st.text(max_size=80), st.sampled_from(sorted(ASKED.values())), st.data())
def test_marks_lie_inside_the_quotation_in_order(text, question, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    if start == end:
        return
    last = start
    for mark in marks_for(Question.of(question), text, Span(start, end)):
        assert last <= mark.start < mark.end <= end
        last = mark.end
