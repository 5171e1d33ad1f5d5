import pytest

from qa.answer.related import held, named_entities
from qa.schema.question import Question
from qa.text.dictionary import shipped_lexicon


def named(text, language):
    return [subject.text for subject in named_entities(Question(text, language), shipped_lexicon)]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("What is the name of Joko Widodo's wife?", "en", ["Joko Widodo"]),
        ("Siapa istri Joko Widodo?", "id", ["Joko Widodo"]),
        ("Ratna Dewi menginap di hotel mana?", "id", ["Ratna Dewi"]),
        ("How far is Demak from Semarang in May 2024?", "en", ["Demak", "Semarang"]),
        ("Berapa tentara Korut di Ukraina?", "id", ["Korea Utara", "Ukraina"]),
        ("kapan widodo lahir", "id", ["widodo"]),
        ("When does it rain on Tuesday?", "en", []),
        ("How do I cook rice?", "en", []),
        ("?", "en", []),
    ],
)
def test_names_are_told_by_their_form(text, language, expected):
    assert named(text, language) == expected


def test_a_name_is_held_across_languages_and_abbreviations():
    (korea,) = named_entities(Question("Who rules North Korea?", "en"), shipped_lexicon)
    assert held(korea, "Pemimpin Korea Utara itu tiba.", "id", shipped_lexicon)
    assert held(korea, "Pemimpin Korut itu tiba.", "id", shipped_lexicon)
    assert not held(korea, "Pemimpin Korea Selatan itu tiba.", "id", shipped_lexicon)
    assert held(korea, "The leader of North Korea arrived.", "en", shipped_lexicon)
