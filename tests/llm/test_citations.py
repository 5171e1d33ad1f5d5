"""What a model writes, read sentence by sentence while it comes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.llm.citations import MAX_SENTENCE_CHARS, CitationParser, CitedSentence

ANSWER = (
    "Here is what they say:\n\n"
    "1. **Andrei Belousov** came to Pyongyang [1]. Sergei Lavrov came, too.[2, 3]\n"
    "- Putin pergi ke Korea Utara pada 18 Juni 2024【2】 Kim menyambutnya [4–6].\n"
    "No mark stands here. The last has one [7†source]"
)


def read(text, size=10_000):
    reader = CitationParser()
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    return [*(s for piece in pieces for s in reader.feed(piece)), *reader.close()]


def test_each_sentence_has_the_numbers_of_the_marks_in_it_and_behind_it():
    assert read(ANSWER)[1:] == [
        CitedSentence("Andrei Belousov came to Pyongyang.", (1,)),
        CitedSentence("Sergei Lavrov came, too.", (2, 3)),
        CitedSentence(
            "Putin pergi ke Korea Utara pada 18 Juni 2024 Kim menyambutnya.", (2, 4, 5, 6)
        ),
        CitedSentence("No mark stands here."),
        CitedSentence("The last has one", (7,)),
    ]


@given(st.lists(st.integers(1, 9), min_size=1, max_size=60))
def test_how_a_text_is_cut_into_pieces_changes_nothing(sizes):
    reader, found, at = CitationParser(), [], 0
    for size in (sizes * len(ANSWER))[: len(ANSWER)]:
        found += reader.feed(ANSWER[at : at + size])
        at += size
    found += reader.feed(ANSWER[at:])
    assert [*found, *reader.close()] == read(ANSWER)


@given(st.text(alphabet="ab. [](1,2)【】\n<think>/*#-", max_size=80))
def test_whatever_a_model_writes_gives_sentences_and_no_error(text):
    for sentence in read(text, 3):
        assert sentence.text == sentence.text.strip()
        assert len(sentence.text) <= MAX_SENTENCE_CHARS


def test_half_a_mark_is_held_back_until_it_is_whole():
    reader = CitationParser()
    assert reader.feed("Kim met Putin. [1") == ()
    assert reader.feed("]") == ()
    assert reader.feed(" They") == (CitedSentence("Kim met Putin.", (1,)),)


def test_a_sentence_is_given_out_before_the_next_one_ends():
    reader = CitationParser()
    assert reader.feed("Kim met Putin [1].") == ()
    assert reader.feed(" They signed") == (CitedSentence("Kim met Putin.", (1,)),)


@pytest.mark.parametrize(
    ("mark", "numbers"),
    [
        ("[3]", (3,)), ("【3】", (3,)), ("［3］", (3,)), ("[1][2]", (1, 2)), ("[1, 2]", (1, 2)),
        ("[1;2 and 3]", (1, 2, 3)), ("[2-4]", (2, 3, 4)), ("[^1]", (1,)), ("[Source 2]", (2,)),
        ("[kutipan 1 dan 2]", (1, 2)), ("【4†source】", (4,)), ("[1, 1]", (1,)), ("[9-2]", (9, 2)),
    ],
)  # fmt: skip
def test_marks_of_every_form_are_understood(mark, numbers):
    assert read(f"Kim met Putin {mark}.") == [CitedSentence("Kim met Putin.", numbers)]


@pytest.mark.parametrize("no_mark", ["[sic]", "(1)", "[1a]", "[12345]", "[]"])
def test_what_is_no_mark_stays_a_part_of_the_sentence(no_mark):
    assert read(f"Kim met {no_mark} Putin.") == [CitedSentence(f"Kim met {no_mark} Putin.")]


def test_what_a_model_thinks_is_not_a_part_of_what_it_says():
    said = "<think>He was there. Or not?</think>Kim met Putin [1]."
    assert read(said) == read(said, 2) == [CitedSentence("Kim met Putin.", (1,))]
    assert read("<think>It never ends. It goes on.") == []


def test_fences_headings_and_bold_type_are_taken_away():
    assert read("```\n## Answer\n> *Kim* met __Putin__.\n```") == [
        CitedSentence("Answer"),
        CitedSentence("Kim met Putin."),
    ]


@pytest.mark.parametrize(
    "label", ["Answer:", "Jawaban: ", "The answer is: ", "Answer in English:\n"]
)
def test_a_label_before_an_answer_is_no_part_of_it(label):
    assert read(f"{label}Kim met Putin [1].") == [CitedSentence("Kim met Putin.", (1,))]


def test_what_is_said_over_again_is_given_out_once_and_seen_to_be_a_loop():
    reader = CitationParser()
    given_out = [s for _ in range(6) for s in reader.feed("Kim met Putin [1]. ")]
    assert given_out == [CitedSentence("Kim met Putin.", (1,))]
    assert reader.is_looping


def test_a_text_without_an_end_is_cut():
    text = " ".join(f"word{n}" for n in range(500))
    parts = [part.text for part in read(text)]
    assert max(map(len, parts)) <= MAX_SENTENCE_CHARS
    assert "".join(parts).replace(" ", "") == text.replace(" ", "")
