from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import settings as property_settings
from hypothesis import strategies as st

from qa.schema.filters import EVERYTHING, DateRange, SearchFilter
from qa.store.filtering import matches_filter
from qa.store.sqlite import SqliteStore

TEXTS = {
    "a": ("VIVA", date(2024, 6, 19), "Ia tiba pada Selasa (18/6/2024) malam di kota itu."),
    "b": ("VIVA", None, "Pada tahun 2024 harga naik. Ia datang pada Juli 2000 dan pergi."),
    "c": ("Okezone", datetime(2024, 6, 18, 23, tzinfo=UTC), "Pekan lalu hujan turun di sini."),
    "d": (None, date(2023, 9, 13), "Tidak ada yang terjadi hari itu di kota kecil ini."),
    "e": ("Kompas.com", date(2024, 5, 1), "Bulan lalu dan tahun lalu ia di Jakarta, kata dia."),
}
DAY = st.one_of(
    st.none(),
    st.sampled_from([date(2000, 7, 9), date(2023, 9, 13), date(2024, 6, 18), date(2024, 6, 30)]),
    st.dates(date(2023, 1, 1), date(2024, 12, 31)),
)
DAYS = st.tuples(DAY, DAY).map(
    lambda ends: DateRange(*sorted(ends)) if None not in ends else DateRange(*ends)
)
SOURCES = st.lists(st.sampled_from(["VIVA", "Okezone", "Kompas.com", "Lain"]), max_size=2)


@pytest.fixture(scope="module")
def entries():
    from fakes.hashing_encoder import HashingEncoder

    from qa.ingest.chunking import split_into_passages
    from qa.schema.article import Article
    from qa.store.documents import IndexedDocument, SourceRecord

    made = []
    for id_, (source, published, text) in TEXTS.items():
        article = Article(id_, id_, text, id_, "id", source=source, published=published)
        parts = split_into_passages(article, 30)
        vectors = HashingEncoder(8).encode_documents([part.text for part in parts])
        made.append(IndexedDocument(article, SourceRecord("/news", id_, id_), parts, vectors))
    return made


@pytest.fixture(scope="module")
def store(entries):
    store = SqliteStore(None)
    store.replace(entries, ())
    return store


@property_settings(deadline=None, max_examples=200)
@given(sources=SOURCES, published=DAYS, about=DAYS)
def test_a_query_chooses_what_is_looked_at_one_at_a_time(store, sources, published, about):
    scope = SearchFilter(tuple(sources), published, about)
    one_at_a_time = [
        row for row, passage, _ in store.iter_passages() if matches_filter(scope, passage)
    ]
    assert sorted(one_at_a_time) == list(store.rows(scope))


def test_everything_is_every_row(store):
    assert store.rows(EVERYTHING) == tuple(sorted(row for row, _, _ in store.iter_passages()))


def test_a_day_that_is_named_or_published_on_is_looked_at_and_a_whole_year_is_not(store):
    def texts(about):
        found = store.passages(store.rows(SearchFilter(about=about)))
        return {passage.article.id for passage in found.values()}

    assert texts(DateRange.of_day(date(2024, 6, 18))) == {"a", "c"}
    assert texts(DateRange.of_month(2000, 7)) == {"b"}
    assert texts(DateRange.of_year(2023)) == {"d", "e"}
    assert texts(DateRange.of_day(date(2024, 2, 2))) == set()
