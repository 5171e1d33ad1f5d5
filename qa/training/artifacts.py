"""What a training leaves in its folder: files, the record of how it was made, its learning curve.

Every file is written beside its place and moved there, so that a process that is killed half-way
leaves the old file or the new one, never half of one. Trains nothing.
"""

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from hashlib import file_digest
from pathlib import Path
from typing import Any

from embeddings.errors import TanyaError
from qa.training.config import TrainingConfig
from qa.training.data.curriculum import Curriculum
from qa.training.model.network import Network
from qa.training.model.rows import Row, count_tokens
from qa.training.validation.metrics import figures
from qa.training.validation.sets import ValidationSet

LOG = logging.getLogger(__name__)


class TrainingError(TanyaError):
    """A training cannot be made or gone on with; the message says what to do."""


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Write a file whole or not at all: `write` is given the path of a partial file."""
    partial = path.with_name(f"{path.name}.partial")
    write(partial)
    partial.replace(path)


def write_text(path: Path, text: str) -> None:
    """Write a text file whole or not at all."""
    write_whole(path, lambda partial: partial.write_text(text, "utf-8"))


def write_json(path: Path, value: object) -> None:
    """Write a value as JSON, whole or not at all."""
    write_text(path, json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def made_once(path: Path, make: Callable[[], object]) -> Path:
    """Return a JSON file; where it is not there yet, it is written with what `make` returns."""
    if path.exists():
        LOG.info("%s is there already", path)
    else:
        LOG.info("making %s", path)
        write_json(path, make())
    return path


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def training_record(
    config: TrainingConfig, curriculum: Curriculum, start: Path | None
) -> dict[str, Any]:
    """Return what decides a training's weights, as `run.json` keeps it.

    Args:
        config: how to train.
        curriculum: what to read.
        start: the weights to begin with; None for the encoder's own.
    """
    record = {
        "plan": config.reproducible(),
        "curriculum": curriculum.record(),
        "start": start and sha256(start),
    }
    # As JSON has it: its lists are our tuples.
    return json.loads(json.dumps(record))


def check_record(path: Path, record: Mapping[str, Any]) -> None:
    """Check that the record in a training's folder, if there is one, is of the same training.

    A configuration that lacks a field was recorded before the field existed; it had the default.

    Raises:
        TrainingError: it is of another; the message names what differs.
    """
    if not path.exists():
        return
    defaults = training_record(TrainingConfig(), Curriculum(), None)
    recorded = json.loads(path.read_text("utf-8"))
    for name in ("plan", "curriculum"):
        recorded[name] = {**defaults[name], **recorded[name]}
    if differing := [name for name in record if recorded.get(name) != record[name]]:
        was = ", ".join(
            f"its {name} was {recorded.get(name)!r}, not {record[name]!r}" for name in differing
        )
        raise TrainingError(
            f"{path.parent} is of another training: {was}; take another --out, or delete it"
        )


class LearningCurve:
    """The figures of a network in training, a line of JSON for each validation."""

    def __init__(
        self,
        path: Path,
        sets: Mapping[str, ValidationSet],
        batches: Sequence[Sequence[Row]],
        max_span: int,
    ) -> None:
        """Keep what validations need.

        Args:
            path: of the curve's file.
            sets: the validation sets, by name.
            batches: of every step of the training, from which the tokens seen are counted.
            max_span: tokens of the longest span that is scored.
        """
        self._path, self._sets, self._batches, self._max_span = path, sets, batches, max_span

    def add(self, step: int, network: Network) -> None:
        """Validate the network after a number of steps, refusing below log odds of 0."""
        found = {
            name: asdict(figures(each.predictions(network, self._max_span), each.examples, 0))
            for name, each in self._sets.items()
        }
        tokens = count_tokens(self._batches[:step])
        line = json.dumps({"step": step, "tokens": tokens, "sets": found})
        LOG.info("figures: %s", line)
        # A resumed training passes again through the steps after its last checkpoint.
        earlier = [each for each in self._lines() if json.loads(each)["step"] < step]
        write_text(self._path, "".join(f"{each}\n" for each in (*earlier, line)))

    def _lines(self) -> list[str]:
        return self._path.read_text("utf-8").splitlines() if self._path.exists() else []
