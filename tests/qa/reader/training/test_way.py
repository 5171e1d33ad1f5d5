"""The whole way on invented data, in one go; and killed half-way and taken up again."""

import json
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
import torch

from embeddings.hashing import HashingEncoder
from qa.reader.train import main
from qa.reader.training.network import from_encoder, read_tensors, shape_of
from qa.reader.training.packed import read_packed
from qa.reader.training.plan import PLANS
from qa.reader.training.way import Training, train_reader

STEPS = 12
PLAN = {
    "steps": STEPS,
    "batch_tokens": 200,
    "max_tokens": 90,
    "frozen_layers": 1,
    "validation_steps": 8,
    "checkpoint_s": 0.0,
}
KILLED_AT_STEP_10_OF_THE_SECOND_COURSE = """
import logging, os, signal, sys
from qa.reader.train import main

class Kill(logging.Handler):
    steps = 0
    def emit(self, record):
        self.steps += record.getMessage().startswith("step 10 of")
        if self.steps == 2:
            os.kill(os.getpid(), signal.SIGKILL)

logging.getLogger("qa.reader").addHandler(Kill())
main(sys.argv[1:])
"""


@pytest.fixture(scope="module")
def whole(training_data, small_model, tmp_path_factory) -> Path:
    """What a training without a break leaves."""
    out = tmp_path_factory.mktemp("whole")
    plans = [replace(PLANS[course], **PLAN) for course in ("broad", "news")]
    command = ("python", "-m", "qa.reader.train", "--data", "/on/this/machine/the data")
    training = Training(training_data, small_model, out, plans, None, out / "PAUSE", command)
    train_reader(training, lambda: HashingEncoder(64))
    return out


@pytest.fixture(scope="module")
def arguments(training_data, small_model) -> list[str]:
    told = [f"--{name.replace('_', '-')}={value}" for name, value in PLAN.items()]
    folders = [f"--data={training_data}", f"--encoder={small_model}", "--courses=broad,news"]
    return [*folders, "--threads=1", *told]


@pytest.fixture(scope="module")
def resumed(whole, arguments, tmp_path_factory, child_environment) -> Path:
    """What a training leaves that was killed in its second course and started again."""
    out = tmp_path_factory.mktemp("killed")
    shutil.copy(whole / "near.json", out)
    arguments = [*arguments, f"--out={out}"]
    script = [sys.executable, "-c", KILLED_AT_STEP_10_OF_THE_SECOND_COURSE, *arguments]
    ended = subprocess.run(script, env=child_environment, capture_output=True, text=True)
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    assert (out / "1-broad" / "reader.safetensors").exists()
    assert (out / "2-news" / "checkpoint.pt").exists()
    assert not (out / "2-news" / "reader.safetensors").exists()
    main(arguments)
    return out


@pytest.mark.parametrize("name", ["2-news/last", "2-news/reader", "packed/reader"])
def test_a_training_killed_and_started_again_ends_with_the_same_weights(whole, resumed, name):
    path = f"{name}.safetensors"
    assert (resumed / path).read_bytes() == (whole / path).read_bytes()


def test_the_log_tells_of_both_starts(resumed):
    log = (resumed / "train.log").read_text("utf-8")
    assert "going on from step 9" in log
    assert log.count(f"step 10 of {STEPS}") == 2
    assert "1-broad/reader.safetensors is there already" in log


def test_a_course_starts_from_the_averaged_weights_of_the_one_before(whole):
    weights = (whole / "1-broad" / "reader.safetensors").read_bytes()
    record = json.loads((whole / "2-news" / "course.json").read_text("utf-8"))
    assert record["start"] == sha256(weights).hexdigest()


def test_the_packed_weights_are_nearly_those_of_the_last_course(whole, small_model):
    shared = from_encoder(small_model, shape_of(small_model)).kept()
    packed = read_packed(whole / "packed" / "reader.safetensors", shared)
    trained = read_tensors(whole / "2-news" / "reader.safetensors")
    assert packed.keys() == trained.keys()
    for name, tensor in trained.items():
        assert torch.allclose(packed[name], tensor, atol=0.02 * float(tensor.abs().max())), name


def test_the_figures_are_those_of_every_validation_set(whole):
    found = json.loads((whole / "packed" / "figures.json").read_text("utf-8"))
    assert {name: each["rows"] for name, each in found["sets"].items()} == {
        "facqa": 6,
        "idk-mrc": 12,
        "xlingual-id": 6,
        "xlingual-en": 6,
    }
    assert found["held_out"]["rows"] > 0


def test_the_card_tells_the_command_the_plan_the_rows_read_and_the_figures(whole):
    card = (whole / "packed" / "MODEL_CARD.md").read_text("utf-8")
    record = json.loads((whole / "2-news" / "course.json").read_text("utf-8"))
    found = json.loads((whole / "packed" / "figures.json").read_text("utf-8"))
    assert "    python -m qa.reader.train --data 'the data'\n" in card
    assert "| `rate` | 0.0001 | 0.00012 |" in card
    assert f"| facqa | {record['rows']['facqa']} | Indonesian news" in card
    assert "| CC BY-SA 4.0 (SQuAD) |" in card
    assert f"| {found['sets']['facqa']['f1']:.1f} |" in card
    assert "## Limits" in card


def test_another_plan_in_the_same_folder_is_refused_in_a_line(resumed, arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        main([*arguments, f"--out={resumed}", "--rate=0.5"])
    assert "1-broad is of another course" in str(ended.value)
    assert "0.5" in str(ended.value)
    assert "Traceback" not in capsys.readouterr().err


def test_a_course_that_is_not_known_is_wrong_usage(arguments, tmp_path, capsys):
    with pytest.raises(SystemExit) as ended:
        main([*arguments, f"--out={tmp_path}", "--courses=broad,short"])
    assert ended.value.code == 2
    assert "'short' is no course; expected some of broad, news, whole" in capsys.readouterr().err


def test_a_folder_that_is_no_model_is_refused_with_what_it_lacks(arguments, tmp_path):
    with pytest.raises(SystemExit) as ended:
        main([*arguments, f"--out={tmp_path}", f"--encoder={tmp_path}"])
    assert f"{tmp_path}: has no model.safetensors" in str(ended.value)
