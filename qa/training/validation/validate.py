"""Validate a network on every validation set, at a threshold chosen on held-out rows.

The rows that the threshold is chosen on are never among those that are reported.
"""

import json
import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from qa.reader.weights import MAX_SPAN_TOKENS
from qa.training.config import ValidationConfig
from qa.training.data.curriculum import held_out_examples
from qa.training.model.network import Network
from qa.training.model.rows import RowTokenizer
from qa.training.validation.metrics import Figures, best_threshold, figures
from qa.training.validation.sets import (
    SELECTION_PACK,
    TEST_PACK,
    ValidationSet,
    article_examples,
    passage_examples,
    subsample,
)

LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Validation:
    """The figures of a network.

    Attributes:
        threshold: the log odds below which a question is refused.
        held_out: the figures of the rows that the threshold was chosen on.
        sets: the figures of each validation set, by its name.
    """

    threshold: float
    held_out: Figures
    sets: Mapping[str, Figures]


def validate(
    network: Network,
    encoder: Path,
    data: Path,
    config: ValidationConfig,
    rows: int | None = None,
) -> Validation:
    """Return the figures of every validation set.

    Args:
        network: with its weights.
        encoder: the encoder's model folder.
        data: the folder of the public data.
        config: how to read.
        rows: of each set, drawn at random; None for all.
    """
    tokenizer = RowTokenizer.open(encoder)
    held_out = ValidationSet.on_passages(held_out_examples(data), tokenizer, config)
    predictions = held_out.predictions(network, MAX_SPAN_TOKENS)
    threshold = best_threshold(predictions, held_out.examples, config)
    at_threshold = figures(predictions, held_out.examples, threshold)
    LOG.info("held out, threshold %.1f: %s", threshold, json.dumps(asdict(at_threshold)))
    sets: dict[str, Figures] = {}
    for name, each in validation_sets(data, tokenizer, config, rows).items():
        predictions = each.predictions(network, MAX_SPAN_TOKENS)
        sets[name] = figures(predictions, each.examples, threshold)
        LOG.info("%s: %s", name, json.dumps(asdict(sets[name])))
    return Validation(threshold, at_threshold, sets)


def validation_sets(
    data: Path,
    tokenizer: RowTokenizer,
    config: ValidationConfig,
    rows: int | None = None,
) -> dict[str, ValidationSet]:
    """Return every validation set by its name; `rows` of each, all if it is None."""
    on_passages = passage_examples(data)
    on_articles = article_examples(data, SELECTION_PACK, TEST_PACK)
    return {
        name: ValidationSet.on_passages(subsample(each, rows), tokenizer, config)
        for name, each in on_passages.items()
    } | {
        name: ValidationSet.on_articles(subsample(each, rows), tokenizer, config)
        for name, each in on_articles.items()
    }
