import json
import shutil
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from fakes.hashing_encoder import HashingEncoder
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings.index.vector_index import VectorIndex
from qa.ingest.chunking import split_into_passages
from qa.schema.article import Article
from qa.store.documents import IndexedDocument, SourceRecord
from qa.store.errors import LibraryError
from qa.store.indexes.bm25 import exact_terms
from qa.store.indexes.manifest import MANIFEST_FILE, TERMS_FOLDER, VECTORS_FOLDER
from qa.store.local import STORE_FILE, LocalLibrary
from qa.store.sqlite import SqliteStore
from qa.text.tokens import terms

VECTORS_FILE = f"{VECTORS_FOLDER}/id/small.npz"
TEXTS = {
    "a": "Presiden tiba pada malam hari. Ia disambut oleh warga yang menunggu sejak pagi.",
    "b": "Harga beras naik lagi pada bulan ini. Pedagang di pasar mengeluh sepi pembeli.",
    "c": "Hujan turun sejak pagi di kota itu. Warga diminta menunggu sampai banjir surut.",
}


ENDS = st.sampled_from(("kept", "died"))


def entry(id_, text, encoder):
    article = Article(id_, id_, text, id_, "id")
    parts = split_into_passages(article, 80)
    vectors = encoder.encode_documents([part.text for part in parts])
    return IndexedDocument(article, SourceRecord("/news", id_, f"digest of {text}"), parts, vectors)


@pytest.fixture
def entries(entered):
    return [entered(id_, text) for id_, text in TEXTS.items()]


def filled(library, entries, hashing):
    library.reset_for_encoder(hashing.name, hashing.dim)
    library.update(entries, ())
    library.flush()
    return library


@pytest.fixture
def folder(tmp_path, entries, hashing):
    """A library on disk, closed."""
    folder = tmp_path / "library"
    filled(LocalLibrary.create(folder), entries, hashing).close()
    return folder


def found(library, hashing, question="warga menunggu sejak pagi"):
    """What a library finds by vector and by words, as texts, with the scores."""
    query = hashing.encode_query(question)
    near = library.vectors.search(query, "id", 20)
    by_words = library.search_bm25(exact_terms(terms(question)), "id", 20)
    passages = library.passages([hit.row for hit in (*near, *by_words)])
    return [
        [(passages[hit.row].text, round(hit.score, 5)) for hit in hits] for hits in (near, by_words)
    ]


def test_in_memory_and_on_disk_the_same_is_found(entries, hashing, folder):
    in_memory = filled(LocalLibrary(), entries, hashing)
    on_disk = LocalLibrary.open(folder)
    assert found(in_memory, hashing) == found(on_disk, hashing)
    assert "menunggu" in found(on_disk, hashing)[0][0][0]
    assert in_memory.articles() == on_disk.articles()
    assert in_memory.counts() == on_disk.counts()


def another_generation(folder):
    (folder / MANIFEST_FILE).write_text(json.dumps({"generation": 77, "last_row": 3}))


def older_vectors(folder):
    index = VectorIndex(64, dict)
    index.add([1], np.eye(1, 64, dtype=np.float32))
    index.save((folder / VECTORS_FILE).parent)


def vectors_of_another_length(folder):
    index = VectorIndex(3, dict)
    index.add(range(1, 4), np.ones((3, 3), np.float32))
    index.save((folder / VECTORS_FILE).parent)


