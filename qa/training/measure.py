"""The figures of a trained reader: `python -m qa.training.measure --weights FILE ...`.

The refusal threshold is taken from the rows that training kept apart, never from the rows that are
reported.
"""

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch

from qa.reader.weights import MAX_SPAN_TOKENS
from qa.training.command import logged, model_folder, options_of, said_in_a_line
from qa.training.curriculum import held_out_examples
from qa.training.figures import Figures, best_threshold, figures
from qa.training.model.network import Network
from qa.training.model.packed import open_network
from qa.training.rows import RowMaker
from qa.training.validation import (
    REPORTED,
    WATCHED,
    ValidationSet,
    article_examples,
    drawn,
    passage_examples,
)

COMMAND = "qa.training.measure"
LOG = logging.getLogger(COMMAND)


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of each validation set, at the threshold that the rows held out gave."""

    threshold: float
    held_out: Figures
    sets: Mapping[str, Figures]


def measured(network: Network, encoder: Path, data: Path, rows: int | None = None) -> Measured:
    """Return the figures of every validation set.

    Args:
        network: with its weights.
        encoder: the model folder.
        data: the folder of the data.
        rows: so many of each set, drawn at random; all unless told.
    """
    maker = RowMaker.open(encoder)
    held = ValidationSet.on_passages(held_out_examples(data), maker)
    predictions = held.predictions(network, MAX_SPAN_TOKENS)
    threshold = best_threshold(predictions, held.examples)
    at_threshold = figures(predictions, held.examples, threshold)
    LOG.info("held out, threshold %.1f: %s", threshold, json.dumps(asdict(at_threshold)))
    sets: dict[str, Figures] = {}
    for name, each in validation_sets(data, maker, rows).items():
        predictions = each.predictions(network, MAX_SPAN_TOKENS)
        sets[name] = figures(predictions, each.examples, threshold)
        LOG.info("%s: %s", name, json.dumps(asdict(sets[name])))
    return Measured(threshold, at_threshold, sets)


def validation_sets(
    data: Path, maker: RowMaker, rows: int | None = None
) -> dict[str, ValidationSet]:
    """Return every validation set by its name; so many rows of each, all unless told."""
    on_passages, on_articles = passage_examples(data), article_examples(data, WATCHED, REPORTED)
    return {
        name: ValidationSet.on_passages(drawn(each, rows), maker)
        for name, each in on_passages.items()
    } | {
        name: ValidationSet.on_articles(drawn(each, rows), maker)
        for name, each in on_articles.items()
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Log the figures of every validation set."""
    parser = options_of(COMMAND, __doc__)
    parser.add_argument("--weights", type=Path, required=True, help="packed or float32")
    parser.add_argument("--rows", type=int, help="of each set, drawn at random; all unless told")
    options = parser.parse_args(arguments)
    with said_in_a_line(COMMAND), logged():
        torch.set_num_threads(options.threads)
        encoder = model_folder(options.encoder)
        network = open_network(encoder, options.weights)
        measured(network, encoder, options.data, options.rows)


if __name__ == "__main__":
    main()
