import pytest

from qa.answer.refusal import missing_words
from qa.schema.question import Question
from qa.store.local import LocalLibrary


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
    library.change([entered("a", text)], ())
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
    assert missing_words(Question(question or "?", language), library) == expected


def test_a_word_of_two_thousand_letters_is_missing_and_no_error(library):
    word = "a" * 1990
    assert missing_words(Question(f"siapa {word}", "id"), library) == (word,)


def test_only_the_first_words_of_a_long_question_are_looked_at(library):
    question = Question(" ".join(f"kata{n}" for n in range(500)), "id")
    assert 0 < len(missing_words(question, library)) <= 40
