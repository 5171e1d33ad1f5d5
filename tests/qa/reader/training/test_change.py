from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.reader.training.change import Changer
from qa.reader.training.example import Example

PASSAGE = "Presiden Joko Widodo tiba di Bogor pada 19 Juni 2024."
WORDS = ("Bogor", "Medan", "Siti", "12", "2024", "ketika", "presiden", "menteri")
# Two names side by side would be one.
QUESTION = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5, unique=True).map(
    lambda words: f"apa di {' di '.join(words)}?"
)


def asked(question: str, passage: str = PASSAGE, answers=((9, 20),)) -> Example:
    return Example("a", "a", "news", "id", question, passage, answers)


def changed_questions(question: str, others: list[str]) -> set[str]:
    changer = Changer.of([asked(other) for other in others])
    drawn = [changer(asked(question), Random(seed)) for seed in range(30)]
    return {each.question for each in drawn if each}


def test_a_name_is_made_another_name_of_the_questions():
    assert changed_questions("Siapa di Bogor?", ["Siapa di Medan?"]) == {"Siapa di Medan?"}


def test_a_number_is_made_another_number():
    found = changed_questions("Apa pada 19?", ["Apa pada 3,5?", "Apa pada 2024?"])
    assert found == {"Apa pada 3,5?"}


def test_what_stands_in_the_passage_never_takes_the_place_of_another():
    assert changed_questions("Siapa di Solo?", ["Di mana Joko Widodo?"]) == set()


def test_a_question_of_nothing_but_short_small_words_cannot_be_changed():
    assert changed_questions("apa itu?", ["Siapa di Medan?"]) == set()


def test_the_first_word_is_no_name():
    assert changed_questions("Siapa di sana?", ["Kapan Medan aman?"]) == set()


@given(st.lists(QUESTION, min_size=1, max_size=4), st.integers(0, 99))
def test_a_changed_question_differs_in_one_word_and_never_keeps_its_answers(questions, seed):
    examples = [asked(question) for question in questions]
    before = examples[0]
    after = Changer.of(examples)(before, Random(seed))
    if after is None:
        return
    assert after.answers == ()
    assert (after.passage, after.id) == (before.passage, before.id)
    pairs = zip(before.question[:-1].split(), after.question[:-1].split(), strict=True)
    (new,) = [new for old, new in pairs if old != new]
    assert new.lower() not in (before.question + PASSAGE).lower()


@pytest.mark.parametrize("seed", range(5))
def test_one_seed_gives_one_change(seed):
    changer = Changer.of([asked("Siapa di Medan?"), asked("Siapa di Palu?")])
    one, other = (changer(asked("Siapa di Bogor?"), Random(seed)) for _ in range(2))
    assert one == other
