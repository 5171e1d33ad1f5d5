from qa.glossed import glossed
from qa.lexicon.lexicon import Lexicon, WordPair
from qa.question import Question

LEXICON = Lexicon(
    [
        WordPair("wife", "istri", 1.0),
        WordPair("big", "besar", 1.0),
        WordPair("fair", "adil", 0.35),
        WordPair("fair", "pekan raya", 0.33),
        WordPair("fair", "cukup", 0.32),
        WordPair("putin", "putih", 1.0),
        WordPair("who", "siapa", 1.0),
    ]
)


def test_a_word_has_its_translation_beside_it():
    question = Question("who is Putin's wife?", "en")
    assert glossed(question, LEXICON) == "who is Putin's wife istri?"


def test_a_word_that_may_say_many_things_stays_alone():
    assert glossed(Question("Where is the big fair?", "en"), LEXICON) == (
        "Where is the big besar fair?"
    )


def test_abbreviations_are_written_in_full_first():
    assert glossed(Question("Kapan Korut besar?", "id"), LEXICON) == "Kapan Korea Utara besar big?"
