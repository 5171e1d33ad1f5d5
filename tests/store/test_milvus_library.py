"""A library that Milvus keeps says what one in a folder says; over Milvus Lite."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from fakes.hashing_encoder import HashingEncoder
from fakes.silent_milvus import silent_milvus

from qa.assistant import Assistant
from qa.indexing.sync import sync_library
from qa.ingest.chunking import split_into_passages
from qa.schema.article import Article
from qa.schema.filters import EVERYTHING, DateRange, SearchFilter
from qa.settings import MilvusSettings, Settings
from qa.store.documents import IndexedDocument, SourceRecord
from qa.store.errors import LibraryError
from qa.store.indexes.bm25 import exact_terms
from qa.store.local import LocalLibrary
from qa.store.milvus.library import MilvusLibrary
from qa.store.milvus.server import MilvusServer
from qa.store.milvus.table import all_of, contains, equal, one_of
from qa.store.open import create_library, open_library
from qa.store.stats import LibraryStats

QUESTIONS = (
    "who was in Putin's delegation?",
    "Siapa yang menyambut Putin di bandara?",
    "When did Putin arrive in Pyongyang?",
    "Apa yang dikatakan Okezone tentang Kim Jong Un?",
    "What is the capital of Brazil?",
)
TEXTS = {
    "a": "Presiden tiba pada 18 Juni 2024 di Jakarta. Ia disambut oleh warga yang menunggu.",
    "b": "Harga beras naik lagi pada bulan ini. Pedagang di pasar mengeluh sepi pembeli.",
    "c": "Hujan turun sejak pagi di kota itu. Warga diminta menunggu sampai banjir surut.",
    'd/"é\\_%': "The 50% rise in the price of rice was announced by the minister on Friday.",
}


class DyingServer(MilvusServer):
    """A server whose connection breaks before the write of this number; 0 is the first."""

    left: int | None = None

    def put(self, table, rows):
        self._write()
        super().put(table, rows)

    def delete(self, table, where):
        self._write()
        super().delete(table, where)

    def _write(self):
        if self.left is not None:
            if self.left == 0:
                raise LibraryError("the connection broke")
            self.left -= 1


@pytest.fixture(scope="module")
def small():
    return HashingEncoder(32)


def fill(library, small):
    library.reset_for_encoder(small.name, small.dim)
    library.update([entry(id_, text, small) for id_, text in TEXTS.items()], ())
    return library


@pytest.fixture(scope="module")
def filled(tmp_path_factory, small):
    """A file of Milvus Lite that holds the texts; to make its tables takes seconds."""
    path = tmp_path_factory.mktemp("milvus") / "filled.db"
    fill(MilvusLibrary(MilvusServer(str(path), MilvusSettings())), small).close()
    return path


@pytest.fixture
def server(tmp_path, filled):
    server = opened_copy(filled, tmp_path / "library.db")
    yield server
    server.close()


def opened_copy(of, path):
    shutil.copytree(of, path)
    return DyingServer(str(path), MilvusSettings())


@pytest.fixture
def both(server, small):
    found = fill(LocalLibrary(), small), MilvusLibrary(server)
    yield found
    found[0].close()


def entry(id_, text, small):
    language = "en" if text.startswith("The ") else "id"
    day = date(2024, 6, 10 + len(id_)) if id_ != "c" else None
    source = None if id_ == "b" else "Kompas" if id_ == "a" else "antara"
    article = Article(id_, f"Kabar {id_}", text, f"/news/{id_}", language, source, published=day)
    parts = split_into_passages(article, 60)
    vectors = small.encode_documents([part.text for part in parts])
    return IndexedDocument(
        article, SourceRecord("/news", f"/news/{id_}", f"digest of {text[:40]}"), parts, vectors
    )


def told(library):
    """Return all that a library says of what it holds, whatever its rows are numbered."""
    listing = library.listing
    ids = [article.id for article in library.articles()]
    rows = library.passages(library.rows(EVERYTHING))
    return {
        "articles": library.articles(),
        "kept": library.source_records([*ids, "nobody"]),
        "ids": sorted(library.ids("/news")),
        "elsewhere": library.ids("/elsewhere"),
        "counts": library.counts(),
        "languages": library.languages(),
        "sources": library.sources(),
        "newest day": library.newest_day(),
        "newest": [listing.newest(most, skip) for most in (1, 2, 9) for skip in (0, 1, 4)],
        "passages": {(p.article, p.start, p.end) for p in rows.values()},
        "matching": [
            listing.search(sought, 2)
            for sought in ((), ("WARGA",), ("warga", "kompas"), ("50%",), ("5_%",), ('"é\\',))
        ],
        "with text": [listing.find_text(f" {text}\n") for text in (*TEXTS.values(), "other")],
        "paths": [listing.has_path(path) for path in ("/news/a", "/news/z")],
        "words": [library.has_term_containing(part) for part in ("edagan", "pasar_", "xyz", "50")],
    }


def in_scope(library, scope):
    found = library.passages(library.rows(scope)).values()
    return {(p.article.id, p.start) for p in found}


def found_near(library, query, language, **how):
    hits = library.vectors.search(query, language, 3, **how)
    kept = library.passages([hit.row for hit in hits])
    return [(kept[h.row].article.id, kept[h.row].start, round(h.score, 4)) for h in hits]


def found_by_words(library, wanted, language, k=5):
    hits = library.search_bm25(wanted, language, k)
    kept = library.passages([hit.row for hit in hits])
    return {(kept[h.row].article.id, kept[h.row].start): h.score for h in hits}


def test_it_says_what_a_folder_says(both):
    local, by_milvus = both
    assert told(by_milvus) == told(local)


def test_it_says_so_after_articles_went_and_came_in_another_version(both, small):
    for library in both:
        library.update([entry("a", "Presiden berangkat lagi ke Surabaya.", small)], ["b"])
    local, by_milvus = both
    assert told(by_milvus) == told(local)
    query = small.encode_query("presiden berangkat")
    assert found_near(by_milvus, query, "id", centring=0.5) == found_near(
        local, query, "id", centring=0.5
    )


def test_it_is_the_same_when_it_is_opened_again(both, server, tmp_path):
    local, _ = both
    server.close()
    again = MilvusLibrary(MilvusServer(str(tmp_path / "library.db"), MilvusSettings()))
    assert told(again) == told(local)
    again.close()


@pytest.mark.parametrize(
    "scope",
    [
        SearchFilter(("Kompas",)),
        SearchFilter(published=DateRange(date(2024, 6, 1), date(2024, 6, 15))),
        SearchFilter(about=DateRange.of_day(date(2024, 6, 18))),
        SearchFilter(("antara", "Kompas"), about=DateRange.of_month(2024, 6)),
        SearchFilter(("Nobody",)),
    ],
)
def test_a_scope_looks_at_the_same_passages(both, scope):
    local, by_milvus = both
    assert in_scope(by_milvus, scope) == in_scope(local, scope)
    rows = by_milvus.rows(EVERYTHING)
    assert by_milvus.filter_rows(scope, rows) == frozenset(by_milvus.rows(scope))
    assert len(by_milvus.rows(scope, 1)) == min(1, len(by_milvus.rows(scope)))


@pytest.mark.parametrize("centring", [0.0, 0.7])
@pytest.mark.parametrize("language", ["id", "en", "fr"])
def test_the_same_is_nearest_with_the_same_score(both, small, language, centring):
    query = small.encode_query("warga menunggu hujan")
    local, by_milvus = both
    expected = found_near(local, query, language, centring=centring)
    assert found_near(by_milvus, query, language, centring=centring) == expected
    rows = by_milvus.rows(EVERYTHING)[:2]
    near = by_milvus.vectors.search(query, "id", 9, centring, rows)
    scores = by_milvus.vectors.scores(query, "id", rows, centring)
    assert scores == pytest.approx({hit.row: hit.score for hit in near}, abs=1e-5)


@pytest.mark.parametrize(
    "wanted",
    [
        exact_terms(("warga", "menunggu", "hujan")),
        ((("warga", 1.0), ("pedagang", 0.5)), (("pasar", 0.2), ("beras", 0.9), ("hujan", 0.4))),
        exact_terms(("menunggu_sampai", "tidakada")),
        (),
    ],
)
def test_the_same_is_found_by_words_with_much_the_same_score(both, wanted):
    local, by_milvus = both
    expected = found_by_words(local, wanted, "id")
    found = found_by_words(by_milvus, wanted, "id")
    # The two differ by half a hundredth in what they take for the usual length of a passage.
    assert found == pytest.approx(expected, rel=1e-2)
    best = sorted(found.values(), reverse=True)[:1]
    assert [*found_by_words(by_milvus, wanted, "id", 1).values()] == pytest.approx(best, rel=1e-2)


def test_a_change_that_dies_at_any_write_leaves_each_article_whole(tmp_path, filled, small):
    texts = {"a": "Presiden berangkat lagi ke Surabaya.", "e": "Kereta baru tiba di stasiun."}
    for number in range(30):
        server = opened_copy(filled, tmp_path / f"{number}.db")
        library = MilvusLibrary(server)
        server.left = number
        is_done = True
        try:
            library.update([entry(i, text, small) for i, text in texts.items()], ["b"])
        except LibraryError:
            is_done = False
        server.left = None
        after = MilvusLibrary(server)
        held = {article.id: article.text for article in after.articles()}
        for id_ in {*TEXTS, "e"}:
            old, new = TEXTS.get(id_), texts.get(id_, None if id_ == "b" else TEXTS.get(id_))
            assert held.get(id_) in ((new,) if is_done else (old, new))
        assert {c: held[c] for c in "c"} == {"c": TEXTS["c"]}
        spans = {(p.article.id, p.start) for p in after.passages(after.rows(EVERYTHING)).values()}
        assert spans == {
            (article.id, part.start)
            for article in after.articles()
            for part in split_into_passages(article, 60)
        }
        fresh = LocalLibrary()
        fresh.reset_for_encoder(small.name, small.dim)
        fresh.update([entry(id_, text, small) for id_, text in held.items()], ())
        after.update((), ())
        assert after.counts() == fresh.counts()
        query = small.encode_query("warga menunggu")
        assert found_near(after, query, "id", centring=1.0) == found_near(
            fresh, query, "id", centring=1.0
        )
        server.close()
        if is_done:
            break
    assert is_done
    assert number > 8


def test_a_long_text_comes_back_whole_and_is_found_across_its_pieces(server, small):
    library = MilvusLibrary(server)
    text = "".join(f"Kalimat {n} dari berita yang panjang sekali. " for n in range(2000))
    library.update([entry("long", text, small)], list(TEXTS))
    (article,) = library.articles()
    assert article.text == text
    for start in range(9_900, 30_000, 5_000):
        assert library.listing.search((text[start : start + 200],), 1).total == 1


def test_another_encoder_empties_it(both):
    _, library = both
    library.reset_for_encoder("another", 8)
    assert (library.encoder, library.counts()) == ("another", (0, 0))
    assert library.vectors.dim == 8
    assert library.articles() == ()
    assert library.languages() == ()


def test_vectors_of_another_length_are_refused(both):
    _, library = both
    wrong = entry("w", "Kabar pendek.", HashingEncoder(16))
    with pytest.raises(ValueError, match="16 numbers; expected 32"):
        library.update([wrong], ())
    assert library.counts()[0] == len(TEXTS)


@pytest.mark.parametrize("value", ['"', "\\", "a\nb", "%", "_", "平壌", "'", "a\\_%b"])
def test_any_text_is_compared_as_it_is(server, value):
    library = MilvusLibrary(server)
    facts = "tanya_facts"
    library._server.put(facts, [{"name": "x", "value": f"q{value}r", "place": [0.0, 0.0]}])
    for test in (equal("value", f"q{value}r"), one_of("value", [f"q{value}r"])):
        assert server.count(facts, test) == 1
    assert server.count(facts, all_of(contains("value", value), equal("name", "x"))) == 1
    assert server.count(facts, contains("value", f"Q{value}R")) == 0


def test_its_makeup_is_told(both):
    lines = LibraryStats.of(both[1]).lines
    assert any("Milvus Lite" in line for line in lines)
    assert lines[0].startswith("articles    4 by 2 publishers, in: en, id")


def test_the_seeds_give_the_same_answers(tmp_path, seeds, encoder_of_seeds, seed_assistant):
    settings = Settings()
    library = create_library(f"milvus:{tmp_path / 'seeds.db'}", settings.milvus)
    changes = sync_library(
        library,
        [seeds],
        encoder_of_seeds.name,
        lambda: encoder_of_seeds,
        settings.passage,
        lambda _: None,
    )
    assert len(changes.added) == 5
    assistant = Assistant(library, encoder_of_seeds, seed_assistant.reader, settings)
    for question in QUESTIONS:
        expected, answer = seed_assistant.ask(question), assistant.ask(question)
        assert answer.claims == expected.claims
        assert answer.confidence == pytest.approx(expected.confidence, abs=0.02)
    library.close()


@pytest.fixture
def encoder_of_seeds(seed_assistant):
    return seed_assistant.encoder


def test_what_is_not_there_is_said(tmp_path):
    settings = MilvusSettings(timeout_s=2)
    with pytest.raises(LibraryError, match="tanya index"):
        open_library(f"milvus:{tmp_path / 'none.db'}", settings)
    with pytest.raises(LibraryError, match=r"127[.]0[.]0[.]1:9: cannot be reached"):
        open_library("milvus:http://user:secret@127.0.0.1:9", settings)
    with pytest.raises(LibraryError) as error:
        create_library("milvus:http://user:secret@127.0.0.1:9", settings)
    assert "secret" not in str(error.value)


def test_a_folder_is_still_a_folder(tmp_path):
    with pytest.raises(LibraryError, match="there is no library here"):
        open_library(Path(tmp_path / "none"), MilvusSettings())


def test_a_server_that_takes_too_long_is_told_in_one_line():
    with silent_milvus() as address, pytest.raises(LibraryError) as error:
        MilvusLibrary(MilvusServer(address, MilvusSettings(timeout_s=0.3)))
    assert str(error.value) == f"milvus:{address}: cannot be opened (Deadline Exceeded)"
