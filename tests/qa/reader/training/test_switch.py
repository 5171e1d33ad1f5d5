from random import Random

import pytest

from qa.lexicon.lexicon import Lexicon, WordPair
from qa.reader.training.example import Example
from qa.reader.training.switch import Switcher

LEXICON = Lexicon(
    [
        WordPair("president", "presiden", 1.0),
        WordPair("king", "raja", 1.0),
        WordPair("arrived", "tiba", 1.0),
        WordPair("left", "pergi", 1.0),
    ]
)


@pytest.mark.parametrize("seed", range(20))
def test_answers_stand_in_the_swapped_passage_as_they_were(seed):
    passage = "The president arrived. The king left at 3 am, said the president."
    start = passage.index("3 am")
    asked = Example("a", "a", "news", "en", "When?", passage, ((4, 13), (start, start + 4)))
    swapped = Switcher(LEXICON)(asked, False, True, Random(seed))
    assert [swapped.passage[a:b] for a, b in swapped.answers] == ["president", "3 am"]


def test_one_seed_gives_one_question_whatever_the_passage():
    switch = Switcher(LEXICON)
    questions = {
        switch(
            Example("a", "a", "news", "id", "Kapan raja tiba?", passage, ()), True, True, Random(3)
        ).question
        for passage in ("Raja tiba.", "Presiden pergi.")
    }
    assert len(questions) == 1


def test_a_name_that_the_lexicon_lacks_stays_as_it_is():
    asked = Example("a", "a", "news", "id", "Kapan Belousov tiba?", "Kemarin.", ())
    questions = {Switcher(LEXICON)(asked, True, False, Random(n)).question for n in range(20)}
    assert all("Belousov" in question for question in questions)
    assert any(question.startswith("When") for question in questions)
