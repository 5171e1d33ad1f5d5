import pytest

from qa.article import Article
from qa.lexicon.lexicon import Lexicon, WordPair
from qa.passage import Passage
from qa.question import Question
from qa.role import is_told_of, role


def lexicon():
    return Lexicon([WordPair("wife", "istri", 1.0), WordPair("ambassador", "duta besar", 1.0)])


def passage(text, language="id"):
    return Passage(Article("a", "t", text, "a", language), 0, len(text))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("Who is the wife of the mayor?", "wife"),
        ("What is the mayor's wife called, and who is the mayor's wife?", "wife"),
        ("what is the name of Budi's youngest daughter", "daughter"),
        ("Who was the first president of Chile?", "president"),
        ("Who is Chile's new minister of defence?", "minister"),
        ("Siapa nama istri wali kota?", "istri"),
        ("Siapakah juara lomba itu?", "juara"),
        ("siapa Menhan Chile", "Menteri"),
    ],
)
def test_a_role_is_what_the_person_asked_for_is(asked, said):
    assert role(Question.of(asked)) == said


@pytest.mark.parametrize(
    "asked", ["Who arrived in Hanoi?", "Siapa yang tiba di Hanoi?", "When was the wife born?"]
)
def test_a_question_for_what_someone_did_has_no_role(asked):
    assert role(Question.of(asked)) is None


def test_a_role_is_told_of_where_a_passage_has_its_word():
    assert is_told_of("istri", "id", [passage("Hujan."), passage("Istrinya tiba.")], lexicon)
    assert not is_told_of("istri", "id", [passage("Anaknya tiba.")], lexicon)


def test_across_languages_its_translation_is_looked_for_every_word_of_it():
    assert is_told_of("wife", "en", [passage("Istri wali kota tiba.")], lexicon)
    assert not is_told_of("wife", "en", [passage("Anak wali kota tiba.")], lexicon)
    assert is_told_of("ambassador", "en", [passage("Duta Besar Chile tiba.")], lexicon)
    assert not is_told_of("ambassador", "en", [passage("Kota besar itu ramai.")], lexicon)


def test_a_word_that_the_lexicon_does_not_know_may_be_there():
    assert is_told_of("stepson", "en", [passage("Anak tirinya tiba.")], lexicon)