SPOILT = {
    "no derived files": lambda f: [
        (f / MANIFEST_FILE).unlink(), (f / VECTORS_FILE).unlink(), shutil.rmtree(f / TERMS_FOLDER),
    ],
    "no vectors": lambda f: (f / VECTORS_FILE).unlink(),
    "damaged vectors": lambda f: (f / VECTORS_FILE).write_bytes(b"PK and no more"),
    "vectors of an older library": older_vectors,
    "vectors of another length": vectors_of_another_length,
    "no terms": lambda f: shutil.rmtree(f / TERMS_FOLDER),
    "terms without their list": lambda f: (f / TERMS_FOLDER / "meta.json").unlink(),
    "damaged terms": lambda f: (f / TERMS_FOLDER / "meta.json").write_text("{"),
    "no generation": lambda f: (f / MANIFEST_FILE).unlink(),
    "another generation": another_generation,
    "a damaged generation": lambda f: (f / MANIFEST_FILE).write_text("[1"),
    "a generation of another shape": lambda f: (f / MANIFEST_FILE).write_text("[1]"),
}  # fmt: skip


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_indexes_that_are_not_of_the_store_are_made_anew(folder, hashing, spoil):
    before = found(LocalLibrary.open(folder), hashing)
    spoil(folder)
    assert found(LocalLibrary.open(folder), hashing) == before
    kept = json.loads((folder / MANIFEST_FILE).read_text())
    assert kept["generation"] == SqliteStore(folder / STORE_FILE).generation
    # And they were kept, so that the next opening finds them.
    written = (folder / VECTORS_FILE).stat().st_mtime_ns
    assert found(LocalLibrary.open(folder), hashing) == before
    assert (folder / VECTORS_FILE).stat().st_mtime_ns == written


def test_a_run_that_ends_before_flush_loses_nothing(folder, hashing, entered):
    library = LocalLibrary.open(folder)
    library.update([entered("d", "Kereta baru melayani rute pagi mulai besok.")], ["b"])
    expected = {article.id for article in library.articles()}
    library.close()  # without flush, as a process that is killed
    opened = LocalLibrary.open(folder)
    assert {article.id for article in opened.articles()} == expected == {"a", "c", "d"}
    texts = [text for text, _ in found(opened, hashing, "kereta baru rute pagi")[1]]
    assert texts[0].startswith("Kereta baru")
    assert not any("beras" in text for text in texts)


def test_a_change_that_fails_leaves_what_is_found(folder, hashing, entered):
    library = LocalLibrary.open(folder)
    before = found(library, hashing)
    with pytest.raises(LibraryError):
        library.update([entered("d", TEXTS["a"]), entered("d", TEXTS["b"])], ["a"])
    assert found(library, hashing) == before
    assert found(LocalLibrary.open(folder), hashing) == before


def test_vectors_of_a_length_that_was_not_agreed_change_nothing(folder, hashing, entered):
    library = LocalLibrary.open(folder)
    before = found(library, hashing)
    library.reset_for_encoder(hashing.name, hashing.dim)
    entry = entered("d", TEXTS["a"])
    object.__setattr__(entry, "vectors", entry.vectors[:, :9])
    with pytest.raises(ValueError, match="9 numbers; expected 64"):
        library.update([entry], ["a"])
    assert found(LocalLibrary.open(folder), hashing) == before


def test_another_encoder_takes_out_the_vectors_of_the_last(folder):
    library = LocalLibrary.open(folder)
    library.reset_for_encoder("another", 5)
    assert library.counts() == (0, 0)
    assert library.encoder == "another"
    assert library.vectors.search(np.ones(5, np.float32), "id", 3) == ()
    library.close()
    assert LocalLibrary.open(folder).vectors.search(np.ones(5, np.float32), "id", 3) == ()


@settings(max_examples=25, deadline=None)
@given(
    steps=st.lists(
        st.tuples(st.sets(st.sampled_from("abcdef")), st.sets(st.sampled_from("abcdef")), ENDS),
        min_size=1,
        max_size=4,
    )
)
def test_what_was_not_kept_is_made_up_for_as_if_it_were_new(steps):
    """Whatever comes and goes before a run dies, the same is found as in a library made of it."""
    encoder, texts = HashingEncoder(), {}
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for n, (come, go, end) in enumerate(steps):
            library = LocalLibrary.create(folder)
            library.reset_for_encoder(encoder.name, encoder.dim)
            told = {id_: f"Warga kota {id_} menunggu sejak pagi {n}." for id_ in come - go}
            library.update([entry(id_, text, encoder) for id_, text in told.items()], sorted(go))
            texts = {id_: text for id_, text in texts.items() if id_ not in go} | told
            if end == "kept":
                library.flush()
            library.close()
        fresh = filled(LocalLibrary(), [entry(i, t, encoder) for i, t in texts.items()], encoder)
        with closing(LocalLibrary.open(folder)) as opened:
            assert {a.id: a.text for a in opened.articles()} == texts
            near, by_words = found(opened, encoder)
            fresh_near, fresh_by_words = found(fresh, encoder)
            assert sorted(near) == sorted(fresh_near)
            # BM25 counts words of rows that are gone until their segment is merged.
            assert {text for text, _ in by_words} == {text for text, _ in fresh_by_words}
            assert opened._store.deleted_rows() == ()


