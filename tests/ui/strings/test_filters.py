from datetime import date

import pytest

from qa.schema.filters import EVERYTHING, Days, Scope
from ui.strings.filters import days_phrase, scope_phrases
from ui.strings.page import ENGLISH, INDONESIAN

FIRST, LAST = date(2024, 5, 1), date(2024, 5, 25)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (Days(), ""),
        (Days(FIRST, FIRST), "1 May 2024"),
        (Days(FIRST, LAST), "1 May 2024 – 25 May 2024"),
        (Days(FIRST, None), "from 1 May 2024"),
        (Days(None, LAST), "until 25 May 2024"),
    ],
)
def test_days_are_said_as_people_say_them(days, said):
    assert days_phrase(days, ENGLISH) == said


def test_everything_that_narrows_has_a_phrase_of_its_own():
    scope = Scope(("VIVA", "Okezone"), Days(FIRST, None), Days(LAST, LAST))
    assert scope_phrases(scope, INDONESIAN) == (
        "VIVA",
        "Okezone",
        "terbit sejak 1 Mei 2024",
        "tentang 25 Mei 2024",
    )
    assert scope_phrases(EVERYTHING, ENGLISH) == ()
