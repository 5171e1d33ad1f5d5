import json
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.training.data.example import (
    Example,
    TrainingDataError,
    context_window,
    likely_location,
    negative_sentences,
    read_examples,
    sentences,
)

PASSAGE = "Hujan turun pagi itu. Presiden tiba pukul 3 pagi. Ia pulang malamnya. Tak ada yang tahu."


def example(question: str, answer: str | None) -> Example:
    start = PASSAGE.index(answer) if answer else 0
    answers = ((start, start + len(answer)),) if answer else ()
    return Example("a", "a", "news", "id", question, PASSAGE, answers)


def test_the_sentences_of_a_passage_are_all_of_it():
    assert "".join(PASSAGE[a:b] for a, b in sentences(PASSAGE)) == PASSAGE
    assert len(sentences(PASSAGE)) == 4


@pytest.mark.parametrize("seed", range(20))
def test_a_window_is_whole_sentences_that_hold_the_answer(seed):
    asked = example("Kapan presiden tiba?", "pukul 3 pagi")
    cut = context_window(asked, 60, asked.answers[0], Random(seed))
    assert cut.texts == ("pukul 3 pagi",)
    assert len(cut.passage) <= 60
    assert cut.passage in PASSAGE
    assert cut.passage.startswith(("Hujan", "Presiden"))


def test_a_sentence_longer_than_the_window_is_kept_whole():
    asked = example("Kapan presiden tiba?", "pukul 3 pagi")
    assert (
        context_window(asked, 5, asked.answers[0], Random(1)).passage
        == "Presiden tiba pukul 3 pagi. "
    )


def test_a_question_without_an_answer_is_about_what_the_most_alike_question_asks():
    asked = example("Kapan menteri tiba?", None)
    siblings = [example("Kapan presiden tiba?", "3 pagi"), example("Apa yang turun?", "Hujan")]
    start, end = likely_location(asked, siblings)
    assert PASSAGE[start:end] == "3 pagi"


def test_a_question_alone_is_about_the_sentence_that_shares_its_words():
    start, end = likely_location(example("Kapan presiden tiba di sana?", None), [])
    assert PASSAGE[start:end] == "Presiden tiba pukul 3 pagi. "


def test_an_answer_out_of_place_is_refused_with_the_name_of_its_file(tmp_path):
    row = {
        "id": "x",
        "language": "id",
        "question": "Apa?",
        "passage": "Satu dua",
        "answers": [{"text": "dua", "start": 0}],
    }
    path = tmp_path / "news.train.jsonl"
    path.write_text(json.dumps(row))
    with pytest.raises(TrainingDataError, match=r"news\.train\.jsonl.*'dua' does not stand at 0"):
        read_examples(path)


def test_of_several_marked_answers_the_one_most_people_marked_is_kept(tmp_path):
    marked = [
        {"text": "dua", "start": 5},
        {"text": "Satu", "start": 0},
        {"text": "Satu", "start": 0},
    ]
    row = {"id": "x", "language": "id", "question": "?", "passage": "Satu dua", "answers": marked}
    path = tmp_path / "news.train.jsonl"
    path.write_text(json.dumps(row))
    assert read_examples(path)[0].answers == ((0, 4),)


@pytest.mark.parametrize("seed", range(20))
def test_elsewhere_in_a_passage_are_whole_sentences_without_the_answer(seed):
    asked = example("Kapan presiden tiba?", "pukul 3 pagi")
    other = negative_sentences(asked, 50, Random(seed))
    assert other is not None
    assert other.answers == ()
    assert other.passage in ("Hujan turun pagi itu. ", "Tak ada yang tahu.") or (
        other.passage == "Ia pulang malamnya. Tak ada yang tahu."
    )


def test_a_passage_that_says_its_answer_in_every_sentence_has_nothing_elsewhere():
    passage = "Ia tiba di Bogor. Di bogor hujan turun."
    asked = Example("a", "a", "news", "id", "Di mana?", passage, ((11, 16),))
    assert negative_sentences(asked, 50, Random(1)) is None


WORDS = st.lists(st.sampled_from(["Satu", "dua", "tiga.", "Empat!", "lima"]), min_size=1)


def test_two_sentences_that_hold_the_answer_together_are_not_elsewhere():
    passage = "Satu dua. Tiga. Satu dua. Tiga."
    asked = Example("a", "a", "news", "id", "?", passage, ((21, 27),))
    assert asked.texts == ("dua. T",)
    others = {negative_sentences(asked, 60, Random(seed)).passage for seed in range(20)}
    assert others == {"Satu dua. ", "Tiga. "}


@given(WORDS.map(" ".join), st.data(), st.integers(1, 60), st.integers(0, 99))
def test_what_is_elsewhere_never_holds_the_answer(passage, data, max_chars, seed):
    start = data.draw(st.integers(0, len(passage) - 1))
    end = data.draw(st.integers(start + 1, len(passage)))
    asked = Example("a", "a", "news", "id", "?", passage, ((start, end),))
    other = negative_sentences(asked, max_chars, Random(seed))
    if other is not None:
        assert other.passage in passage
        assert other.answers == ()
        assert not any(text.lower() in other.passage.lower() for text in asked.texts)
