from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from qa.schema.filters import EVERYTHING, DateRange, SearchFilter
from ui.strings.english import ENGLISH
from ui.strings.indonesian import INDONESIAN
from ui.strings.wording import (
    confidence_phrase,
    date_range_phrase,
    filter_phrases,
    format_count,
    format_date,
    format_probability,
    language_name,
)

FIRST, LAST = date(2024, 5, 1), date(2024, 5, 25)


def test_a_date_is_written_as_the_reader_of_the_question_writes_it():
    published = date(2024, 6, 19)
    assert format_date(published, ENGLISH) == "19 June 2024"
    assert format_date(published, INDONESIAN) == "19 Juni 2024"


def test_a_time_keeps_the_zone_that_the_page_gave():
    wib = datetime(2024, 5, 25, 17, 12, tzinfo=timezone(timedelta(hours=7), "WIB"))
    assert format_date(wib, INDONESIAN) == "25 Mei 2024, 17:12 WIB"
    assert format_date(datetime(2024, 5, 25, 10, 12, tzinfo=UTC), ENGLISH).endswith("10:12 UTC")


def test_a_zone_without_a_name_is_written_short():
    seven, half = timezone(timedelta(hours=7)), timezone(timedelta(hours=-9, minutes=-30))
    assert format_date(datetime(2024, 5, 25, 17, 12, tzinfo=seven), ENGLISH).endswith("12 UTC+7")
    assert format_date(datetime(2024, 5, 25, 17, 12, tzinfo=half), ENGLISH).endswith("UTC-9:30")
    assert format_date(datetime(2024, 5, 25, 17, 12), ENGLISH) == "25 May 2024, 17:12"


def test_a_page_without_a_date_says_so():
    assert format_date(None, ENGLISH) == "no date given"
    assert format_date(None, INDONESIAN) == "tanpa tanggal"


@pytest.mark.parametrize(
    ("confidence", "said"),
    [(1.0, "Sure"), (0.9, "Sure"), (0.89, "Fairly sure"), (0.5, "Fairly sure"), (0.1, "Unsure")],
)
def test_confidence_is_said_in_words(confidence, said):
    assert confidence_phrase(confidence, ENGLISH) == said


def test_the_percentage_is_a_whole_number():
    assert format_probability(0.934, ENGLISH) == "93% likely to be right"


def test_one_thing_is_not_a_plural():
    assert format_count(1, "1 article", "{n} articles") == "1 article"
    assert format_count(0, "1 article", "{n} articles") == "0 articles"


def test_a_language_has_its_name_and_an_unknown_one_keeps_its_code():
    assert language_name("id", ENGLISH) == "Indonesian"
    assert language_name("en", INDONESIAN) == "Inggris"
    assert language_name("no such", ENGLISH) == "no such"


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
    assert date_range_phrase(days, ENGLISH) == said


def test_everything_that_narrows_has_a_phrase_of_its_own():
    scope = SearchFilter(("VIVA", "Okezone"), DateRange(FIRST, None), DateRange(LAST, LAST))
    assert filter_phrases(scope, INDONESIAN) == (
        "VIVA",
        "Okezone",
        "terbit sejak 1 Mei 2024",
        "tentang 25 Mei 2024",
    )
    assert filter_phrases(EVERYTHING, ENGLISH) == ()