def test_making_up_writes_no_more_than_what_is_new(folder, entered):
    """The term index is not made anew: its old segments are still there."""
    before = {path.name for path in (folder / TERMS_FOLDER).iterdir() if path.suffix == ".store"}
    library = LocalLibrary.open(folder)
    library.update([entered("d", "Kereta baru melayani rute pagi.")], ())
    library.close()
    LocalLibrary.open(folder).close()
    after = {path.name for path in (folder / TERMS_FOLDER).iterdir() if path.suffix == ".store"}
    assert before
    assert before < after


def test_a_term_index_whose_damage_shows_late_is_made_anew_at_the_next_opening(folder, hashing):
    with closing(LocalLibrary.open(folder)) as library:
        before = found(library, hashing)
    library = LocalLibrary.open(folder)
    for path in (folder / TERMS_FOLDER).glob("*.fast"):
        with path.open("r+b") as file:
            file.write(b"\xff" * 8)
    with pytest.raises(LibraryError, match=r"the term index cannot be read .*; ask again after"):
        found(library, hashing)
    library.close()
    assert found(LocalLibrary.open(folder), hashing) == before


def test_a_store_that_was_copied_back_from_an_older_one_has_its_indexes_made_anew(
    folder, entered, tmp_path, hashing
):
    before = found(LocalLibrary.open(folder), hashing)
    shutil.copyfile(folder / STORE_FILE, tmp_path / "backup")
    with closing(LocalLibrary.open(folder)) as library:
        library.update([entered("d", TEXTS["a"])], ["c"])
        library.flush()
    shutil.copyfile(tmp_path / "backup", folder / STORE_FILE)
    assert found(LocalLibrary.open(folder), hashing) == before


def test_a_part_of_a_word_is_looked_for_in_all_passages(folder):
    library = LocalLibrary.open(folder)
    assert library.has_term_containing("sambut")
    assert not library.has_term_containing("kereta")


def test_a_folder_without_a_library_says_how_to_make_one(tmp_path):
    with pytest.raises(LibraryError, match=r"no library here.*tanya index"):
        LocalLibrary.open(tmp_path)
    with pytest.raises(LibraryError, match="no library here"):
        LocalLibrary.open(tmp_path / "nowhere")


def test_a_library_of_another_format_is_not_opened(folder):
    store = SqliteStore(folder / STORE_FILE)
    store.set_facts({"format": "0"})
    store.close()
    with pytest.raises(LibraryError, match="is of format 0"):
        LocalLibrary.open(folder)


def test_what_is_no_database_is_no_library(tmp_path):
    (tmp_path / STORE_FILE).write_bytes(b"\x00" * 5000 + b"nothing")
    with pytest.raises(LibraryError, match=STORE_FILE):
        LocalLibrary.open(tmp_path)


def test_a_folder_that_cannot_be_made_is_an_error_of_the_library(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(LibraryError, match="cannot be made"):
        LocalLibrary.create(tmp_path / "file" / "library")


def test_an_article_of_which_no_passage_is_left_is_kept_all_the_same(folder, hashing, entered):
    library = LocalLibrary.open(folder)
    entry = entered("d", TEXTS["a"], language="en")
    library.update([IndexedDocument(entry.article, entry.source, (), entry.vectors[:0])], [])
    library.flush()
    written = (folder / MANIFEST_FILE).stat().st_mtime_ns
    opened = LocalLibrary.open(folder)
    assert opened.counts()[0] == 4
    assert opened.vectors.search(hashing.encode_query("x"), "en", 3) == ()
    assert (folder / MANIFEST_FILE).stat().st_mtime_ns == written
