"""What is told of a library."""

from contextlib import closing

import pytest

from embeddings.index.vector_index import IndexStats
from qa.indexing.sync import sync_library
from qa.settings import PassageSettings
from qa.store.local import LocalLibrary
from qa.store.stats import LibraryStats


def test_a_library_is_told_in_figures(tmp_path, hashing, seeds):
    with closing(LocalLibrary.create(tmp_path)) as library:
        sync_library(
            library, [seeds], hashing.name, lambda: hashing, PassageSettings(), lambda _: None
        )
        told = LibraryStats.of(library)
        assert (told.articles, told.passages) == library.counts()
        assert (told.sources, told.languages, told.dim) == (4, ("id",), 64)
        assert told.store_bytes == (tmp_path / "library.sqlite").stat().st_size
        # A vector's numbers have four bytes each.
        assert told.index_bytes > told.passages * 64 * 4
    lines = "\n".join(told.lines)
    assert "5 by 4 publishers, in: id" in lines
    assert hashing.name in lines
    assert f"all {told.passages} are compared with a question: exact" in lines


def test_lists_are_told_with_their_recall_and_what_came_since():
    grown = IndexStats(
        flat_vectors=12, ivf_vectors=50_000, lists=2236, probed_vectors=15_652, recall=0.9914
    )
    told = LibraryStats(9, 50_012, 0, 1, ("id",), "e5", 384, {"id": grown}, None, 0, 0)
    (line,) = (line for line in told.lines if "lists" in line)
    assert "50000 in 2236 lists" in line
    assert "with 15652 vectors" in line
    assert "recall@10 0.991" in line
    assert "12 came since" in line


def test_a_library_in_memory_has_nothing_on_disk():
    told = LibraryStats.of(LocalLibrary())
    assert (told.articles, told.store_bytes, told.index_bytes, told.encoder) == (0, 0, 0, None)
    assert "none yet" in "\n".join(told.lines)


def test_no_count_is_below_nothing():
    with pytest.raises(ValueError, match="below 0"):
        LibraryStats(-1, 0, 0, 0, (), None, 1, {}, None, 0, 0)
