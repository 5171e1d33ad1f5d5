from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from ui.strings.page import (
    ENGLISH,
    INDONESIAN,
    counted,
    language_name,
    percent,
    preferred_language,
    strings_for,
    sureness,
    written_date,
)


def test_a_date_is_written_as_the_reader_of_the_question_writes_it():
    published = date(2024, 6, 19)
    assert written_date(published, ENGLISH) == "19 June 2024"
    assert written_date(published, INDONESIAN) == "19 Juni 2024"


def test_a_time_keeps_the_zone_that_the_page_gave():
    wib = datetime(2024, 5, 25, 17, 12, tzinfo=timezone(timedelta(hours=7), "WIB"))
    assert written_date(wib, INDONESIAN) == "25 Mei 2024, 17:12 WIB"
    assert written_date(datetime(2024, 5, 25, 10, 12, tzinfo=UTC), ENGLISH).endswith("10:12 UTC")


def test_a_zone_without_a_name_is_written_short():
    seven, half = timezone(timedelta(hours=7)), timezone(timedelta(hours=-9, minutes=-30))
    assert written_date(datetime(2024, 5, 25, 17, 12, tzinfo=seven), ENGLISH).endswith("12 UTC+7")
    assert written_date(datetime(2024, 5, 25, 17, 12, tzinfo=half), ENGLISH).endswith("UTC-9:30")
    assert written_date(datetime(2024, 5, 25, 17, 12), ENGLISH) == "25 May 2024, 17:12"


def test_a_page_without_a_date_says_so():
    assert written_date(None, ENGLISH) == "no date given"
    assert written_date(None, INDONESIAN) == "tanpa tanggal"


@pytest.mark.parametrize(
    ("confidence", "said"),
    [(1.0, "Sure"), (0.9, "Sure"), (0.89, "Fairly sure"), (0.5, "Fairly sure"), (0.1, "Unsure")],
)
def test_confidence_is_said_in_words(confidence, said):
    assert sureness(confidence, ENGLISH) == said


def test_the_percentage_is_a_whole_number():
    assert percent(0.934, ENGLISH) == "93% likely to be right"


def test_one_thing_is_not_a_plural():
    assert counted(1, "1 article", "{n} articles") == "1 article"
    assert counted(0, "1 article", "{n} articles") == "0 articles"


def test_an_unknown_language_is_spoken_to_in_english():
    assert strings_for("ms") is ENGLISH
    assert strings_for("id") is INDONESIAN


def test_a_language_has_its_name_and_an_unknown_one_keeps_its_code():
    assert language_name("id", ENGLISH) == "Indonesian"
    assert language_name("en", INDONESIAN) == "Inggris"
    assert language_name("no such", ENGLISH) == "no such"


def test_every_phrase_is_there_in_both_languages_and_takes_the_same_numbers():
    for name in ENGLISH.__slots__:
        english, indonesian = getattr(ENGLISH, name), getattr(INDONESIAN, name)
        assert english
        assert indonesian
        assert ("{n}" in english) == ("{n}" in indonesian), name


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
