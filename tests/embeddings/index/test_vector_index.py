import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings.errors import IndexFileError
from embeddings.index.vector_index import VectorIndex

DIM = 6
MANY = 400


class Kept:
    """The vectors that an index asks for again, by row."""

    def __init__(self) -> None:
        self.vectors = {}

    def __call__(self, rows):
        return {row: self.vectors[row] for row in rows if row in self.vectors}


def unit_vectors(seed: int, count: int) -> np.ndarray:
    vectors = np.random.default_rng(seed).standard_normal((count, DIM)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def of_nothing(dim=DIM):
    return VectorIndex(dim, Kept())


class Grown:
    """An index with lists from eight vectors on, and the same vectors beside it."""

    def __init__(self) -> None:
        self.kept = Kept()
        self.index = VectorIndex(DIM, self.kept, max_flat_vectors=8)

    def add(self, rows, vectors) -> None:
        self.kept.vectors |= zip(rows, vectors, strict=True)
        self.index.add(list(rows), vectors)

    def remove(self, rows) -> None:
        self.index.remove(rows)
        for row in rows:
            self.kept.vectors.pop(row, None)


def test_the_nearest_of_three_is_found_by_hand():
    index = of_nothing(2)
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
    compacts=st.booleans(),
)
def test_a_search_agrees_with_numpy_after_adds_and_removes(seed, added, removed, k, compacts):
    vectors = unit_vectors(seed, sum(added) + 1)
    query, vectors = vectors[0], vectors[1:]
    grown, start = Grown(), 0
    for size in added:
        grown.add(range(start, start + size), vectors[start : start + size])
        start += size
        if compacts:
            grown.index.compact()
    grown.remove(sorted(removed))
    kept = [row for row in range(start) if row not in removed]
    index = grown.index

    hits = index.search(query, k)

    cosines = {row: float(vectors[row] @ query) for row in kept}
    assert len(hits) == min(k, len(kept)) == min(k, len(index))
    assert len({hit.row for hit in hits}) == len(hits)
    assert all(hit.row in cosines for hit in hits)  # and so none is -1
    best = sorted(cosines.values(), reverse=True)[: len(hits)]
    if not compacts:
        assert [hit.score for hit in hits] == pytest.approx(best, abs=1e-5)
    assert [hit.score for hit in hits] == pytest.approx(
        [cosines[hit.row] for hit in hits], abs=1e-5
    )
    assert index.scores(query, kept) == pytest.approx(cosines, abs=1e-5)
    if not compacts:
        mean = vectors[kept].mean(axis=0) if kept else np.zeros(DIM)
        assert index.mean == pytest.approx(mean, abs=1e-5)


def test_an_empty_index_finds_nothing():
    assert of_nothing().search(unit_vectors(1, 1)[0], 5) == ()
    assert of_nothing().mean == pytest.approx(np.zeros(DIM))


def many(count=MANY) -> Grown:
    grown = Grown()
    grown.add(range(count), unit_vectors(2, count))
    grown.index.compact()
    return grown


def test_an_index_that_was_settled_has_lists_and_says_what_it_finds_by_them():
    stats = many().index.stats
    assert (stats.flat_vectors, stats.ivf_vectors) == (0, MANY)
    assert 1 < stats.lists < stats.probed_vectors <= MANY
    assert stats.recall > 0.97
    small = of_nothing().stats
    assert (small.lists, small.recall) == (0, 1.0)


def test_the_mean_is_that_of_the_vectors_that_are_left():
    grown, vectors = many(), unit_vectors(2, MANY)
    grown.remove(range(0, MANY, 11))
    left = [n for n in range(MANY) if n % 11]
    assert grown.index.mean == pytest.approx(vectors[left].mean(axis=0), abs=2e-3)


def test_what_comes_after_the_lists_is_compared_until_it_goes_into_them():
    grown = many()
    later = unit_vectors(3, 9)
    grown.add(range(MANY, MANY + 1), later[:1])
    grown.index.compact()
    assert grown.index.stats.flat_vectors == 1
    grown.add(range(MANY + 1, MANY + 9), later[1:])
    assert not grown.index.is_compact
    grown.index.compact()
    assert (grown.index.stats.flat_vectors, grown.index.stats.ivf_vectors) == (0, MANY + 9)
    for row, vector in enumerate(later, start=MANY):
        assert grown.index.search(vector, 1)[0].row == row


def test_lists_are_made_anew_when_they_are_outgrown_or_much_is_gone():
    grown = many(100)
    few = grown.index.stats.lists
    grown.add(range(100, 500), unit_vectors(4, 400))
    grown.index.compact()
    assert grown.index.stats.lists > few
    grown.remove(range(0, 500, 2))
    assert not grown.index.is_compact
    grown.index.compact()
    assert (grown.index.stats.ivf_vectors, len(grown.index)) == (250, 250)
    grown.remove(range(1, 490, 2))
    grown.index.compact()
    assert (grown.index.stats.flat_vectors, grown.index.stats.lists) == (5, 0)


def test_a_row_with_a_lower_number_than_those_in_lists_is_taken_in_all_the_same():
    grown = many()
    grown.remove([7])
    grown.add([7], unit_vectors(9, 1))
    grown.add(range(MANY, MANY + 9), unit_vectors(5, 9))
    grown.index.compact()
    assert grown.index.stats.ivf_vectors == len(grown.index) == MANY + 9
    assert grown.index.search(unit_vectors(9, 1)[0], 1)[0].row == 7


