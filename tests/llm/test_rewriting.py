"""Which words of a model may be asked in the place of a follow-up question."""

import pytest

from qa.llm.rewriting import valid_rewrite


@pytest.fixture
def refused(scripted_ask):
    return scripted_ask(lambda _: ())("Kapan dia tiba?")


@pytest.fixture
def history(scripted_ask):
    return [scripted_ask(lambda _: ("Putin pergi ke Pyongyang.",))("Siapa yang pergi?")]


def test_a_question_that_puts_in_what_was_spoken_of_is_asked(refused, history):
    assert valid_rewrite(" Kapan Putin tiba di Pyongyang? ", refused, history) == (
        "Kapan Putin tiba di Pyongyang?"
    )


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Kapan dia tiba?",
        "Kapan Xi Jinping tiba di Beijing?",
        "Siapa yang pergi ke Pyongyang?",
        "When did Putin arrive in Pyongyang?",
        f"Kapan Putin tiba di Pyongyang? {'Kapan Putin tiba? ' * 30}",
    ],
    ids=["nothing", "the same", "another matter", "another question", "another language", "long"],
)
def test_no_other_question_is(refused, history, line):
    assert valid_rewrite(line, refused, history) is None
