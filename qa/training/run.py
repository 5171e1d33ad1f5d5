"""One training, from the weights that it starts with to the averaged ones at its end.

Its folder has `run.json` (plan, curriculum, what it started from, the rows used), `checkpoint.pt`,
`curve.jsonl` (the figures on the way), `last.safetensors` (all that was trained) and
`reader.safetensors` (the same, averaged over the last steps), which is written last and says that
the training is done.
"""

import json
import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

import torch

from embeddings.errors import TanyaError
from qa.training.curriculum import Curriculum, Sources, curriculum_groups, held_out_examples
from qa.training.data.example import TrainingDataError
from qa.training.data.retrieved import open_retrieved
from qa.training.figures import figures
from qa.training.files import digest, write, write_json
from qa.training.model.network import Network, save
from qa.training.model.packed import open_network
from qa.training.plan import TrainingConfig
from qa.training.rows import Row, RowMaker, grouped, shuffled_batches
from qa.training.trainer import Trainer, train
from qa.training.validation import WATCHED, ValidationSet, article_examples, drawn

LOG = logging.getLogger(__name__)
READER, LAST, RECORD, CURVE = "reader.safetensors", "last.safetensors", "run.json", "curve.jsonl"
POOL = 1000


class TrainingError(TanyaError):
    """The training cannot be made or gone on with; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Materials:
    """What a training is made of.

    Attributes:
        sources: where the data is.
        encoder: the encoder's model folder.
        retrieved: the file of the passages retrieved for the written questions.
    """

    sources: Sources
    encoder: Path
    retrieved: Path


def run(
    folder: Path,
    plan: TrainingConfig,
    curriculum: Curriculum,
    start: Path | None,
    materials: Materials,
    pause: Path,
) -> Path:
    """Return the averaged weights of the training, made or gone on with where it is not done.

    Args:
        folder: the training's own, made if need be.
        plan: how to train.
        curriculum: what to read.
        start: the weights to begin with, packed or float32; None for the encoder's own.
        materials: what its rows are made of.
        pause: a file; training waits while it is there.

    Raises:
        TrainingError: the folder has a training of another plan, curriculum or start.
        TrainingDataError: the data cannot be read, or has nothing to hold out.
    """
    folder.mkdir(parents=True, exist_ok=True)
    record: dict[str, object] = {
        "plan": plan.lasting(),
        "curriculum": curriculum.record(),
        "start": start and digest(start),
    }
    _check(folder / RECORD, record)
    if (folder / READER).exists():
        LOG.info("%s is there already", folder / READER)
        return folder / READER
    maker = RowMaker.open(materials.encoder)
    batches = _batches(plan, curriculum, materials, maker)
    record |= {"rows": _counts(batches), "steps": len(batches)}
    # With other data a checkpoint's step would not be the same step.
    _check(folder / RECORD, record)
    write_json(folder / RECORD, record)
    # The head of the encoder's own network starts from noise.
    torch.manual_seed(plan.seed)  # pyright: ignore[reportUnknownMemberType]
    trainer = Trainer(open_network(materials.encoder, start), plan, folder)
    trainer.restore()
    sets = _watched_sets(plan, materials, maker)
    curve = _Curve(folder / CURVE, sets, batches, plan.max_span)
    train(trainer, batches, curve.add, pause)
    _finish(trainer, curve, folder)
    return folder / READER


def _finish(trainer: Trainer, curve: "_Curve", folder: Path) -> None:
    write(folder / LAST, lambda path: save(trainer.network, path))
    with trainer.averaged() as network:
        curve.add(trainer.step, network)
        write(folder / READER, lambda path: save(network, path))


def rows_used(folder: Path) -> dict[str, int]:
    """Return how many rows of each source the training in this folder read."""
    return json.loads((folder / RECORD).read_text("utf-8"))["rows"]


def _check(path: Path, record: dict[str, object]) -> None:
    if not path.exists():
        return
    made = json.loads(path.read_text("utf-8"))
    other = [name for name in record if made.get(name) != record[name]]
    if other:
        was = ", ".join(
            f"its {name} was {made.get(name)!r}, not {record[name]!r}" for name in other
        )
        raise TrainingError(
            f"{path.parent} is of another training: {was}; take another --out, or delete it"
        )


def _batches(
    plan: TrainingConfig, curriculum: Curriculum, materials: Materials, maker: RowMaker
) -> list[list[Row]]:
    retrieved = open_retrieved(materials.retrieved)
    groups = curriculum_groups(curriculum, materials.sources, plan.seed, retrieved)
    examples = [example for group in groups for example in group]
    made = maker.rows(examples, plan.max_tokens)
    # An answer that is cut off, or longer than any span that is scored, would teach what is wrong.
    rows = [row for row in made if row.longest < plan.max_span and not row.is_cut]
    batches = shuffled_batches(grouped(rows), plan.batch_tokens, POOL, Random(plan.seed))
    LOG.info("%s: %d rows, %d tokens, %d steps", plan, len(rows), _tokens(batches), len(batches))
    return batches[: plan.steps or None]


def _watched_sets(
    plan: TrainingConfig, materials: Materials, maker: RowMaker
) -> dict[str, ValidationSet]:
    """Return what the curve is drawn from: passages held out, and articles that choices are by."""
    data = materials.sources.data
    held = held_out_examples(data)
    if not held:
        raise TrainingDataError(f"{data}: none of its passages falls to those that are held out")
    sets = {"held out": ValidationSet.on_passages(drawn(held, plan.validation_rows), maker)}
    for name, examples in article_examples(data, WATCHED).items():
        sets[name] = ValidationSet.on_articles(drawn(examples, plan.validation_rows), maker)
    return sets


class _Curve:
    """The figures on the way, a line of JSON for each time that they were taken."""

    def __init__(
        self,
        path: Path,
        sets: Mapping[str, ValidationSet],
        batches: Sequence[Sequence[Row]],
        max_span: int,
    ) -> None:
        self._path, self._sets, self._batches, self._max_span = path, sets, batches, max_span

    def add(self, step: int, network: Network) -> None:
        """Take the figures after so many steps, refusing below log odds of 0."""
        found = {
            name: asdict(figures(each.predictions(network, self._max_span), each.examples, 0))
            for name, each in self._sets.items()
        }
        line = json.dumps({"step": step, "tokens": _tokens(self._batches[:step]), "sets": found})
        LOG.info("figures: %s", line)
        # A training that was broken off comes by the steps after its checkpoint again.
        before = [each for each in self._lines() if json.loads(each)["step"] < step]
        text = "".join(f"{each}\n" for each in (*before, line))
        write(self._path, lambda path: path.write_text(text, "utf-8"))

    def _lines(self) -> list[str]:
        return self._path.read_text("utf-8").splitlines() if self._path.exists() else []


def _tokens(batches: Sequence[Sequence[Row]]) -> int:
    return sum(len(row.ids) for rows in batches for row in rows)


def _counts(batches: Sequence[Sequence[Row]]) -> dict[str, int]:
    return dict(sorted(Counter(r.example.source for rows in batches for r in rows).items()))
