import json

import pytest

from qa.training.artifacts import (
    TrainingError,
    check_record,
    made_once,
    training_record,
    write_json,
    write_whole,
)
from qa.training.config import TrainingConfig
from qa.training.data.curriculum import Curriculum


def test_what_is_there_is_not_made_again(tmp_path):
    path = made_once(tmp_path / "retrieved.json", lambda: {"a": 1})
    assert made_once(path, lambda: {"a": 2}) == path
    assert json.loads(path.read_text("utf-8")) == {"a": 1}


def test_a_file_whose_making_is_broken_off_keeps_what_it_was(tmp_path):
    path = tmp_path / "card.md"
    path.write_text("old")

    def broken_off(partial):
        partial.write_text("half")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        write_whole(path, broken_off)
    assert path.read_text() == "old"


def test_what_a_killed_process_left_half_written_is_written_over(tmp_path):
    path = tmp_path / "retrieved.json"
    (tmp_path / "retrieved.json.partial").write_text("ha")
    assert json.loads(made_once(path, lambda: "å").read_text("utf-8")) == "å"
    assert list(tmp_path.iterdir()) == [path]


def test_a_field_that_an_older_record_lacks_had_its_default(tmp_path):
    path = tmp_path / "run.json"
    record = training_record(TrainingConfig(), Curriculum(), None)
    older = json.loads(json.dumps(record))
    del older["plan"]["sorted_groups"], older["curriculum"]["rank_decay"]
    write_json(path, older)
    check_record(path, record)
    with pytest.raises(TrainingError, match="its plan was"):
        check_record(path, training_record(TrainingConfig(sorted_groups=9), Curriculum(), None))
