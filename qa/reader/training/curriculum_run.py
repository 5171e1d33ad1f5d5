"""One course of training, from the weights that it starts with to the averaged ones at its end.

A course has a folder of its own: `course.json` (plan, what it started from, the rows used),
`checkpoint.pt`, `last.safetensors` (all that was trained) and `reader.safetensors` (the same,
averaged over the last steps), which is written last and says that the course is done.
"""

import json
import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

import torch

from qa.lexicon.lexicon import shipped_lexicon
from qa.reader.training.course import COURSES, course_examples, held_out_examples, switched
from qa.reader.training.example import DataError
from qa.reader.training.kept import digest, write, write_json
from qa.reader.training.near import open_near
from qa.reader.training.network import Network, from_encoder, restore, save, shape_of
from qa.reader.training.plan import Plan
from qa.reader.training.rows import Row, RowMaker, grouped, shuffled_batches
from qa.reader.training.switch import Switcher
from qa.reader.training.trainer import Trainer, train, validate

LOG = logging.getLogger(__name__)
READER, LAST, RECORD = "reader.safetensors", "last.safetensors", "course.json"
POOL = 1000
HELD_OUT_TOKENS = 384


class TrainingError(Exception):
    """The training cannot be made or gone on with; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Materials:
    """What courses are made of: the data, the encoder's model folder, and what was made of both."""

    data: Path
    encoder: Path
    near: Path


def take_course(
    folder: Path, plan: Plan, start: Path | None, materials: Materials, pause: Path
) -> Path:
    """Return the averaged weights of the course, taken or gone on with where it is not done.

    Args:
        folder: the course's own, made if need be.
        plan: how to take it.
        start: the weights to begin with; None for the encoder's own.
        materials: what its rows are made of.
        pause: a file; training waits while it is there.

    Raises:
        TrainingError: the folder has a course of another plan or with another start.
        DataError: the data cannot be read, or has nothing to hold out.
    """
    folder.mkdir(parents=True, exist_ok=True)
    record: dict[str, object] = {"plan": plan.lasting(), "start": start and digest(start)}
    _check(folder / RECORD, record)
    if (folder / READER).exists():
        LOG.info("%s is there already", folder / READER)
        return folder / READER
    maker = RowMaker.open(materials.encoder)
    batches, held = _batches(plan, materials, maker), _held_out(plan, materials, maker)
    record |= {"rows": _counts(batches), "steps": len(batches)}
    # With other data a checkpoint's step would not be the same step.
    _check(folder / RECORD, record)
    write_json(folder / RECORD, record)
    network = _network(plan, start, materials)
    trainer = Trainer(network, plan, folder)
    trainer.restore()
    train(trainer, batches, held[: plan.validation_rows], pause)
    write(folder / LAST, lambda path: save(network, path))
    trainer.average()
    LOG.info("held out, averaged: %s", json.dumps(asdict(validate(network, held, plan))))
    write(folder / READER, lambda path: save(network, path))
    return folder / READER


def rows_used(folder: Path) -> Counter[str]:
    """Return how many rows of each source the course in this folder read."""
    return Counter(json.loads((folder / RECORD).read_text("utf-8"))["rows"])


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
            f"{path.parent} is of another course: {was}; take another --out, or delete it"
        )


def _network(plan: Plan, start: Path | None, materials: Materials) -> Network:
    # The head starts from noise.
    torch.manual_seed(plan.seed)  # pyright: ignore[reportUnknownMemberType]
    shape = shape_of(materials.encoder)
    if start is None:
        return from_encoder(materials.encoder, shape)
    return restore(materials.encoder, start, shape)


def _batches(plan: Plan, materials: Materials, maker: RowMaker) -> list[list[Row]]:
    course = COURSES[plan.course]
    switch = Switcher(shipped_lexicon()) if switched(course) else None
    near = open_near(materials.near)
    examples = course_examples(course, materials.data, plan.seed, switch, near)
    # An answer longer than the longest span that is scored could only teach what is wrong.
    rows = [row for row in maker.rows(examples, plan.max_tokens) if row.longest < plan.max_span]
    batches = shuffled_batches(grouped(rows), plan.batch_tokens, POOL, Random(plan.seed))
    tokens = sum(len(row.ids) for row in rows)
    LOG.info("%s: %d rows, %d tokens, %d steps", plan, len(rows), tokens, len(batches))
    return batches[: plan.steps or None]


def _held_out(plan: Plan, materials: Materials, maker: RowMaker) -> list[Row]:
    held = maker.rows(held_out_examples(materials.data), HELD_OUT_TOKENS)
    if not held:
        raise DataError(f"{materials.data}: none of its passages falls to those that are held out")
    Random(plan.seed).shuffle(held)
    return held


def _counts(batches: Sequence[Sequence[Row]]) -> dict[str, int]:
    return dict(sorted(Counter(r.example.source for rows in batches for r in rows).items()))
