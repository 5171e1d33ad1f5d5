import pytest

from qa.text.abbreviations import expand_abbreviations, long_form


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Siapa Menhan Rusia yang baru?", "id", "Siapa Menteri Pertahanan Rusia yang baru?"),
        ("siapa menhan rusia", "id", "siapa Menteri Pertahanan rusia"),
        ("Apa kata AS soal Korut?", "id", "Apa kata Amerika Serikat soal Korea Utara?"),
        ("Did the US sign?", "en", "Did the United States sign?"),
        ("Did he tell us as much?", "en", "Did he tell us as much?"),
        ("Kapan Putin tiba?", "id", "Kapan Putin tiba?"),
        ("Quand, AS?", "fr", "Quand, AS?"),
    ],
)
def test_abbreviations_are_written_in_full_and_words_are_left(text, language, expected):
    assert expand_abbreviations(text, language) == expected


def test_a_word_in_any_case_may_be_looked_up():
    assert long_form("pbb", "id") == "Perserikatan Bangsa-Bangsa"
    assert long_form("menlu", "id") == "Menteri Luar Negeri"
    assert long_form("putin", "id") is None
