import re

import pytest

from ui.strings.english import ENGLISH
from ui.strings.indonesian import INDONESIAN
from ui.strings.languages import preferred_language, strings_for


def test_an_unknown_language_is_spoken_to_in_english():
    assert strings_for("ms") is ENGLISH
    assert strings_for("id") is INDONESIAN


@pytest.mark.parametrize(
    ("english", "indonesian"), [(ENGLISH, INDONESIAN), (ENGLISH.writing, INDONESIAN.writing)]
)
def test_every_phrase_is_there_in_both_languages_and_takes_the_same_values(english, indonesian):
    for name in english.__slots__:
        one, other = getattr(english, name), getattr(indonesian, name)
        assert one
        assert other
        if isinstance(one, str):
            assert set(re.findall(r"{\w+}", one)) == set(re.findall(r"{\w+}", other)), name


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("id-ID,id;q=0.9,en-US;q=0.8,en;q=0.7", "id"),
        ("en-GB", "en"),
        ("fr-FR,id;q=0.5,en;q=0.4", "id"),
        ("en;q=0.4, id;q=0.6", "id"),
        ("ms", "en"),
        ("", "en"),
        ("id;q=much", "en"),
    ],
)
def test_the_language_is_the_one_that_the_browser_likes_best_of_the_two(accepted, language):
    assert preferred_language(accepted) == language
