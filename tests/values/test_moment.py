from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.schema.filters import DateRange
from qa.schema.span import Span
from qa.values.dates.moments import find_moments
from qa.values.moment import Clock, Moment
from qa.values.relation import ValueRelation

EQUAL, COMPATIBLE = ValueRelation.EQUAL, ValueRelation.COMPATIBLE
CONFLICTING, INCOMPARABLE = ValueRelation.CONFLICTING, ValueRelation.INCOMPARABLE
THURSDAY = date(2031, 3, 20)


def moment(text, published=THURSDAY):
    """Return the one moment of a text."""
    ((_, found),) = find_moments(text, Span(0, len(text)), published)
    return found


def day(text, published=THURSDAY):
    """Return the one day that a text tells of."""
    (found,) = moment(text, published).possible_days
    return found


@pytest.mark.parametrize(
    "text",
    [
        "19 Maret 2031",
        "March 19, 2031",
        "19th of March 2031",
        "Rabu (19/3)",
        "Rabu (19/3/2031)",
        "Rabu, 19 Maret 2031",
        "19 Mar 2031",
        "2031-03-19",
        "19 Maret",
        "19 Maret lalu",
        "kemarin",
        "yesterday",
        "satu hari lalu",
        "Rabu lalu",
        "last Wednesday",
    ],
)
def test_a_day_is_the_same_however_it_is_written(text):
    assert day(text) == date(2031, 3, 19)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("tahun 2000 silam", date(2000, 1, 1), date(2000, 12, 31)),
        ("Juli 2000", date(2000, 7, 1), date(2000, 7, 31)),
        ("pada Juli tahun 2000", date(2000, 7, 1), date(2000, 7, 31)),
        ("tahun lalu", date(2030, 1, 1), date(2030, 12, 31)),
        ("24 tahun lalu", date(2007, 1, 1), date(2007, 12, 31)),
        ("three years ago", date(2028, 1, 1), date(2028, 12, 31)),
        ("bulan depan", date(2031, 4, 1), date(2031, 4, 30)),
        ("pekan ini", date(2031, 3, 17), date(2031, 3, 23)),
        ("next week", date(2031, 3, 24), date(2031, 3, 30)),
        ("1990-an", date(1990, 1, 1), date(1999, 12, 31)),
        ("2019-2024", date(2019, 1, 1), date(2024, 12, 31)),
        ("18-20 Maret", date(2031, 3, 18), date(2031, 3, 20)),
        ("March 18-20, 2031", date(2031, 3, 18), date(2031, 3, 20)),
    ],
)
def test_a_stretch_of_days_is_every_day_of_it(text, first, last):
    possible = moment(text).possible_days
    assert (min(possible), max(possible), len(possible)) == (first, last, (last - first).days + 1)


@pytest.mark.parametrize(
    ("text", "month", "year"),
    [("September lalu", 9, 2030), ("Maret", 3, 2031), ("Mei mendatang", 5, 2031)],
)
def test_the_year_of_a_month_is_told_by_the_articles_day(text, month, year):
    assert {(d.month, d.year) for d in moment(text).possible_days} == {(month, year)}


def test_a_month_half_a_year_away_may_be_either():
    assert {d.year for d in moment("September").possible_days} == {2030, 2031}


def test_the_articles_own_time_of_day_does_not_matter():
    assert day("kemarin", datetime(2031, 3, 20, 23, 59, tzinfo=UTC)) == date(2031, 3, 19)


def test_without_the_articles_day_what_is_left_out_stays_open():
    found = moment("Rabu, 19 Maret", None)
    assert (found.days, found.month, found.day, found.weekday) == (DateRange(), 3, 19, 2)
    assert not list(find_moments("kemarin", Span(0, 7), None))


def test_a_weekday_that_does_not_fit_its_date_is_passed_over():
    assert day("Senin (19/3)") == date(2031, 3, 19)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("pukul 19.30 WIB", 1170, 1170),
        ("pukul 3 pagi", 180, 180),
        ("pukul 3 sore", 900, 900),
        ("pukul 8 malam", 1200, 1200),
        ("7 p.m.", 1140, 1140),
        ("12:15 am", 15, 15),
        ("malam", 1080, 1439),
        ("dini hari", 0, 300),
        ("last night", 1080, 1439),
    ],
)
def test_a_time_of_day_is_read(text, first, last):
    clock = moment(text).clock
    assert (clock.first, clock.last) == (first, last)


