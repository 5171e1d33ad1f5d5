"""The training pipeline: from the data to packed weights, their figures and their model card.

Its stages are retrieval, training, packing and validation. Each leaves a file, and a stage whose
file is there is not run again.
"""

import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from embeddings.base import Encoder
from qa.training.artifacts import made_once, sha256, write_json, write_text, write_whole
from qa.training.card import CardFacts, model_card
from qa.training.config import TrainingConfig, ValidationConfig
from qa.training.data.curriculum import Curriculum, Sources, news_articles, news_questions
from qa.training.data.retrieved import retrieve_passages
from qa.training.model.network import from_encoder, read_bert_config, read_tensors
from qa.training.model.packed import open_packed, write_packed
from qa.training.run import Inputs, rows_used, run_training
from qa.training.validation.metrics import Figures
from qa.training.validation.validate import Validation, validate

LOG = logging.getLogger(__name__)
RETRIEVED = "retrieved.json"
PACKED, FIGURES, CARD = "reader.safetensors", "figures.json", "MODEL_CARD.md"


@dataclass(frozen=True, slots=True)
class Training:
    """A training to be made.

    Attributes:
        sources: the folders of the data.
        encoder: the encoder's model folder.
        out: the folder of everything that it leaves.
        config: how to train.
        curriculum: what to read.
        start: weights of an earlier training to begin with, packed or float32; None for the
            encoder's own.
        pause: a file; training waits while it is there.
        command: the command line, for the model card.
    """

    sources: Sources
    encoder: Path
    out: Path
    config: TrainingConfig
    curriculum: Curriculum
    start: Path | None
    pause: Path
    command: Sequence[str]


def train_reader(training: Training, open_encoder: Callable[[], Encoder]) -> Path:
    """Return the folder of the packed weights, with their figures and their model card.

    Args:
        training: which one.
        open_encoder: opens the encoder that passages are retrieved with; called only where they
            were not retrieved yet.

    Raises:
        TrainingError: `training.out` has a training of another configuration, curriculum or start.
        TrainingDataError: the data cannot be read.
    """
    out = training.out
    out.mkdir(parents=True, exist_ok=True)
    retrieved = made_once(out / RETRIEVED, lambda: _retrieve(training, open_encoder()))
    inputs = Inputs(training.sources, training.encoder, retrieved)
    weights = run_training(
        out, training.config, training.curriculum, training.start, inputs, training.pause
    )
    return _pack(training, weights)


def _retrieve(training: Training, encoder: Encoder) -> object:
    questions = news_questions(training.sources, news_articles(training.sources))
    return retrieve_passages(questions, encoder, training.curriculum.groups.retrieved_passages)


def _pack(training: Training, weights: Path) -> Path:
    folder = training.out / "packed"
    folder.mkdir(exist_ok=True)
    path = folder / PACKED
    shared = from_encoder(training.encoder, read_bert_config(training.encoder)).trained_tensors()
    write_whole(path, lambda partial: write_packed(read_tensors(weights), shared, partial))
    facts = CardFacts(
        command=training.command,
        start=training.start and sha256(training.start),
        config=training.config,
        curriculum=training.curriculum,
        rows=rows_used(training.out),
        validation=_validate(training, path),
        size_bytes=path.stat().st_size,
        sha256=sha256(path),
    )
    write_text(folder / CARD, model_card(facts))
    LOG.info("%s has the weights, their figures and their model card", folder)
    return folder


def _validate(training: Training, path: Path) -> Validation:
    """Return the figures of packed weights; read from their file if it is of the same weights."""
    kept = path.with_name(FIGURES)
    weights = sha256(path)
    if kept.exists():
        record = json.loads(kept.read_text("utf-8"))
        if record.pop("weights") == weights:
            return _validation(record)
    network = open_packed(training.encoder, path)
    found = validate(network, training.encoder, training.sources.data, ValidationConfig())
    write_json(kept, {"weights": weights, **asdict(found)})
    return found


def _validation(record: dict[str, Any]) -> Validation:
    sets = {name: Figures(**each) for name, each in record["sets"].items()}
    return Validation(record["threshold"], Figures(**record["held_out"]), sets)
