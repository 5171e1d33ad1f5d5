import pytest

from qa.answer import Answer
from qa.article import Article
from qa.conversation import standalone
from qa.passage import Passage, RetrievedPassage
from qa.refusal import refuse

ARTICLE = Article(id="a", title="t", text="Presiden tiba.", path="a", language="id")


def answered(question) -> Answer:
    return refuse(question, "en", "No.", (RetrievedPassage(Passage(ARTICLE, 0, 8), 0.5, 1),))


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("Who visited Hanoi?", "and which of them was new?"),
        ("Who visited Hanoi?", "when was he there?"),
        ("Siapa yang datang ke Hanoi?", "lalu kapan?"),
        ("Siapa yang datang ke Hanoi?", "kenapa mereka ke sana?"),
    ],
)
def test_a_question_that_points_back_takes_the_last_question_with_it(first, then):
    question = standalone(then, [answered("something older"), answered(first)])
    assert question.text == f"{first} {then}"


@pytest.mark.parametrize(
    "then",
    [
        "Who chairs the central bank?",
        "and what did Prabowo say?",
        "is it true that the governor of the province went to the capital by train?",
    ],
)
def test_a_question_that_stands_alone_is_left_as_it_is(then):
    assert standalone(then, [answered("Who visited Hanoi?")]).text == then


def test_without_a_history_nothing_is_taken():
    assert standalone("when was he there?", []).text == "when was he there?"


def test_the_language_is_that_of_the_question_asked_now():
    question = standalone("lalu kapan dia datang?", [answered("Who visited Hanoi?")])
    assert question.language == "id"


def test_a_question_that_could_not_be_looked_for_is_not_pointed_back_to():
    history = [answered("Who visited Hanoi?"), refuse("x" * 100_000, "en", "Too long.")]
    assert standalone("and when?", history).text == "Who visited Hanoi? and when?"
    assert standalone("and when?", history[1:]).text == "and when?"