@pytest.mark.parametrize(
    "text", ["Rabu (19/3) pukul 3 pagi waktu setempat", "Selasa (18/3/2031) malam", "Juli 2000"]
)
def test_a_date_and_its_time_of_day_are_one_moment(text):
    assert len(list(find_moments(text, Span(0, len(text)), THURSDAY))) == 1


@pytest.mark.parametrize("text", ["tiga jam", "31 Juni-an lagi tidak", "di jalan 5", "may come"])
def test_what_tells_no_day_has_none(text):
    assert not [m for _, m in find_moments(text, Span(0, len(text)), THURSDAY) if m.day]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("19 Maret", "Rabu (19/3)", EQUAL),
        ("Juli 2000", "pada Juli tahun 2000", EQUAL),
        ("tahun 2000", "Juli 2000", COMPATIBLE),
        ("19 Maret 2031", "Maret 2031", COMPATIBLE),
        ("19 Maret", "Rabu (19/3) pukul 3 pagi", COMPATIBLE),
        ("Rabu malam", "Rabu pukul 19.30", COMPATIBLE),
        ("19 Maret 2031", "18 Maret 2031", CONFLICTING),
        ("19 Maret", "18 Maret 2031", CONFLICTING),
        ("Juli 2000", "Agustus 2000", CONFLICTING),
        ("Rabu (19/3) pukul 3 pagi", "Selasa (18/3) malam", CONFLICTING),
        ("Rabu (19/3) pagi", "Rabu (19/3) malam", CONFLICTING),
        ("tahun lalu", "tahun 2029", CONFLICTING),
        ("pukul 19.00", "19 Maret", INCOMPARABLE),
        ("pukul 19.00 WIB", "pukul 20.00 WITA", INCOMPARABLE),
    ],
)
def test_moments_compare_by_what_they_tell(one, other, expected):
    first, second = moment(one), moment(other)
    assert first.relation_to(second) is second.relation_to(first) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("19 Maret", "19 Maret", EQUAL),
        ("19 Maret", "Maret", COMPATIBLE),
        ("19 Maret", "18 Maret", CONFLICTING),
        ("Rabu", "Selasa", CONFLICTING),
        ("Rabu", "19 Maret", INCOMPARABLE),
    ],
)
def test_moments_without_a_year_compare_by_what_both_tell(one, other, expected):
    assert moment(one, None).relation_to(moment(other, None)) is expected


@pytest.mark.parametrize(("other", "expected"), [("19/3", COMPATIBLE), ("18 Maret", CONFLICTING)])
def test_a_day_without_its_year_may_be_that_day_of_any(other, expected):
    assert moment("19 Maret 2031").relation_to(moment(other, None)) is expected


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"days": DateRange(date(2031, 1, 1), None)},
        {"days": DateRange(THURSDAY, THURSDAY), "month": 5},
    ],
)
def test_a_moment_that_is_none_is_refused(fields):
    with pytest.raises(ValueError, match=r"says nothing|open on one side|no day of"):
        Moment(**fields)


def test_a_clock_is_inside_a_day():
    with pytest.raises(ValueError, match="not inside a day"):
        Clock(0, 1440)


@pytest.mark.parametrize(
    ("published", "first"),
    [(date(2031, 5, 2), date(2031, 4, 1)), (date(2031, 3, 9), date(2031, 2, 1)),
     (date(2031, 1, 31), date(2030, 12, 1))],
)  # fmt: skip
def test_last_month_is_the_one_before_however_long_it_is(published, first):
    assert moment("bulan lalu", published).days == DateRange.of_month(first.year, first.month)


PIECES = (
    "31", "29", "0", "2024", "9999", "(19/6)", "31/2/2024", "32/13", "Februari", "June", "May",
    "Rabu", "malam", "pukul 25.99", "13 pm", "tahun lalu", "minggu", "99999 tahun yang lalu", "-",
    "next month", "kemarin", "sejak", "sebelum", "sampai", ",", "abad ke-19", "the 1990s", "awal",
)  # fmt: skip


@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=7),
    st.sampled_from((None, date.min, date(2024, 2, 29), date.max)),
)
def test_whatever_stands_there_gives_moments_in_order_inside_it(pieces, published):
    text = " ".join(pieces)
    spans = [span for span, _ in find_moments(text, Span(0, len(text)), published)]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))
