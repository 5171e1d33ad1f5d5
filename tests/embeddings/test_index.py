import faiss
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings.index import IndexFileError, VectorIndex

DIM = 6


def unit_vectors(seed: int, count: int) -> np.ndarray:
    vectors = np.random.default_rng(seed).standard_normal((count, DIM)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_the_nearest_of_three_is_found_by_hand():
    index = VectorIndex(2)
    index.add([10, 20, 30], np.array([[1, 0], [0, 1], [0.6, 0.8]], np.float32))
    hits = index.search(np.array([0, 1], np.float32), 2)
    assert [hit.row for hit in hits] == [20, 30]
    assert [hit.score for hit in hits] == pytest.approx([1.0, 0.8])


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 2**16),
    added=st.lists(st.integers(1, 6), min_size=1, max_size=5),
    removed=st.sets(st.integers(0, 40)),
    k=st.integers(1, 60),
)
def test_a_search_agrees_with_numpy_after_adds_and_removes(seed, added, removed, k):
    vectors = unit_vectors(seed, sum(added) + 1)
    query, vectors = vectors[0], vectors[1:]
    index, start = VectorIndex(DIM), 0
    for size in added:
        index.add(range(start, start + size), vectors[start : start + size])
        start += size
    index.remove(sorted(removed))
    kept = [row for row in range(start) if row not in removed]

    hits = index.search(query, k)

    cosines = {row: float(vectors[row] @ query) for row in kept}
    assert len(hits) == min(k, len(kept)) == min(k, len(index))
    assert len({hit.row for hit in hits}) == len(hits)
    assert all(hit.row in cosines for hit in hits)  # and so none is -1
    best = sorted(cosines.values(), reverse=True)[: len(hits)]
    assert [hit.score for hit in hits] == pytest.approx(best, abs=1e-5)
    assert [hit.score for hit in hits] == pytest.approx(
        [cosines[hit.row] for hit in hits], abs=1e-5
    )
    assert index.scores(query, kept) == pytest.approx([cosines[row] for row in kept], abs=1e-5)


def test_an_empty_index_finds_nothing():
    assert VectorIndex(DIM).search(unit_vectors(1, 1)[0], 5) == ()


def test_an_index_that_was_saved_finds_the_same_when_opened(tmp_path):
    index = VectorIndex(DIM)
    index.add([3, 5, 8, 13], unit_vectors(2, 4))
    index.remove([5])
    index.save(tmp_path / "vectors")
    opened = VectorIndex.open(tmp_path / "vectors")
    query = unit_vectors(3, 1)[0]
    assert (opened.dim, len(opened)) == (DIM, 3)
    assert opened.search(query, 9) == index.search(query, 9)
    assert [path.name for path in tmp_path.iterdir()] == ["vectors"]


def test_an_opened_index_can_be_changed(tmp_path):
    index = VectorIndex(DIM)
    index.add([1, 2], unit_vectors(4, 2))
    index.save(tmp_path / "vectors")
    opened = VectorIndex.open(tmp_path / "vectors")
    opened.remove([1])
    opened.add([7], unit_vectors(5, 1))
    assert {hit.row for hit in opened.search(unit_vectors(6, 1)[0], 9)} == {2, 7}


@pytest.mark.parametrize("kept_share", [0.0, 0.3, 0.99])
def test_a_file_that_was_cut_off_is_not_opened(tmp_path, kept_share):
    path = tmp_path / "vectors"
    index = VectorIndex(DIM)
    index.add(range(20), unit_vectors(7, 20))
    index.save(path)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * kept_share)])
    with pytest.raises(IndexFileError, match="vectors"):
        VectorIndex.open(path)


def test_a_file_that_is_missing_or_something_else_is_not_opened(tmp_path):
    with pytest.raises(IndexFileError, match="none"):
        VectorIndex.open(tmp_path / "none")
    (tmp_path / "letter").write_text("Dear index, " * 50)
    with pytest.raises(IndexFileError, match="letter"):
        VectorIndex.open(tmp_path / "letter")


def test_an_index_of_another_kind_is_not_opened(tmp_path):
    faiss.write_index(faiss.IndexFlatL2(DIM), str(tmp_path / "other"))
    with pytest.raises(IndexFileError, match="expected IndexIDMap2"):
        VectorIndex.open(tmp_path / "other")


def test_shapes_that_do_not_agree_are_refused_with_both_numbers():
    index = VectorIndex(DIM)
    with pytest.raises(ValueError, match=r"\(2, 6\); expected \(3, 6\)"):
        index.add([1, 2, 3], unit_vectors(8, 2))
    with pytest.raises(ValueError, match=r"\(4,\); expected \(6,\)"):
        index.search(np.ones(4, np.float32), 1)
    with pytest.raises(ValueError, match="k is 0"):
        index.search(unit_vectors(9, 1)[0], 0)


def test_the_score_of_a_row_that_is_not_there_raises():
    index = VectorIndex(DIM)
    index.add([1], unit_vectors(10, 1))
    with pytest.raises(KeyError, match="99"):
        index.scores(unit_vectors(11, 1)[0], [1, 99])


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 2**16),
    size=st.integers(0, 30),
    among=st.sets(st.integers(0, 40)),
    k=st.integers(1, 40),
)
def test_a_search_among_some_rows_agrees_with_choosing_them_from_all(seed, size, among, k):
    vectors = unit_vectors(seed, size + 1)
    query, vectors = vectors[0], vectors[1:]
    index = VectorIndex(DIM)
    index.add(range(size), vectors)
    every = index.search(query, size) if size else ()
    chosen = [hit for hit in every if hit.row in among][:k]
    assert list(index.search(query, k, sorted(among))) == chosen
