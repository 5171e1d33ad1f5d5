"""One training, from its first weights to the averaged ones at its end.

Leaves in its folder `run.json` (configuration, curriculum, first weights, rows of each source),
`checkpoint.pt`, `curve.jsonl` (the figures of every validation), `last.safetensors` (the weights at
the end) and `reader.safetensors` (their moving average). The last of these is written last: where
it is, the training is done.
"""

import json
import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import torch

from qa.training.artifacts import (
    LearningCurve,
    check_record,
    training_record,
    write_json,
    write_whole,
)
from qa.training.config import TrainingConfig, ValidationConfig
from qa.training.data.curriculum import Curriculum, Sources, curriculum_groups, held_out_examples
from qa.training.data.example import TrainingDataError
from qa.training.data.retrieved import read_retrieved
from qa.training.model.network import save
from qa.training.model.packed import open_network
from qa.training.model.rows import (
    Row,
    RowTokenizer,
    count_tokens,
    group_rows,
    shuffled_batches,
)
from qa.training.model.trainer import Trainer, train
from qa.training.validation.sets import (
    SELECTION_PACK,
    ValidationSet,
    article_examples,
    subsample,
)

LOG = logging.getLogger(__name__)
READER, LAST, RECORD, CURVE = "reader.safetensors", "last.safetensors", "run.json", "curve.jsonl"


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files that a training is made from.

    Attributes:
        sources: the folders of the data.
        encoder: the encoder's model folder.
        retrieved: the file of the passages retrieved for each written question.
    """

    sources: Sources
    encoder: Path
    retrieved: Path


def run_training(
    folder: Path,
    config: TrainingConfig,
    curriculum: Curriculum,
    start: Path | None,
    inputs: Inputs,
    pause: Path,
) -> Path:
    """Return the file of the averaged weights; the training is resumed where it is not done.

    Args:
        folder: the training's own; made where it is not there.
        config: how to train.
        curriculum: what to read.
        start: the weights to begin with, packed or float32; None for the encoder's own.
        inputs: what its rows are made from.
        pause: a file; training waits while it is there.

    Raises:
        TrainingError: the folder has a training of another configuration, curriculum or start.
        TrainingDataError: the data cannot be read, or no passage of it is held out.
    """
    folder.mkdir(parents=True, exist_ok=True)
    record = training_record(config, curriculum, start)
    check_record(folder / RECORD, record)
    if (folder / READER).exists():
        LOG.info("%s is there already", folder / READER)
        return folder / READER
    tokenizer = RowTokenizer.open(inputs.encoder)
    batches = _batches(config, curriculum, inputs, tokenizer)
    record |= {"rows": _rows_by_source(batches), "steps": len(batches)}
    # With other data a checkpoint's step would not be the same step.
    check_record(folder / RECORD, record)
    write_json(folder / RECORD, record)
    # The head of the encoder's own network starts from noise.
    torch.manual_seed(config.seed)  # pyright: ignore[reportUnknownMemberType]
    trainer = Trainer(open_network(inputs.encoder, start), config, folder)
    trainer.restore_checkpoint()
    sets = _selection_sets(config, inputs, tokenizer)
    curve = LearningCurve(folder / CURVE, sets, batches, config.max_span)
    train(trainer, batches, curve.add, pause)
    _finish(trainer, curve, folder)
    return folder / READER


def _finish(trainer: Trainer, curve: LearningCurve, folder: Path) -> None:
    write_whole(folder / LAST, lambda path: save(trainer.network, path))
    with trainer.averaged() as network:
        curve.add(trainer.step, network)
        write_whole(folder / READER, lambda path: save(network, path))


def rows_used(folder: Path) -> dict[str, int]:
    """Return how many rows of each source the training in this folder read."""
    return json.loads((folder / RECORD).read_text("utf-8"))["rows"]


def _batches(
    config: TrainingConfig, curriculum: Curriculum, inputs: Inputs, tokenizer: RowTokenizer
) -> list[list[Row]]:
    retrieved = read_retrieved(inputs.retrieved)
    groups = curriculum_groups(curriculum, inputs.sources, config.seed, retrieved)
    examples = [example for group in groups for example in group]
    made = tokenizer.rows(examples, config.max_tokens)
    # A truncated answer, or one longer than any span that is scored, would be a false target.
    rows = [row for row in made if row.longest_span < config.max_span and not row.is_truncated]
    batches = shuffled_batches(
        group_rows(rows), config.batch_tokens, config.sorted_groups, Random(config.seed)
    )
    tokens = count_tokens(batches)
    LOG.info("%s: %d rows, %d tokens, %d steps", config, len(rows), tokens, len(batches))
    return batches[: config.steps or None]


def _selection_sets(
    config: TrainingConfig, inputs: Inputs, tokenizer: RowTokenizer
) -> dict[str, ValidationSet]:
    """Return the sets of the learning curve: held-out passages and the selection pack."""
    data, reading = inputs.sources.data, ValidationConfig()
    held_out = held_out_examples(data)
    if not held_out:
        raise TrainingDataError(
            f"{data}: no passage of its training files is held out; name the whole public data"
        )
    chosen = subsample(held_out, config.validation_rows)
    sets = {"held out": ValidationSet.on_passages(chosen, tokenizer, reading)}
    for name, examples in article_examples(data, SELECTION_PACK).items():
        chosen = subsample(examples, config.validation_rows)
        sets[name] = ValidationSet.on_articles(chosen, tokenizer, reading)
    return sets


def _rows_by_source(batches: Sequence[Sequence[Row]]) -> dict[str, int]:
    return dict(sorted(Counter(r.example.source for rows in batches for r in rows).items()))
