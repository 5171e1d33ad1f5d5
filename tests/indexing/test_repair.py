"""What is saved of a library whose SQLite file is damaged."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from fakes.hashing_encoder import HashingEncoder

from embeddings.files.file_lock import FileLock
from qa.indexing.repair import repair
from qa.indexing.sync import sync_library
from qa.schema.filters import EVERYTHING
from qa.settings import PassageSettings
from qa.store.errors import LibraryError
from qa.store.local import LOCK_FILE, STORE_FILE, LocalLibrary

SETTINGS = PassageSettings()
ARTICLES = 60


def texts(number: int) -> str:
    return "\n\n".join(f"Berita {number} alinea {n}: " + "kata " * 60 for n in range(6))


@pytest.fixture
def folder(tmp_path, hashing: HashingEncoder) -> Path:
    """A library of many articles, of which the middle of the file is whole passages."""
    news = tmp_path / "news"
    news.mkdir()
    for number in range(ARTICLES):
        (news / f"{number:02}.txt").write_text(texts(number), "utf-8")
    made = tmp_path / "library"
    index(made, news, hashing)
    return made


def index(folder: Path, news: Path, hashing: HashingEncoder):
    library = LocalLibrary.create(folder)
    changes = sync_library(library, [news], hashing.name, lambda: hashing, SETTINGS, lambda _: None)
    library.close()
    return changes


def damage(folder: Path, first: float, last: float) -> None:
    """Overwrite a part of the file, from and to these shares of it."""
    path = folder / STORE_FILE
    held = bytearray(path.read_bytes())
    start, end = int(first * len(held)), int(last * len(held))
    held[start:end] = b"\xa5" * (end - start)
    path.write_bytes(held)


def test_a_sound_library_is_left_as_it_is(folder):
    before = (folder / STORE_FILE).read_bytes()
    done = repair(folder, SETTINGS)
    assert (done.saved, done.lost, done.damaged) == (ARTICLES, 0, None)
    assert (folder / STORE_FILE).read_bytes() == before
    assert not list(folder.glob(".repair-*"))


@pytest.mark.parametrize(("first", "last"), [(0.4, 0.5), (0.9, 1.0), (0.3, 0.32), (0.6, 0.8)])
def test_what_is_saved_is_whole_and_the_rest_comes_in_again(folder, hashing, first, last):
    damage(folder, first, last)
    done = repair(folder, SETTINGS)
    assert 0 < done.saved < ARTICLES
    assert done.damaged is not None
    assert done.damaged.is_file()
    with closing(LocalLibrary.open(folder)) as library:
        saved = library.articles()
        assert len(saved) == done.saved
        for article in saved:
            assert article.text == texts(int(article.path[-6:-4]))
        rows = library.rows(EVERYTHING)
        assert len(library.vectors) == len(rows) > 0
    changes = index(folder, folder.parent / "news", hashing)
    assert (len(changes.added), changes.unchanged) == (ARTICLES - done.saved, done.saved)


def test_a_word_that_was_changed_in_the_file_is_not_taken_for_the_articles(folder):
    path = folder / STORE_FILE
    held = path.read_bytes()
    path.write_bytes(held.replace(b"Berita 7 alinea 3", b"Berita 7 alinea 4", 1))
    assert repair(folder, SETTINGS).damaged is None
    damage(folder, 0.9, 1.0)
    assert repair(folder, SETTINGS).saved > 7
    with closing(LocalLibrary.open(folder)) as library:
        assert not any("Berita 7 " in article.text for article in library.articles())


def test_the_seeds_are_saved_with_all_that_is_known_of_them(tmp_path, hashing, seeds):
    changes = index(tmp_path / "library", seeds, hashing)
    with closing(LocalLibrary.open(tmp_path / "library")) as library:
        before = library.articles()
    damage(tmp_path / "library", 0.97, 1.0)
    done = repair(tmp_path / "library", SETTINGS)
    with closing(LocalLibrary.open(tmp_path / "library")) as library:
        assert 3 <= done.saved == len(library.articles()) <= len(changes.added)
        assert set(library.articles()) <= set(before)


def test_what_is_no_database_cannot_be_saved_and_stays(folder):
    (folder / STORE_FILE).write_bytes(b"no database" * 1000)
    with pytest.raises(LibraryError, match="nothing of it can be read"):
        repair(folder, SETTINGS)
    assert (folder / STORE_FILE).read_bytes() == b"no database" * 1000


def test_without_a_library_there_is_nothing_to_repair(tmp_path):
    with pytest.raises(LibraryError, match="no library here to repair"):
        repair(tmp_path, SETTINGS)


def test_a_damaged_library_says_how_to_repair_it_and_the_command_does(folder, tanya):
    damage(folder, 0.6, 0.8)
    shutil.rmtree(folder / "terms")

    asked = tanya("ask", "Apa?", "--library", folder)
    assert asked.returncode == 1
    assert f"'tanya repair --library {folder}'" in asked.stderr
    assert len(asked.stderr.strip().splitlines()) == 1
    repaired = tanya("repair", "--library", folder)
    assert repaired.returncode == 0, repaired.stderr
    assert "saved" in repaired.stdout
    assert "Nothing is damaged" in tanya("repair", "--library", folder).stdout


def test_a_library_that_another_process_is_changing_is_left_alone(folder):
    damage(folder, 0.4, 0.6)
    other = FileLock(folder / LOCK_FILE)
    assert other.try_acquire()
    held = (folder / STORE_FILE).read_bytes()
    with pytest.raises(LibraryError, match="another process is changing this library"):
        repair(folder, SETTINGS)
    assert (folder / STORE_FILE).read_bytes() == held
    other.release()
    assert repair(folder, SETTINGS).damaged is not None
