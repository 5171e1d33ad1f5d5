"""The date of a page, the periods of a question and the moments of a sentence agree."""

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.schema.filters import DateRange
from qa.schema.span import Span
from qa.values.dates.moments import find_moments
from qa.values.dates.page_dates import find_dates
from qa.values.dates.periods import find_periods

THURSDAY = date(2024, 6, 20)
D = date


def period(text, reference=THURSDAY):
    """Return the days of the one period of a text."""
    (found,) = find_periods(text, reference)
    return found.days


def moment(text, reference=THURSDAY):
    """Return the days of the one moment of a text, which is certain of them."""
    ((_, found),) = find_moments(text, Span(0, len(text)), reference)
    return DateRange(min(found.possible_days), max(found.possible_days))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("kemarin dulu", D(2024, 6, 18), D(2024, 6, 18)),
        ("kemarin lusa", D(2024, 6, 18), D(2024, 6, 18)),
        ("the day before yesterday", D(2024, 6, 18), D(2024, 6, 18)),
        ("lusa", D(2024, 6, 22), D(2024, 6, 22)),
        ("besok lusa", D(2024, 6, 22), D(2024, 6, 22)),
        ("the day after tomorrow", D(2024, 6, 22), D(2024, 6, 22)),
        ("tiga bulan lalu", D(2024, 3, 1), D(2024, 3, 31)),
        ("three months ago", D(2024, 3, 1), D(2024, 3, 31)),
        ("sebulan lalu", D(2024, 5, 1), D(2024, 5, 31)),
        ("dua pekan yang lalu", D(2024, 6, 3), D(2024, 6, 9)),
        ("two weeks ago", D(2024, 6, 3), D(2024, 6, 9)),
        ("dua belas bulan lalu", D(2023, 6, 1), D(2023, 6, 30)),
        ("setahun lalu", D(2023, 1, 1), D(2023, 12, 31)),
        ("a year ago", D(2023, 1, 1), D(2023, 12, 31)),
        ("Tahun lalu", D(2023, 1, 1), D(2023, 12, 31)),
        ("the coming week", D(2024, 6, 24), D(2024, 6, 30)),
        ("bulan kemarin", D(2024, 5, 1), D(2024, 5, 31)),
        ("September tahun lalu", D(2023, 9, 1), D(2023, 9, 30)),
        ("Rabu pekan lalu", D(2024, 6, 12), D(2024, 6, 12)),
        ("Senin kemarin", D(2024, 6, 17), D(2024, 6, 17)),
        ("Jumat depan", D(2024, 6, 21), D(2024, 6, 21)),
        ("next Friday", D(2024, 6, 21), D(2024, 6, 21)),
        ("Juni lalu", D(2023, 6, 1), D(2023, 6, 30)),
        ("9 November mendatang", D(2024, 11, 9), D(2024, 11, 9)),
        ("21 Juni lalu", D(2023, 6, 21), D(2023, 6, 21)),
        ("pada tahun 1990-an", D(1990, 1, 1), D(1999, 12, 31)),
        ("6/25/2024", D(2024, 6, 25), D(2024, 6, 25)),
        ("19 juni 2024", D(2024, 6, 19), D(2024, 6, 19)),
        ("18 sampai 20 Juni 2024", D(2024, 6, 18), D(2024, 6, 20)),
        ("November 1828", D(1828, 11, 1), D(1828, 11, 30)),
        ("on 19 may", D(2024, 5, 19), D(2024, 5, 19)),
    ],
)
def test_a_question_and_a_sentence_read_the_same_days(text, first, last):
    expected = DateRange(first, last)
    assert (period(text), moment(text)) == (expected, expected)


@pytest.mark.parametrize(
    "text",
    [
        "setengah tahun lalu",
        "puluhan tahun lalu",
        "beberapa tahun lalu",
        "several weeks ago",
        "3-4 tahun lalu",
        "dua pekan mendatang",
        "berbulan-bulan silam",
        "pria berusia 35 tahun ini",
        "the 5 may come",
    ],
)
def test_what_tells_no_certain_day_is_read_by_none(text):
    assert not find_periods(text, THURSDAY)
    assert not list(find_moments(text, Span(0, len(text)), THURSDAY))
    assert not find_dates(text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("pada Minggu lalu", D(2024, 6, 16), D(2024, 6, 16)),
        ("hari minggu lalu", D(2024, 6, 16), D(2024, 6, 16)),
        ("pada minggu lalu", D(2024, 6, 10), D(2024, 6, 16)),
        ("Ia pergi. Minggu lalu", D(2024, 6, 10), D(2024, 6, 16)),
    ],
)
def test_minggu_is_a_sunday_after_hari_or_with_a_capital_inside_a_sentence(text, first, last):
    assert period(text) == moment(text) == DateRange(first, last)


def test_how_long_something_took_is_a_period_but_no_moment():
    text = "selama tiga bulan terakhir"
    assert period(text) == DateRange(D(2024, 3, 20), THURSDAY)
    assert not list(find_moments(text, Span(0, len(text)), THURSDAY))


def test_the_day_that_an_article_names_beside_a_wrong_today_is_the_day():
    assert period("besok, Selasa (28/5)") == moment("besok, Selasa (28/5)")
    assert period("besok, Selasa (28/5)") == DateRange.of_day(D(2024, 5, 28))


def test_then_is_not_last():
    ((span, _), *_) = find_moments("Pada 2013, lalu pergi", Span(0, 21), THURSDAY)
    assert span == Span(5, 9)


@pytest.mark.parametrize("zone", ["WIB", "GMT+7", "(WIB)", "+0700", "wib"])
def test_a_time_with_its_zone_is_the_same_on_a_page_and_in_a_sentence(zone):
    text = f"Rabu, 19 Juni 2024 10:31 {zone}"
    (page_date,) = find_dates(text)
    ((_, found),) = find_moments(text, Span(0, len(text)), None)
    assert page_date.value == datetime(2024, 6, 19, 10, 31, tzinfo=timezone(timedelta(hours=7)))
    assert (found.clock.first, found.clock.zone_minutes) == (631, 420)


def test_the_end_of_a_stretch_of_hours_is_no_time_zone():
    assert find_dates("19 Juni 2024, 10:00-12:00")[0].value == date(2024, 6, 19)


@given(st.dates(D(1950, 1, 1), D(2080, 12, 31)), st.integers(1, 60))
def test_counting_months_back_gives_the_whole_month(day, count):
    days = period(f"{count} months ago", day)
    months = 12 * (day.year - days.first.year) + day.month - days.first.month
    assert (months, days) == (count, DateRange.of_month(days.first.year, days.first.month))
    assert days == moment(f"{count} bulan lalu", day)


@given(st.dates(D(1950, 1, 1), D(2080, 12, 31)))
def test_a_full_date_is_one_day_to_all_three(day):
    for text in (f"{day:%Y-%m-%d}", f"{day:%d %B %Y}", f"{day:%B} {day.day}, {day.year}"):
        assert period(text) == moment(text) == DateRange.of_day(day)
        assert [found.value for found in find_dates(text)] == [day]
