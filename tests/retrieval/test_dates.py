from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.retrieval.dates import parse_dates
from qa.schema.filters import DateRange

TODAY = date(2024, 6, 20)
MAY, JUNE = date(2024, 5, 25), date(2024, 6, 19)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("What happened on 19 June 2024?", DateRange(JUNE, JUNE)),
        ("Apa yang terjadi sebelum Juni 2024?", DateRange(None, date(2024, 5, 31))),
        ("What was said before 25 May 2024?", DateRange(None, date(2024, 5, 24))),
        ("Apa yang terjadi setelah tanggal 25 Mei 2024?", DateRange(date(2024, 5, 26), None)),
        ("Who came since Tuesday?", DateRange(date(2024, 6, 18), None)),
        ("Siapa yang datang sejak hari Selasa?", DateRange(date(2024, 6, 18), None)),
        ("Up to 25 May 2024, who had come?", DateRange(None, MAY)),
        ("Sampai 25 Mei 2024, siapa yang datang?", DateRange(None, MAY)),
        ("Who came between 25 May 2024 and 19 June 2024?", DateRange(MAY, JUNE)),
        ("Siapa yang datang dari 25 Mei sampai 19 Juni 2024?", DateRange(MAY, JUNE)),
        ("What changed from 2019 to 2021?", DateRange(date(2019, 1, 1), date(2021, 12, 31))),
        ("What changed from 2019-2021?", DateRange(date(2019, 1, 1), date(2021, 12, 31))),
        ("Siapa yang datang dari 18 sampai 20 Juni 2024?", DateRange(date(2024, 6, 18), TODAY)),
        ("Siapa yang datang sejak kemarin dulu?", DateRange(date(2024, 6, 18), None)),
        ("Who comes the day after tomorrow?", DateRange(date(2024, 6, 22), date(2024, 6, 22))),
        ("Siapa yang datang minggu lalu?", DateRange(date(2024, 6, 10), date(2024, 6, 16))),
    ],
)
def test_the_words_before_a_time_say_which_side_of_it(text, days):
    found = parse_dates(text, TODAY)
    assert found is not None
    assert found.days == days


@pytest.mark.parametrize(
    "text",
    [
        "When did he come?",
        "Tahun berapa ia datang?",
        "Did he come on 25 May 2024 or on 19 June 2024?",
        "Was rice dearer in 2019 and 2021?",
        "from 19 June 2024 to 25 May 2024",
        "1 Mei 2024, 2 Mei 2024, 3 Mei 2024",
    ],
)
def test_no_time_or_several_are_none(text):
    assert parse_dates(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("What do articles from last week say?", "from last week"),
        ("In articles published in May 2024, who won?", "In articles published in May 2024"),
        ("Apa isi berita minggu lalu?", "minggu lalu"),
        (
            "Menurut artikel Okezone tanggal 18 Juni 2024, siapa?",
            "Menurut artikel Okezone tanggal 18 Juni 2024",
        ),
        ("What was in last week's news?", "in last week's news"),
        ("Apa yang terbit pada Mei 2024?", "pada Mei 2024"),
    ],
)
def test_a_time_may_be_that_of_the_articles(text, words):
    found = parse_dates(text, TODAY)
    assert found is not None
    assert found.is_of_articles
    assert text[found.span.start : found.span.end] == words


def test_a_time_is_else_that_of_what_is_asked_about():
    found = parse_dates("Who came in May 2024?", TODAY)
    assert found is not None
    assert (found.is_of_articles, found.is_relative) == (False, False)
    assert found.span.start == len("Who came ")
    assert parse_dates("Who came yesterday?", TODAY).is_relative


@given(st.text(max_size=60), st.dates())
def test_any_text_can_be_read(text, today):
    parse_dates(text, today)
    parse_dates(f"before 25 May 2024 {text} and in 2019", today)
