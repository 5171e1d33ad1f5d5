"""Refusals: their phrases, and the words that no article has."""

from dataclasses import fields
from string import Formatter

import pytest

from qa.answer.refusal import Phrases, missing_words, phrases, refuse
from qa.schema.question import Question
from qa.settings import RefusalSettings
from qa.store.local import LocalLibrary


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


@pytest.fixture
def library(entered, hashing):
    """A library in Indonesian only."""
    library = LocalLibrary()
    library.reset_for_encoder(hashing.name, hashing.dim)
    text = (
        "Kunjungan Presiden Rusia disambut besar-besaran di Pyongyang. "
        "Menurut pengamat al-Qur’an itu dicetak ulang pada tahun 2024 oleh penerbit, "
        "kata juru bicara."
    )
    library.update([entered("a", text)], ())
    return library


@pytest.mark.parametrize(
    ("question", "language", "expected"),
    [
        ("Siapa yang mengunjungi Pyongyang?", "id", ()),
        ("Mengapa penyambutan besar-besaran itu?", "id", ()),
        ("Apakah al-Qur'an dicetak ulang?", "id", ()),
        ("Kapan gubernur tiba di Pyongyang?", "id", ("gubernur", "tiba")),
        ("Who visited Pyongyang?", "en", ()),
        ("Who visited Beijing in 2019 with Xi’s wife?", "en", ("Beijing", "2019", "Xi", "wife")),
        ("Apakah Wapres Rusia tiba?", "id", ("Wapres", "tiba")),
        ("Siapa pengamat dari AS?", "id", ("AS",)),
        ("Siapa jubir presiden?", "id", ()),
        ("Who welcomed the president of Russia?", "en", ()),
        ("Who glorped the president?", "en", ()),
        ("Was Beijing visited by Beijing?", "en", ("Beijing",)),
        ("Ｐｙｏｎｇｙａｎｇ kapan?", "id", ()),
        ("", "id", ()),
    ],
)
def test_the_words_that_no_article_has_are_told_as_they_are_spelled(
    library, question, language, expected
):
    assert (
        missing_words(Question(question or "?", language), library, RefusalSettings()) == expected
    )


def test_a_word_of_two_thousand_letters_is_missing_and_no_error(library):
    word = "a" * 1990
    assert missing_words(Question(f"siapa {word}", "id"), library, RefusalSettings()) == (word,)


def test_only_the_first_words_of_a_long_question_are_looked_at(library):
    question = Question(" ".join(f"kata{n}" for n in range(500)), "id")
    assert 0 < len(missing_words(question, library, RefusalSettings())) <= 40
