import sqlite3
from datetime import UTC, date, datetime, timedelta, timezone

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.schema.article import Article
from qa.schema.filters import DateRange, SearchFilter
from qa.schema.passage import Passage
from qa.store.documents import IndexedDocument, SourceRecord
from qa.store.errors import LibraryError
from qa.store.sqlite import SqliteStore

FIRST = "Presiden tiba pada malam hari. Ia disambut oleh warga yang sudah menunggu sejak pagi."
SECOND = "Harga beras naik lagi pada bulan ini. Pedagang di pasar mengeluh karena sepi pembeli."


def rows_of(store):
    return [(row, passage.text) for row, passage, _ in store.iter_passages()]


@pytest.mark.parametrize(
    "published",
    [
        None,
        date(2024, 6, 19),
        datetime(2024, 5, 25, 17, 12, tzinfo=timezone(timedelta(hours=7))),
        datetime(2024, 5, 25, 17, 12, 30, tzinfo=UTC),
        datetime(2024, 5, 25, 0, 0, tzinfo=timezone(timedelta(hours=-5, minutes=-30))),
    ],
)
def test_an_article_comes_out_of_the_file_as_it_went_in(tmp_path, entered, published):
    entry = entered(
        "a/b.txt", FIRST, title="Judul “baru”", path="/news/a/b.txt", source="VIVA",
        author="A. Penulis", published=published, url="https://example.org/?a=b&c",
    )  # fmt: skip
    store = SqliteStore(tmp_path / "library")
    store.replace([entry, entered("plain.txt", SECOND)], [])
    store.close()
    opened = SqliteStore(tmp_path / "library")
    assert opened.articles()[0] == entry.article
    assert type(opened.articles()[0].published) is type(published)
    assert opened.source_records(["a/b.txt", "other"])["a/b.txt"] == entry.source


@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1).filter(str.strip))
def test_any_text_comes_out_as_it_went_in(text):
    article = Article(id="x", title="t", text=text, path="p", language="id")
    passage = Passage(article, 0, len(text))
    store = SqliteStore(None)
    (gone, come) = store.replace(
        [
            IndexedDocument(
                article, SourceRecord("r", "p", "d"), (passage,), np.ones((1, 3), np.float32)
            )
        ],
        [],
    )
    assert gone == ()
    assert store.passages(come) == {come[0]: passage}


def test_vectors_come_out_as_they_went_in(entered):
    store, entry = SqliteStore(None), entered("a", FIRST)
    _, come = store.replace([entry], [])
    kept = list(store.iter_passages())
    assert tuple(row for row, _, _ in kept) == come
    assert tuple(passage for _, passage, _ in kept) == entry.passages
    assert np.array_equal(np.stack([vector for _, _, vector in kept]), entry.vectors)


def test_an_article_that_is_put_in_again_takes_its_own_place(entered):
    store = SqliteStore(None)
    _, first = store.replace([entered("a", FIRST), entered("b", SECOND)], [])
    gone, come = store.replace([entered("a", SECOND)], [])
    of_a = len(entered("a", FIRST).passages)
    assert gone == first[:of_a]
    assert set(come).isdisjoint(first)
    assert [article.text for article in store.articles()] == [SECOND, SECOND]
    assert store.passages(gone) == {}


def test_an_article_that_is_removed_takes_its_passages_with_it(entered):
    store = SqliteStore(None)
    store.replace([entered("a", FIRST), entered("b", SECOND)], [])
    store.replace([], ["a", "never there"])
    assert store.ids() == ("b",)
    assert store.counts() == (1, len(entered("b", SECOND).passages))
    assert {passage.article.id for _, passage, _ in store.iter_passages()} == {"b"}


def test_a_change_that_fails_half_way_leaves_what_was_there(tmp_path, entered):
    store = SqliteStore(tmp_path / "library")
    store.replace([entered("a", FIRST), entered("b", SECOND)], [])
    before = (store.articles(), rows_of(store), store.generation)
    twice = [entered("new", FIRST), entered("a", SECOND), entered("new", SECOND)]
    with pytest.raises(LibraryError, match="UNIQUE"):
        store.replace(twice, ["b"])
    with pytest.raises(UnicodeEncodeError):
        store.replace([entered("new", FIRST), entered("half", "a \ud800 character")], ["b"])
    assert (store.articles(), rows_of(store), store.generation) == before
    assert SqliteStore(tmp_path / "library").articles() == before[0]


def test_every_change_makes_the_generation_higher(entered):
    store = SqliteStore(None)
    seen = [store.generation]
    for entries, removed in (([entered("a", FIRST)], []), ([], ["a"]), ([], [])):
        store.replace(entries, removed)
        seen.append(store.generation)
    assert seen == sorted(set(seen))


def test_languages_are_each_named_once_in_order(entered):
    store = SqliteStore(None)
    assert store.languages() == ()
    store.replace([entered("a", FIRST), entered("b", SECOND)], [])
    store.replace([entered("c", SECOND, language="en")], [])
    assert store.languages() == ("en", "id")


def test_a_file_of_another_format_is_not_opened(tmp_path):
    store = SqliteStore(tmp_path / "library")
    store.set_facts({"format": "99"})
    store.close()
    with pytest.raises(LibraryError, match=r"library: is of format 99, this version reads 1"):
        SqliteStore(tmp_path / "library")


def test_what_is_no_database_is_not_opened(tmp_path):
    (tmp_path / "library").write_text("no database " * 100)
    with pytest.raises(LibraryError, match=r"library: cannot be opened.*tanya repair"):
        SqliteStore(tmp_path / "library")


def test_a_file_in_a_folder_that_is_not_there_is_not_opened(tmp_path):
    with pytest.raises(LibraryError, match="cannot be opened"):
        SqliteStore(tmp_path / "nowhere" / "library")


def test_a_file_that_somebody_else_is_writing_is_an_error_of_the_library(tmp_path, entered):
    store = SqliteStore(tmp_path / "library", timeout_s=0)
    other = sqlite3.connect(tmp_path / "library")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(LibraryError, match="locked"):
        store.replace([entered("a", FIRST)], [])
    other.rollback()
    store.replace([entered("a", FIRST)], [])
    assert store.counts()[0] == 1


def test_a_vector_too_few_is_refused(entered):
    entry = entered("a", FIRST)
    with pytest.raises(ValueError, match="passages, 0 vectors"):
        IndexedDocument(entry.article, entry.source, entry.passages, entry.vectors[:0])


def test_a_library_that_knows_no_days_yet_finds_them_when_it_is_opened(tmp_path, entered):
    path = tmp_path / "library"
    store = SqliteStore(path)
    store.replace([entered("a", "Ia tiba pada 19 Juni 2024 di kota itu.")], ())
    store.close()
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE days")
        connection.execute("DELETE FROM facts WHERE name = 'days'")
    opened = SqliteStore(path)
    assert len(opened.rows(SearchFilter(about=DateRange.of_day(date(2024, 6, 19))))) == 1
    assert opened.rows(SearchFilter(about=DateRange.of_day(date(2024, 6, 20)))) == ()


def test_the_days_of_an_article_go_with_it(entered):
    store, june = SqliteStore(None), SearchFilter(about=DateRange.of_month(2024, 6))
    store.replace([entered("a", "Ia tiba pada 19 Juni 2024 di kota itu.")], ())
    assert store.rows(june)
    store.replace([entered("a", "Ia tiba pada 19 Juli 2024 di kota itu.")], ())
    assert store.rows(june) == ()
