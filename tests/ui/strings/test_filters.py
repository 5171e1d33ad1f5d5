from datetime import date

import pytest

from qa.schema.filters import EVERYTHING, DateRange, SearchFilter
from ui.strings.filters import days_phrase, scope_phrases
from ui.strings.page import ENGLISH, INDONESIAN

FIRST, LAST = date(2024, 5, 1), date(2024, 5, 25)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (DateRange(), ""),
        (DateRange(FIRST, FIRST), "1 May 2024"),
        (DateRange(FIRST, LAST), "1 May 2024 – 25 May 2024"),
        (DateRange(FIRST, None), "from 1 May 2024"),
        (DateRange(None, LAST), "until 25 May 2024"),
    ],
)
def test_days_are_said_as_people_say_them(days, said):
    assert days_phrase(days, ENGLISH) == said


def test_everything_that_narrows_has_a_phrase_of_its_own():
    scope = SearchFilter(("VIVA", "Okezone"), DateRange(FIRST, None), DateRange(LAST, LAST))
    assert scope_phrases(scope, INDONESIAN) == (
        "VIVA",
        "Okezone",
        "terbit sejak 1 Mei 2024",
        "tentang 25 Mei 2024",
    )
    assert scope_phrases(EVERYTHING, ENGLISH) == ()
