from random import Random

import pytest

from qa.reader.training.example import Example
from qa.reader.training.lexicon import extended, induce
from qa.reader.training.switch import Switcher

PAIRS = [
    (["the", "president", "arrived"], ["presiden", "tiba"]),
    (["the", "president", "left"], ["presiden", "pergi"]),
    (["the", "king", "arrived"], ["raja", "tiba"]),
    (["the", "king", "left"], ["raja", "pergi"]),
]


def test_words_that_go_together_in_many_sentences_are_translations():
    lexicon = induce(PAIRS)
    assert lexicon.to_english["presiden"][0][0] == "president"
    assert lexicon.to_indonesian["arrived"][0][0] == "tiba"


def test_the_weights_of_a_words_translations_add_up_to_one():
    for options in induce(PAIRS).to_indonesian.values():
        assert abs(sum(weight for _, weight in options) - 1) < 1e-9


def test_added_pairs_never_take_an_induced_words_place():
    lexicon = extended(induce(PAIRS), [("leader", "presiden", 1.0), ("queen", "ratu", 1.0)])
    assert lexicon.to_english["presiden"][0][0] == "president"
    assert lexicon.to_english["ratu"] == (("queen", 1.0),)


@pytest.mark.parametrize("seed", range(20))
def test_answers_stand_in_the_swapped_passage_as_they_were(seed):
    passage = "The president arrived. The king left at 3 am, said the president."
    start = passage.index("3 am")
    asked = Example("a", "a", "news", "en", "When?", passage, ((4, 13), (start, start + 4)))
    swapped = Switcher(induce(PAIRS))(asked, False, True, Random(seed))
    assert [swapped.passage[a:b] for a, b in swapped.answers] == ["president", "3 am"]


def test_one_seed_gives_one_question_whatever_the_passage():
    switch = Switcher(induce(PAIRS))
    questions = {
        switch(
            Example("a", "a", "news", "id", "Kapan raja tiba?", passage, ()), True, True, Random(3)
        ).question
        for passage in ("Raja tiba.", "Presiden pergi.")
    }
    assert len(questions) == 1


def test_a_name_that_the_lexicon_lacks_stays_as_it_is():
    asked = Example("a", "a", "news", "id", "Kapan Belousov tiba?", "Kemarin.", ())
    questions = {Switcher(induce(PAIRS))(asked, True, False, Random(n)).question for n in range(20)}
    assert all("Belousov" in question for question in questions)
    assert any(question.startswith("When") for question in questions)
