"""The whole way from the data to packed weights, their figures and their model card.

Every stage leaves a file, and one whose file is there is not gone through again.
"""

import json
import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from embeddings.encoder import Encoder
from qa.reader.training.card import Facts, model_card
from qa.reader.training.course_run import Materials, rows_used, take_course
from qa.reader.training.evaluate import Figures
from qa.reader.training.kept import digest, kept, write, write_json
from qa.reader.training.measure import Measured, measured, packed_network
from qa.reader.training.near import near_passages
from qa.reader.training.network import from_encoder, read_tensors, shape_of
from qa.reader.training.packed import write_packed
from qa.reader.training.plan import Plan

LOG = logging.getLogger(__name__)
PACKED, FIGURES, CARD = "reader.safetensors", "figures.json", "MODEL_CARD.md"


@dataclass(frozen=True, slots=True)
class Training:
    """What is to be trained.

    Attributes:
        data: the folder of the data.
        encoder: the model folder of the encoder that it starts from.
        out: where everything is kept.
        plans: one for each course, in their order.
        start: weights of an earlier training to begin with; None for the encoder's own.
        pause: a file; training waits while it is there.
        command: what was called, for the model card.
    """

    data: Path
    encoder: Path
    out: Path
    plans: Sequence[Plan]
    start: Path | None
    pause: Path
    command: Sequence[str]

    def courses(self) -> list[tuple[Path, Plan]]:
        """Return the folder and the plan of each course."""
        numbered = enumerate(self.plans, start=1)
        return [(self.out / f"{number}-{plan.course}", plan) for number, plan in numbered]


def train_reader(training: Training, open_encoder: Callable[[], Encoder]) -> Path:
    """Return the folder of the packed weights, with their figures and their card.

    Args:
        training: what is to be trained.
        open_encoder: returns what finds near passages; called only if they are not there.

    Raises:
        TrainingError: `training.out` has courses of another plan.
        DataError: the data cannot be read.
        ValueError: there is no course.
    """
    data, out = training.data, training.out
    out.mkdir(parents=True, exist_ok=True)
    near = kept(out / "near.json", lambda: near_passages(data, open_encoder()))
    materials = Materials(data, training.encoder, near)
    weights = training.start
    for folder, plan in training.courses():
        weights = take_course(folder, plan, weights, materials, training.pause)
    if weights is None:
        raise ValueError("a training has no course; name one or more")
    return _packed(training, weights)


def _packed(training: Training, weights: Path) -> Path:
    folder = training.out / "packed"
    folder.mkdir(exist_ok=True)
    path = folder / PACKED
    shared = from_encoder(training.encoder, shape_of(training.encoder)).kept()
    write(path, lambda partial: write_packed(read_tensors(weights), shared, partial))
    facts = Facts(
        command=training.command,
        start=training.start and digest(training.start),
        plans=training.plans,
        rows=sum((rows_used(each) for each, _ in training.courses()), Counter[str]()),
        measured=_measured(training, path),
        size=path.stat().st_size,
        digest=digest(path),
    )
    write(folder / CARD, lambda partial: partial.write_text(model_card(facts), "utf-8"))
    LOG.info("%s has the weights, their figures and their model card", folder)
    return folder


def _measured(training: Training, path: Path) -> Measured:
    """Return the figures of the packed weights, taken once for the same weights."""
    known = path.with_name(FIGURES)
    made_of = digest(path)
    if known.exists():
        record = json.loads(known.read_text("utf-8"))
        if record.pop("weights") == made_of:
            return _of(record)
    found = measured(packed_network(training.encoder, path), training.encoder, training.data)
    write_json(known, {"weights": made_of, **asdict(found)})
    return found


def _of(record: dict[str, Any]) -> Measured:
    sets = {name: Figures(**each) for name, each in record["sets"].items()}
    return Measured(record["threshold"], Figures(**record["held_out"]), sets)
