import json

import pytest

from qa.reader.training.kept import kept, write


def test_what_is_there_is_not_made_again(tmp_path):
    path = kept(tmp_path / "near.json", lambda: {"a": 1})
    assert kept(path, lambda: {"a": 2}) == path
    assert json.loads(path.read_text("utf-8")) == {"a": 1}


def test_a_file_whose_making_is_broken_off_keeps_what_it_was(tmp_path):
    path = tmp_path / "card.md"
    path.write_text("old")

    def broken_off(partial):
        partial.write_text("half")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        write(path, broken_off)
    assert path.read_text() == "old"


def test_what_a_killed_process_left_half_written_is_written_over(tmp_path):
    path = tmp_path / "near.json"
    (tmp_path / "near.json.partial").write_text("ha")
    assert json.loads(kept(path, lambda: "å").read_text("utf-8")) == "å"
    assert list(tmp_path.iterdir()) == [path]
