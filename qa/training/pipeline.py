"""The whole way from the data to packed weights, their figures and their model card.

Every stage leaves a file, and one whose file is there is not gone through again.
"""

import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from embeddings.base import Encoder
from qa.training.card import Facts, model_card
from qa.training.curriculum import Curriculum, Sources, news_articles, news_questions
from qa.training.data.retrieved import retrieve_each
from qa.training.figures import Figures
from qa.training.files import digest, made_once, write, write_json
from qa.training.measure import Measured, measured
from qa.training.model.network import from_encoder, read_tensors, shape_of
from qa.training.model.packed import packed_network, write_packed
from qa.training.plan import TrainingConfig
from qa.training.run import Materials, rows_used, run

LOG = logging.getLogger(__name__)
RETRIEVED = "retrieved.json"
PACKED, FIGURES, CARD = "reader.safetensors", "figures.json", "MODEL_CARD.md"


@dataclass(frozen=True, slots=True)
class Training:
    """What is to be trained.

    Attributes:
        sources: where the data is.
        encoder: the model folder of the encoder that it starts from.
        out: where everything is kept.
        plan: how to train.
        curriculum: what to read.
        start: weights of an earlier training to begin with, packed or float32; None for the
            encoder's own.
        pause: a file; training waits while it is there.
        command: what was called, for the model card.
    """

    sources: Sources
    encoder: Path
    out: Path
    plan: TrainingConfig
    curriculum: Curriculum
    start: Path | None
    pause: Path
    command: Sequence[str]


def train_reader(training: Training, open_encoder: Callable[[], Encoder]) -> Path:
    """Return the folder of the packed weights, with their figures and their card.

    Args:
        training: what is to be trained.
        open_encoder: returns what passages are retrieved with; called only where they are not
            there yet.

    Raises:
        TrainingError: `training.out` has a training of another plan, curriculum or start.
        TrainingDataError: the data cannot be read.
    """
    out = training.out
    out.mkdir(parents=True, exist_ok=True)
    found = made_once(out / RETRIEVED, lambda: _retrieved(training.sources, open_encoder()))
    materials = Materials(training.sources, training.encoder, found)
    weights = run(
        out, training.plan, training.curriculum, training.start, materials, training.pause
    )
    return _packed(training, weights)


def _retrieved(sources: Sources, encoder: Encoder) -> object:
    articles = news_articles(sources)
    return retrieve_each(news_questions(sources, articles), articles, encoder)


def _packed(training: Training, weights: Path) -> Path:
    folder = training.out / "packed"
    folder.mkdir(exist_ok=True)
    path = folder / PACKED
    shared = from_encoder(training.encoder, shape_of(training.encoder)).kept()
    write(path, lambda partial: write_packed(read_tensors(weights), shared, partial))
    facts = Facts(
        command=training.command,
        start=training.start and digest(training.start),
        plan=training.plan,
        curriculum=training.curriculum,
        rows=rows_used(training.out),
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
    network = packed_network(training.encoder, path)
    found = measured(network, training.encoder, training.sources.data)
    write_json(known, {"weights": made_of, **asdict(found)})
    return found


def _of(record: dict[str, Any]) -> Measured:
    sets = {name: Figures(**each) for name, each in record["sets"].items()}
    return Measured(record["threshold"], Figures(**record["held_out"]), sets)
