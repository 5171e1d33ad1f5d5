from dataclasses import fields
from string import Formatter

from qa.answer.refusal import Phrases, phrases, refuse


def test_every_phrase_is_there_in_both_languages_with_the_same_blanks():
    for field in fields(Phrases):
        blanks = [
            {name for _, name, _, _ in Formatter().parse(getattr(phrases(language), field.name))}
            for language in ("en", "id")
        ]
        assert blanks[0] == blanks[1], field.name
        assert getattr(phrases("en"), field.name) != getattr(phrases("id"), field.name)


def test_a_language_without_phrases_is_answered_in_english():
    assert phrases("fr") == phrases("en")


def test_a_refusal_has_no_text_and_names_the_words_that_are_missing():
    answer = refuse("siapa Ratu Elsa?", "id", "Tidak ada.", missing=("Ratu", "Elsa"))
    assert answer.text is None
    assert answer.citations == ()
    assert answer.missing == ("Ratu", "Elsa")
    assert answer.note == "Tidak ada. Tidak ada artikel yang memuat: “Ratu”, “Elsa”."


def test_a_very_long_word_is_not_said_whole():
    assert len(refuse("x", "en", "No.", missing=("x" * 5000,)).note) < 300


def test_a_refusal_says_which_publishers_were_looked_at():
    answer = refuse("who?", "en", "No.", sources=("VIVA", "Okezone"))
    assert answer.note == "No. Only articles by VIVA, Okezone were looked at."
