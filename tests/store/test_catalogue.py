from contextlib import closing
from datetime import date, datetime

import pytest
from fakes.in_memory_listing import InMemoryListing
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa.store.listing import ArticleMatches
from qa.store.sqlite import SqliteStore
from qa.store.sqlite_schema import BARE_TEXT

DAYS = (date(2024, 6, 19), datetime.fromisoformat("2024-06-18T21:05:00+07:00"), None)


@pytest.fixture
def store(entered):
    with closing(SqliteStore(None)) as store:
        texts = [f"Berita STRASSE nomor{n} 100%_'x'. Hujan di kota." for n in range(9)]
        entries = [
            entered(f"{n:02}", text, published=DAYS[n % 3], source="Straße")
            for n, text in enumerate(texts)
        ]
        store.replace(entries, ())
        yield store


def ids(articles):
    return [article.id for article in articles]


def test_the_newest_come_first_and_those_without_a_day_last(store):
    assert ids(store.listing.newest(9)) == [
        "06", "03", "00", "07", "04", "01", "08", "05", "02",
    ]  # fmt: skip
    assert ids(store.listing.newest(2, offset=2)) == ["00", "07"]
    assert store.listing.newest(5, offset=9) == ()
    assert len(store.listing) == 9


def test_capital_letters_do_not_count_whatever_they_become(store):
    assert store.listing.search(["straße"], 9).total == 9
    assert ids(store.listing.search(["NOMOR4", "hujan"], 9).articles) == ["04"]
    assert store.listing.search(["nomor4", "nomor5"], 9) == ArticleMatches((), 0)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sought=st.lists(st.sampled_from(("hujan", "NOMOR", "4", "%", "_", "'", '"', "ß", "kabut"))),
    most=st.integers(1, 12),
    skip=st.integers(0, 12),
)
def test_it_finds_what_a_list_in_memory_finds(store, sought, most, skip):
    """The fake that other tests lean on and the store's own say the same."""
    listed = InMemoryListing(store.listing.newest(99))
    assert store.listing.search(sought, most) == listed.search(sought, most)
    assert store.listing.newest(most, skip) == listed.newest(most, skip)
    asked = ["02", "04", "99"]
    assert store.listing.has_path("04")
    assert not store.listing.has_path("44")
    assert set(ids(store.listing.by_ids(asked))) == set(ids(listed.by_ids(asked)))


def test_a_text_is_known_again_whatever_its_white_space(store):
    for text in (article.text for article in store.listing.newest(9)):
        assert store.listing.find_text(f"\r\n{text.replace(' ', chr(10))}\t").text == text
    assert store.listing.find_text("Berita lain.") is None
    plan = store._query(
        f"EXPLAIN QUERY PLAN SELECT 1 FROM articles WHERE length({BARE_TEXT}) = length(?)", ("x",)
    )
    assert "articles_of_length" in plan[0][-1]


def test_more_articles_than_there_are_in_all_cannot_be(store):
    with pytest.raises(ValueError, match="1 articles of 0"):
        ArticleMatches(store.listing.newest(1), 0)
