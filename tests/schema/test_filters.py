from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.schema.article import Article, day_of
from qa.schema.filters import EVERYTHING, DateRange, SearchFilter

MAY, JUNE = date(2024, 5, 25), date(2024, 6, 19)
DAY = st.one_of(st.none(), st.dates(date(2024, 1, 1), date(2024, 1, 9)))
DAYS = (
    st.tuples(DAY, DAY)
    .filter(lambda d: not (d[0] and d[1] and d[0] > d[1]))
    .map(lambda d: DateRange(*d))
)
SCOPES = st.builds(
    SearchFilter, st.lists(st.sampled_from("ABC"), unique=True, max_size=2).map(tuple), DAYS, DAYS
)


def article(source=None, published=None):
    return Article("a", "A", "Teks.", "a", "id", source=source, published=published)


def test_days_hold_both_their_ends():
    days = DateRange(MAY, JUNE)
    assert days.contains(MAY)
    assert days.contains(JUNE)
    assert not days.contains(MAY - timedelta(1))
    assert not days.contains(JUNE + timedelta(1))
    assert DateRange().contains(MAY)


def test_days_that_end_before_they_begin_are_refused():
    with pytest.raises(ValueError, match="2024-06-19 to 2024-05-25"):
        DateRange(JUNE, MAY)


@given(DAYS, DAYS, st.dates(date(2023, 12, 30), date(2024, 1, 12)))
def test_a_day_is_within_two_stretches_of_days_where_each_holds_it(one, other, day):
    both = one.intersection(other)
    assert (both is not None and both.contains(day)) == (one.contains(day) and other.contains(day))


@given(SCOPES, SCOPES, st.sampled_from([None, "A", "B", "D"]), DAY)
def test_a_narrowed_scope_admits_what_both_admit(one, other, source, published):
    both = one.intersection(other)
    it = article(source, published)
    if both is not None:
        assert both.accepts(it) == (one.accepts(it) and other.accepts(it))
    elif one.about.intersection(other.about) is not None:
        assert not (one.accepts(it) and other.accepts(it))


def test_everything_narrows_nothing():
    scope = SearchFilter(("VIVA",), DateRange(MAY), DateRange(last=JUNE))
    assert scope.intersection(EVERYTHING) == EVERYTHING.intersection(scope) == scope
    assert EVERYTHING.is_everything
    assert not scope.is_everything


def test_two_publishers_have_nothing_in_common():
    assert SearchFilter(("VIVA",)).intersection(SearchFilter(("Okezone",))) is None
    assert (
        SearchFilter(published=DateRange(JUNE)).intersection(
            SearchFilter(published=DateRange(last=MAY))
        )
        is None
    )


def test_an_article_without_a_date_is_published_on_no_day():
    assert not SearchFilter(published=DateRange(MAY)).accepts(article())
    assert SearchFilter().accepts(article())
    assert day_of(article()) is None
    assert day_of(article(published=datetime(2024, 6, 19, 23, tzinfo=UTC))) == JUNE


def test_a_year_names_no_day_of_it_and_a_month_names_each():
    day = DateRange.of_day(JUNE)
    assert day.is_mentioned_by(day)
    assert day.is_mentioned_by(DateRange.of_month(2024, 6))
    assert not day.is_mentioned_by(DateRange.of_year(2024))
    assert DateRange.of_year(2024).is_mentioned_by(DateRange.of_month(2024, 6))
    assert DateRange(last=JUNE).is_mentioned_by(DateRange.of_year(2023))
    assert not DateRange(last=MAY).is_mentioned_by(day)
