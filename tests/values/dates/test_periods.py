from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.schema.filters import DateRange
from qa.text.calendar import MONTH_NAMES
from qa.values.dates.periods import find_periods

THURSDAY = date(2024, 6, 20)
D = date


def read(text, today=THURSDAY):
    return [(text[p.span.start : p.span.end], p.days) for p in find_periods(text, today)]


@pytest.mark.parametrize(
    ("text", "words", "first", "last"),
    [
        ("on 25 May 2024 he", "25 May 2024", D(2024, 5, 25), D(2024, 5, 25)),
        ("pada 19 Juni 2024", "19 Juni 2024", D(2024, 6, 19), D(2024, 6, 19)),
        ("June 19th, 2024?", "June 19th, 2024", D(2024, 6, 19), D(2024, 6, 19)),
        ("pada Rabu, 19 Juni 2024", "Rabu, 19 Juni 2024", D(2024, 6, 19), D(2024, 6, 19)),
        ("Selasa (18/6/2024) malam", "Selasa (18/6/2024", D(2024, 6, 18), D(2024, 6, 18)),
        ("6/25/2024", "6/25/2024", D(2024, 6, 25), D(2024, 6, 25)),
        ("2024-02-29", "2024-02-29", D(2024, 2, 29), D(2024, 2, 29)),
        ("in September 2023", "September 2023", D(2023, 9, 1), D(2023, 9, 30)),
        ("Juli tahun 2000.", "Juli tahun 2000", D(2000, 7, 1), D(2000, 7, 31)),
        ("sejak 2019", "2019", D(2019, 1, 1), D(2019, 12, 31)),
        ("2019-2021", "2019-2021", D(2019, 1, 1), D(2021, 12, 31)),
        ("Rabu (19/6) pukul 3", "Rabu (19/6", D(2024, 6, 19), D(2024, 6, 19)),
        ("on 24 December", "24 December", D(2023, 12, 24), D(2023, 12, 24)),
        ("Feb 29", "Feb 29", D(2024, 2, 29), D(2024, 2, 29)),
        ("pada bulan September", "September", D(2023, 9, 1), D(2023, 9, 30)),
        ("in May he", "May", D(2024, 5, 1), D(2024, 5, 31)),
        ("Juni lalu", "Juni lalu", D(2023, 6, 1), D(2023, 6, 30)),
        ("kemarin", "kemarin", D(2024, 6, 19), D(2024, 6, 19)),
        ("the day  before yesterday", "the day  before yesterday", D(2024, 6, 18), D(2024, 6, 18)),
        ("dua hari yang lalu", "dua hari yang lalu", D(2024, 6, 18), D(2024, 6, 18)),
        ("minggu lalu", "minggu lalu", D(2024, 6, 10), D(2024, 6, 16)),
        ("last week", "last week", D(2024, 6, 10), D(2024, 6, 16)),
        ("pekan ini", "pekan ini", D(2024, 6, 17), D(2024, 6, 23)),
        ("sebulan lalu", "sebulan lalu", D(2024, 5, 1), D(2024, 5, 31)),
        ("seven months ago", "seven months ago", D(2023, 11, 1), D(2023, 11, 30)),
        ("next year", "next year", D(2025, 1, 1), D(2025, 12, 31)),
        ("the past 2 weeks", "the past 2 weeks", D(2024, 6, 6), D(2024, 6, 20)),
        ("tiga hari terakhir", "tiga hari terakhir", D(2024, 6, 17), D(2024, 6, 20)),
        ("since Tuesday", "Tuesday", D(2024, 6, 18), D(2024, 6, 18)),
        ("pada kamis", "kamis", D(2024, 6, 20), D(2024, 6, 20)),
        ("last Thursday", "last Thursday", D(2024, 6, 13), D(2024, 6, 13)),
        ("hari Minggu", "Minggu", D(2024, 6, 16), D(2024, 6, 16)),
    ],
)
def test_words_for_a_time_stand_for_its_days(text, words, first, last):
    assert read(text) == [(words, DateRange(first, last))]


@pytest.mark.parametrize(
    "text",
    [
        "when", "kapan", "tahun berapa", "which year", "in what month", "2000 orang",
        "the 2022 cup", "may he go", "they march on", "beberapa minggu lalu", "a few weeks ago",
        "1.2024", "$2024",
        "di hari yang sama", "satu minggu penuh", "31/31/2024", "version 2024.1", "",
    ],
)  # fmt: skip
def test_other_words_stand_for_none(text):
    assert read(text) == []


def test_several_times_are_told_in_their_order_and_none_twice():
    found = read("antara 25 Mei 2024 dan 19 Juni 2024, lalu kemarin")
    assert [words for words, _ in found] == ["25 Mei 2024", "19 Juni 2024", "kemarin"]


def test_without_a_day_to_count_from_only_times_with_their_year_are_told():
    text = "Rabu (19/6), tahun lalu, 19 Juni 2024"
    assert read(text, None) == [("19 Juni 2024", DateRange.of_day(D(2024, 6, 19)))]
    assert [p.is_relative for p in find_periods(text, THURSDAY)] == [True, True, False]


@given(st.dates(D(1950, 1, 1), D(2080, 12, 31)), st.sampled_from(sorted(MONTH_NAMES)))
def test_any_day_is_read_as_it_is_written(day, month):
    names = [name for name, number in MONTH_NAMES.items() if number == day.month]
    for name in names:
        assert read(f"pada {day.day} {name} {day.year}")[0][1] == DateRange.of_day(day)
        assert read(f"on {name} {day.day}, {day.year}")[0][1] == DateRange.of_day(day)
    assert read(f"{day:%d/%m/%Y}")[0][1] == DateRange.of_day(day) or day.month != day.day
    assert read(f"in {month} {day.year}")[0][1] == DateRange.of_month(day.year, MONTH_NAMES[month])


@given(st.dates(D(1000, 1, 1)), st.dates(D(1000, 1, 1), D(9000, 1, 1)))
def test_a_day_without_its_year_is_not_far_ahead(day, today):
    for _, days in read(f"{day.day}/{day.month}", today):
        assert (days.first.day, days.first.month) == (day.day, day.month)
        assert days.first <= today + timedelta(days=45)


@given(st.text(max_size=80), st.dates())
def test_any_text_can_be_read(text, today):
    for period in find_periods(text, today):
        assert period.days.first <= period.days.last


@pytest.mark.parametrize("today", [date.min, date.max])
@pytest.mark.parametrize(
    "text", ["999 tahun lalu", "next year", "kemarin", "besok", "19 Juni", "last week", "in May",
             "the past 900 weeks", "last Monday", "on Sunday", "Juni lalu"],
)  # fmt: skip
def test_days_beyond_the_calendar_are_no_days(text, today):
    find_periods(text, today)
