from pathlib import Path

import pytest

from qa.indexing.progress import ProgressTracker


@pytest.fixture
def files(tmp_path) -> list[Path]:
    for name, size in (("a", 100), ("b", 300), ("c", 600)):
        (tmp_path / name).write_bytes(b"." * size)
    return sorted(tmp_path.iterdir())


def test_a_file_counts_when_the_next_has_begun_and_its_text_as_it_is_read(files):
    tracker = ProgressTracker(files)
    assert tracker.fraction == 0.0
    shares = []
    for path, text_bytes in ((files[0], 10), (files[1], 100), (files[1], 50), (files[2], 900)):
        tracker.advance(str(path), text_bytes)
        shares.append(tracker.fraction)
    # A text can be longer than its file, which is packed: the share stays within the whole.
    assert shares == [0.01, 0.2, 0.25, 1.0]


def test_nothing_to_read_is_all_read_and_a_file_that_went_has_no_size(tmp_path):
    assert ProgressTracker(()).fraction == 1.0
    assert ProgressTracker([tmp_path / "gone"]).fraction == 1.0
