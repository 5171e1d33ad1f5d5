"""The whole way on invented data, in one go; and killed half-way and taken up again."""

import json
import shutil
import signal
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
import torch
from fakes.hashing_encoder import HashingEncoder

from qa.reader.weights import HEAD
from qa.training.__main__ import main
from qa.training.config import TrainingConfig
from qa.training.data.curriculum import Curriculum, Sources
from qa.training.model.network import from_encoder, read_bert_config, read_tensors
from qa.training.model.packed import read_packed, write_packed
from qa.training.pipeline import Training, train_reader

STEPS = 12
PLAN = {
    "steps": STEPS,
    "batch_tokens": 400,
    "max_tokens": 390,
    "frozen_layers": 1,
    "validation_steps": 5,
    "validation_rows": 4,
    "checkpoint_s": 0.0,
}
KILLED_AT_STEP_10 = """
import logging, os, signal, sys
from qa.reader.weights import HEAD
from qa.training.__main__ import main

class Kill(logging.Handler):
    def emit(self, record):
        if record.getMessage().startswith("step 10 of"):
            os.kill(os.getpid(), signal.SIGKILL)

logging.getLogger("qa.training").addHandler(Kill())
main(sys.argv[1:])
"""


@pytest.fixture(scope="module")
def start(small_model, tmp_path_factory) -> Path:
    """Packed weights to begin with."""
    torch.manual_seed(7)
    shared = from_encoder(small_model, read_bert_config(small_model)).trained_tensors()
    trained = {
        name: tensor + 0.01 if name.startswith(("layers.1", *HEAD)) else tensor
        for name, tensor in shared.items()
    }
    path = tmp_path_factory.mktemp("start") / "start.safetensors"
    write_packed(trained, shared, path)
    return path


@pytest.fixture(scope="module")
def whole(training_data, written_data, small_model, start, tmp_path_factory) -> Path:
    """What a training without a break leaves."""
    out = tmp_path_factory.mktemp("whole")
    training = Training(
        sources=Sources(training_data, written_data),
        encoder=small_model,
        out=out,
        config=TrainingConfig(**PLAN),
        curriculum=Curriculum(),
        start=start,
        pause=out / "PAUSE",
        command=("python", "-m", "qa.training", "--data", "/on/this/machine/the data"),
    )
    train_reader(training, lambda: HashingEncoder(64))
    return out


@pytest.fixture(scope="module")
def arguments(training_data, written_data, small_model, start) -> list[str]:
    told = [f"--{name.replace('_', '-')}={value}" for name, value in PLAN.items()]
    folders = [f"--data={training_data}", f"--written={written_data}", f"--encoder={small_model}"]
    return [*folders, f"--start={start}", "--threads=1", *told]


@pytest.fixture(scope="module")
def resumed(whole, arguments, tmp_path_factory, child_environment) -> Path:
    """What a training leaves that was killed and started again."""
    out = tmp_path_factory.mktemp("killed")
    shutil.copy(whole / "retrieved.json", out)
    arguments = [*arguments, f"--out={out}"]
    script = [sys.executable, "-c", KILLED_AT_STEP_10, *arguments]
    ended = subprocess.run(script, env=child_environment, capture_output=True, text=True)
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    assert (out / "checkpoint.pt").exists()
    assert not (out / "reader.safetensors").exists()
    main(arguments)
    return out


@pytest.mark.parametrize(
    "name", ["last.safetensors", "reader.safetensors", "packed/reader.safetensors", "curve.jsonl"]
)
def test_a_training_killed_and_started_again_ends_with_the_same_files(whole, resumed, name):
    assert (resumed / name).read_bytes() == (whole / name).read_bytes()


def test_the_log_tells_of_both_starts(resumed):
    log = (resumed / "train.log").read_text("utf-8")
    assert "going on from step 9" in log
    assert log.count("retrieved.json is there already") == 2


def test_passages_are_retrieved_for_every_question_in_both_languages(whole):
    found = json.loads((whole / "retrieved.json").read_text("utf-8"))
    assert len(found) == 2 * 3 * (6 + 2)
    articles = {article for places in found.values() for article, _, _ in places}
    assert articles >= {f"{number}-abcd" for number in range(12)}


def test_the_record_tells_plan_curriculum_start_and_rows(whole, start):
    record = json.loads((whole / "run.json").read_text("utf-8"))
    assert record["plan"]["rate"] == 1e-4
    assert record["curriculum"]["public"] == {"facqa": 900, "idk-mrc": 1800}
    assert record["start"] == sha256(start.read_bytes()).hexdigest()
    assert record["steps"] == STEPS
    assert {"newsqa", "idk-mrc", "twins"} <= record["rows"].keys()


def test_the_curve_has_the_figures_and_the_tokens_seen_at_every_validation(whole):
    lines = [json.loads(line) for line in (whole / "curve.jsonl").read_text("utf-8").splitlines()]
    assert [line["step"] for line in lines] == [5, 10, STEPS]
    tokens = [line["tokens"] for line in lines]
    assert 0 < tokens[0] < tokens[1] < tokens[2]
    assert all(line["sets"].keys() == {"held out", "pack02-id", "pack02-en"} for line in lines)
    assert all(each["rows"] == 4 for line in lines for each in line["sets"].values())


def test_the_packed_weights_are_nearly_those_of_the_training(whole, small_model):
    shared = from_encoder(small_model, read_bert_config(small_model)).trained_tensors()
    packed = read_packed(whole / "packed" / "reader.safetensors", shared)
    trained = read_tensors(whole / "reader.safetensors")
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
        "pack02-id": 12,
        "pack02-en": 12,
        "pack03-id": 12,
        "pack03-en": 12,
    }
    assert found["held_out"]["rows"] > 0


def test_the_card_tells_the_command_the_start_the_rows_read_and_the_figures(whole):
    card = (whole / "packed" / "MODEL_CARD.md").read_text("utf-8")
    record = json.loads((whole / "run.json").read_text("utf-8"))
    found = json.loads((whole / "packed" / "figures.json").read_text("utf-8"))
    assert "    python -m qa.training --data 'the data'\n" in card
    assert f"It began with weights of an earlier training (SHA-256 `{record['start']}`)" in card
    assert "TyDi QA" in card
    assert "| `rate` | 0.0001 |" in card
    assert f"| newsqa/train | {record['rows']['newsqa']} | Questions written over" in card
    assert f"| {found['sets']['facqa']['f1']:.1f} |" in card
    assert "## Limits" in card


def test_another_plan_in_the_same_folder_is_refused_in_a_line(resumed, arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        main([*arguments, f"--out={resumed}", "--rate=0.5"])
    assert "is of another training: its plan was" in str(ended.value)
    assert "0.5" in str(ended.value)
    assert "Traceback" not in capsys.readouterr().err


def test_a_curriculum_that_cannot_be_is_wrong_usage(arguments, tmp_path, capsys):
    with pytest.raises(SystemExit) as ended:
        main([*arguments, f"--out={tmp_path}", "--languages=3"])
    assert ended.value.code == 2
    assert "languages is 3; expected 1 or 2" in capsys.readouterr().err


def test_a_folder_that_is_no_model_is_refused_with_what_it_lacks(arguments, tmp_path):
    with pytest.raises(SystemExit) as ended:
        main([*arguments, f"--out={tmp_path}", f"--encoder={tmp_path}"])
    assert f"{tmp_path}: has no model.safetensors" in str(ended.value)
