import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.reader.training.cloze import Pair, cloze_examples, read_pairs
from qa.reader.training.example import DataError

TOLD = Pair("1", "After lunch Trump said it was late.", "Seusai makan Trump mengatakan larut.")
WORDS = (
    "Trump",
    "Biden",
    "Jakarta",
    "1998",
    "12,5",
    "the",
    "di",
    "in",
    "orang",
    "said",
    "New York",
)
SENTENCE = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)
PAIR = st.builds(Pair, st.sampled_from(["1", "2"]), SENTENCE, SENTENCE)


def test_the_name_that_both_sentences_share_is_asked_for_in_one_and_stands_in_the_other():
    for seed in range(20):
        (made,) = cloze_examples([TOLD], "en", Random(seed))
        assert made.texts == ("Trump",)
        assert made.passage == TOLD.id
        assert re.fullmatch(
            r"(?:After lunch (?:who|what|which) said it was late|"
            r"(?:Who|What|Which) After lunch said it was late)\?",
            made.question,
        )


def test_questions_of_the_other_language_are_asked_of_english_text():
    (made,) = cloze_examples([TOLD], "id", Random(1))
    assert (made.language, made.passage, made.texts) == ("id", TOLD.en, ("Trump",))


@pytest.mark.parametrize(
    ("en", "id_", "asking"),
    [
        ("it fell in 1998 .", "jatuh pada 1998 .", {"what year", "which year", "when"}),
        ("it took 350 of us .", "butuh 350 orang .", {"how many", "what number of", "how much"}),
        ("he came to Jakarta .", "ia ke Jakarta .", {"where", "which place", "what"}),
    ],
)
def test_a_year_a_number_and_a_place_are_asked_for_as_such(en, id_, asking):
    made = [cloze_examples([Pair("1", en, id_)], "en", Random(n))[0].question for n in range(40)]
    found = {words for question in made for words in asking if words in question.lower()}
    assert found == asking
    assert all(any(words in question.lower() for words in asking) for question in made)


def test_what_stands_twice_in_a_sentence_is_not_asked_for():
    twice = Pair("1", "Trump said Trump was late.", "Trump mengatakan sudah larut.")
    assert cloze_examples([twice], "en", Random(1)) == []


def test_part_of_a_longer_word_is_not_shared():
    assert cloze_examples([Pair("1", "about Bali", "tentang Balikpapan")], "en", Random(1)) == []


def test_sentences_of_another_document_never_stand_around_the_answer():
    pairs = [Pair("0", "-", "Hujan turun."), TOLD, Pair("2", "-", "Langit cerah.")]
    passages = {cloze_examples(pairs, "en", Random(n))[0].passage for n in range(20)}
    assert passages == {TOLD.id}


def test_sentences_of_the_same_document_do():
    pairs = [Pair("1", "-", "Hujan turun."), TOLD, Pair("1", "-", "Langit cerah.")]
    passages = {cloze_examples(pairs, "en", Random(n))[0].passage for n in range(40)}
    assert passages == {
        TOLD.id,
        f"Hujan turun. {TOLD.id}",
        f"{TOLD.id} Langit cerah.",
        f"Hujan turun. {TOLD.id} Langit cerah.",
    }


@given(st.lists(PAIR, max_size=6), st.sampled_from(["en", "id"]), st.integers(0, 99))
def test_the_answer_stands_whole_and_once_in_its_passage_and_never_in_its_question(
    pairs, language, seed
):
    for made in cloze_examples(pairs, language, Random(seed)):
        (answer,) = made.texts
        whole = rf"(?<!\w){re.escape(answer)}(?!\w)"
        assert [match.span() for match in re.finditer(whole, made.passage)] == list(made.answers)
        assert not re.search(whole, made.question)


def test_a_row_without_its_text_is_refused_with_the_name_of_its_file(tmp_path):
    path = tmp_path / "ntrex.en-id.jsonl"
    path.write_text('{"document": "1", "en": "It rained."}')
    with pytest.raises(DataError, match=r"ntrex\.en-id\.jsonl.*'id'"):
        read_pairs(path)
