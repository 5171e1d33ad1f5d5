"""A library outlives a run that is killed, a disk that is full, and a second writer."""

import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from fakes.indexing_process import assert_whole, kill_at_random, write_news

from qa.store.errors import LibraryError
from qa.store.indexes.manifest import MANIFEST_FILE
from qa.store.local import LOCK_FILE, STORE_FILE, LocalLibrary

ARTICLES = 96
# A run takes two seconds on a quiet machine, of which the first goes to starting Python.
LONGEST_S = 3.0


@pytest.fixture(scope="module")
def news(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("survival") / "news"
    write_news(folder, ARTICLES)
    return folder


def command(library: Path, news: Path, *more: int) -> list[str]:
    script = Path(__file__).parents[1] / "fakes" / "indexing_process.py"
    return [sys.executable, str(script), str(library), str(news), *map(str, more)]


def indexed(library: Path, news: Path, *more: int) -> subprocess.CompletedProcess:
    return subprocess.run(
        command(library, news, *more), capture_output=True, text=True, check=False
    )


def test_a_library_whose_runs_were_killed_holds_all_that_was_reported_and_nothing_half(
    news, tmp_path
):
    library, reported = tmp_path / "library", 0
    for killed in kill_at_random(library, news, 6, LONGEST_S, seed=7):
        reported = max(reported, killed.reported)
        assert_whole(library, news, reported)
    assert indexed(library, news).returncode == 0
    assert assert_whole(library, news, ARTICLES) == ARTICLES


def test_a_full_disk_loses_nothing_that_was_reported(news, tmp_path):
    library = tmp_path / "library"
    done = indexed(library, news, 300_000)
    assert done.returncode != 0
    assert "LibraryError" in done.stderr.splitlines()[-1]
    reported = max(map(int, done.stdout.split()), default=0)
    assert 0 < reported < ARTICLES
    assert_whole(library, news, reported)


@pytest.fixture(scope="module")
def made(news, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("survival") / "library"
    assert indexed(folder, news).returncode == 0
    return folder


@pytest.fixture
def library(made, tmp_path) -> Path:
    """A library of the news, which the test may spoil."""
    return Path(shutil.copytree(made, tmp_path / "library"))


@pytest.mark.parametrize("spoil", ["cut", "overwritten", "gone"])
@pytest.mark.parametrize("part", ["vectors", "terms", MANIFEST_FILE])
def test_a_damaged_index_is_made_anew_of_the_store(library, news, part, spoil):
    files = [path for path in library.rglob("*") if path.is_file() and part in str(path)]
    assert files
    for path in files:
        held = path.read_bytes()
        if spoil == "gone":
            path.unlink()
        else:
            path.write_bytes(held[: len(held) // 2] if spoil == "cut" else b"\xff" * len(held))
    assert assert_whole(library, news, ARTICLES) == ARTICLES


def test_a_library_that_somebody_else_writes_is_read_meanwhile_and_whole_afterwards(
    library, tmp_path
):
    more = tmp_path / "more"
    write_news(more, ARTICLES + 30)
    with subprocess.Popen(command(library, more), stdout=subprocess.PIPE, text=True) as writer:
        while writer.poll() is None:
            with closing(LocalLibrary.open(library)) as reader:
                assert reader.counts()[0] >= ARTICLES
        assert writer.returncode == 0
    with closing(LocalLibrary.open(library)) as reader:
        assert reader.counts()[0] == ARTICLES + ARTICLES + 30


def test_a_library_of_another_version_says_what_to_do(library):
    with closing(LocalLibrary.open(library)) as kept:
        kept._store.set_facts({"format": "0"})
    with pytest.raises(LibraryError, match=rf"{STORE_FILE}: is of format 0, this version reads"):
        LocalLibrary.open(library)


def test_a_library_that_cannot_be_written_to_is_read_all_the_same(library, news):
    (library / MANIFEST_FILE).unlink()
    (library / LOCK_FILE).unlink()
    # What runs as root may write to any file; but nobody can open a folder as one.
    (library / LOCK_FILE).mkdir()
    assert assert_whole(library, news, ARTICLES) == ARTICLES
    with closing(LocalLibrary.open(library)) as kept:
        with pytest.raises(LibraryError, match="cannot be written to; try again"):
            kept.update((), [kept.articles()[0].id])
        assert kept.counts()[0] == ARTICLES


def test_a_library_is_changed_by_one_at_a_time(library):
    with closing(LocalLibrary.open(library)) as one, closing(LocalLibrary.open(library)) as other:
        first, second, *_ = (article.id for article in one.articles())
        one.update((), [first])
        with pytest.raises(LibraryError, match="another process is changing this library"):
            other.update((), [second])
        one.flush()
        # The other takes in what was changed before it changes something itself.
        other.update((), [second])
        other.flush()
        assert len(other.vectors) == other.counts()[1]
    with closing(LocalLibrary.open(library)) as again:
        assert again.counts()[0] == ARTICLES - 2