@pytest.fixture(params=["small", "in lists"])
def grown(request):
    grown = Grown()
    if request.param == "in lists":
        grown = many()
        grown.remove([3, 5])
    grown.add([MANY + 3, MANY + 5, MANY + 8], unit_vectors(6, 3))
    grown.index.remove([MANY + 5])
    return grown


def opened(grown, folder):
    return VectorIndex.open(folder, DIM, grown.kept, max_flat_vectors=8)


def test_an_index_that_was_saved_finds_the_same_when_opened(grown, tmp_path):
    grown.index.save(tmp_path)
    again = opened(grown, tmp_path)
    query = unit_vectors(7, 1)[0]
    assert (again.dim, len(again), again.stats) == (DIM, len(grown.index), grown.index.stats)
    assert again.search(query, 9) == grown.index.search(query, 9)
    assert again.mean == pytest.approx(grown.index.mean)
    assert not [path for path in tmp_path.rglob("*") if "partial" in path.name]


def test_an_opened_index_can_be_changed_and_saved_again(grown, tmp_path):
    grown.index.save(tmp_path)
    again = opened(grown, tmp_path)
    again.remove([MANY + 3])
    more = unit_vectors(8, 30)
    rows = range(MANY + 100, MANY + 130)
    grown.kept.vectors |= zip(rows, more, strict=True)
    again.add(list(rows), more)
    again.compact()
    again.save(tmp_path)
    last = opened(grown, tmp_path)
    query = more[4]
    assert len(last) == len(grown.index) - 1 + 30
    assert last.search(query, 5) == again.search(query, 5)
    assert last.search(query, 1)[0].row == MANY + 104
    assert len(list(tmp_path.glob("listed-*"))) == 1


def test_what_has_not_changed_is_not_written_again(tmp_path):
    grown = many()
    grown.index.save(tmp_path)
    (listed,) = tmp_path.glob("listed-*")
    written = {path: path.stat().st_mtime_ns for path in listed.iterdir()}
    grown.add([MANY + 1], unit_vectors(8, 1))
    grown.index.save(tmp_path)
    assert {path: path.stat().st_mtime_ns for path in listed.iterdir()} == written
    assert len(opened(grown, tmp_path)) == MANY + 1


@pytest.mark.parametrize("kept_share", [0.0, 0.3, 0.99])
def test_a_file_that_was_cut_off_is_not_opened(grown, tmp_path, kept_share):
    grown.index.save(tmp_path)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) in (1, 6)
    for path in files:
        data = path.read_bytes()
        path.write_bytes(data[: int(len(data) * kept_share)])
        with pytest.raises(IndexFileError, match=str(tmp_path)):
            opened(grown, tmp_path)
        path.write_bytes(data)
    assert len(opened(grown, tmp_path)) == len(grown.index)


def test_a_file_that_is_missing_or_something_else_is_not_opened(grown, tmp_path):
    grown.index.save(tmp_path)
    for path in [path for path in tmp_path.rglob("*") if path.is_file()]:
        data = path.read_bytes()
        path.unlink()
        with pytest.raises(IndexFileError, match=str(tmp_path)):
            opened(grown, tmp_path)
        path.write_bytes(b"Dear index, " * (len(data) // 12) + b"." * (len(data) % 12))
        with pytest.raises(IndexFileError, match=str(tmp_path)):
            opened(grown, tmp_path)
        path.write_bytes(data)


def test_a_file_never_holds_what_python_would_run(tmp_path):
    held = np.array([{"rows": print}], object)
    with (tmp_path / "small.npz").open("wb") as file:
        np.savez(file, rows=held, vectors=held, gone=held, total=held, listed=held)
    with pytest.raises(IndexFileError, match="allow_pickle"):
        VectorIndex.open(tmp_path, DIM, Kept())


def test_an_index_of_vectors_of_another_length_is_not_opened(grown, tmp_path):
    grown.index.save(tmp_path)
    with pytest.raises(IndexFileError, match=rf"expected \(\d, {DIM + 1}\)"):
        VectorIndex.open(tmp_path, DIM + 1, grown.kept)


def test_shapes_that_do_not_agree_are_refused_with_both_numbers():
    index = of_nothing()
    with pytest.raises(ValueError, match=r"\(2, 6\); expected \(3, 6\)"):
        index.add([1, 2, 3], unit_vectors(8, 2))
    with pytest.raises(ValueError, match=r"\(4,\); expected \(6,\)"):
        index.search(np.ones(4, np.float32), 1)
    with pytest.raises(ValueError, match="k is 0"):
        index.search(unit_vectors(9, 1)[0], 0)


def test_the_score_of_a_row_that_is_not_there_is_left_out(grown):
    query = unit_vectors(11, 1)[0]
    assert list(grown.index.scores(query, [MANY + 3, MANY + 99])) == [MANY + 3]


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
    index = of_nothing()
    index.add(range(size), vectors)
    every = index.search(query, size) if size else ()
    chosen = [hit for hit in every if hit.row in among][:k]
    assert list(index.search(query, k, sorted(among))) == chosen


@settings(max_examples=30, deadline=None)
@given(among=st.sets(st.integers(0, MANY + 40), min_size=1, max_size=12), seed=st.integers(0, 99))
def test_few_rows_among_many_are_all_found_in_lists(among, seed):
    query = unit_vectors(seed, 1)[0]
    hits = LISTED.index.search(query, 12, sorted(among))
    assert {hit.row for hit in hits} == among & set(range(MANY))


LISTED = many()
