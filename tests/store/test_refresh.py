"""A library that is open sees what another process writes, at the next question."""

import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest
from fakes.hashing_encoder import HashingEncoder

from qa.indexing.sync import sync_library
from qa.settings import PassageSettings
from qa.store.errors import LibraryError
from qa.store.indexes.bm25 import exact_terms
from qa.store.local import STORE_FILE, LocalLibrary
from qa.text.tokens import terms

RICE = "Harga beras naik lagi pada bulan ini. Pedagang di pasar mengeluh sepi.\n"
RAIN = "Hujan turun sejak pagi di kota itu. Warga menunggu sampai banjir surut.\n"


def index(news, folder, encoder=None):
    """Bring a library up to date as another process does, and close it."""
    encoder = encoder or HashingEncoder(32)
    library = LocalLibrary.create(folder)
    sync_library(library, [news], encoder.name, lambda: encoder, PassageSettings(), lambda _: None)
    library.close()


def found(library, word):
    """The texts of the passages that a search by words and by vectors gives."""
    rows = [hit.row for hit in library.search_bm25(exact_terms(terms(word)), "id", 5)]
    rows += [
        hit.row for hit in library.vectors.search(HashingEncoder(32).encode_query(word), "id", 5)
    ]
    return {passage.text for passage in library.passages(rows).values()}


@pytest.fixture
def news(tmp_path):
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "beras.txt").write_text(RICE, "utf-8")
    return folder


@pytest.fixture
def folder(tmp_path, news):
    index(news, tmp_path / "library")
    return tmp_path / "library"


def test_articles_that_are_added_changed_and_removed_are_seen(news, folder):
    library = LocalLibrary.open(folder)
    assert found(library, "beras") == {RICE.strip()}
    (news / "hujan.txt").write_text(RAIN, "utf-8")
    index(news, folder)
    library.refresh()
    assert RAIN.strip() in found(library, "hujan")
    (news / "hujan.txt").write_text(RAIN.replace("Warga", "Petani"), "utf-8")
    (news / "beras.txt").unlink()
    index(news, folder)
    library.refresh()
    assert found(library, "petani") == {RAIN.strip().replace("Warga", "Petani")}
    assert library.generation == LocalLibrary.open(folder).generation


def test_a_library_that_is_made_anew_is_seen(news, folder):
    library = LocalLibrary.open(folder)
    shutil.rmtree(folder)
    (news / "beras.txt").write_text(RAIN, "utf-8")
    index(news, folder)
    library.refresh()
    assert found(library, "hujan") == {RAIN.strip()}


def test_a_library_that_is_gone_says_so(folder):
    library = LocalLibrary.open(folder)
    (folder / STORE_FILE).unlink()
    with pytest.raises(LibraryError, match="there is no library here"):
        library.refresh()


def test_a_library_that_is_made_anew_with_another_encoder_says_so(news, folder):
    library = LocalLibrary.open(folder)
    shutil.rmtree(folder)
    index(news, folder, HashingEncoder(16))
    with pytest.raises(LibraryError, match="made anew with the encoder"):
        library.refresh()


def test_whoever_asks_while_another_writes_sees_whole_articles(news, folder):
    library = LocalLibrary.open(folder)
    failures = []

    def ask():
        for _ in range(60):
            library.refresh()
            if RICE.strip() not in found(library, "beras"):
                failures.append(library.generation)

    with ThreadPoolExecutor(3) as pool:
        asking = [pool.submit(ask) for _ in range(3)]
        for n in range(8):
            (news / f"{n}.txt").write_text(RAIN.replace("pagi", f"pukul {n}"), "utf-8")
            index(news, folder)
        for each in asking:
            each.result()
    assert failures == []
    library.refresh()
    assert library.counts() == LocalLibrary.open(folder).counts()
