"""The figures of a trained reader: `python -m qa.reader.training.measure --weights FILE ...`.

The refusal threshold is taken from the rows that training kept apart, never from the rows that are
reported.
"""

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

import torch

from qa.reader.span_network import MAX_SPAN_TOKENS
from qa.reader.training.command import logged, model_folder, options_of, said_in_a_line
from qa.reader.training.course import held_out_examples
from qa.reader.training.evaluate import Figures, best_threshold, figures, read
from qa.reader.training.example import DataError, Example, read_examples
from qa.reader.training.network import Network, from_encoder, restore, shape_of
from qa.reader.training.packed import read_packed
from qa.reader.training.rows import RowMaker

COMMAND = "qa.reader.training.measure"
LOG = logging.getLogger(COMMAND)
MAX_TOKENS = 384
READ_AT_ONCE = 4096


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
    held = held_out_examples(data)
    predictions = read(network, maker.rows(held, MAX_TOKENS), MAX_SPAN_TOKENS, READ_AT_ONCE)
    threshold = best_threshold(predictions, held)
    at_threshold = figures(predictions, held, threshold)
    LOG.info("held out, threshold %.1f: %s", threshold, json.dumps(asdict(at_threshold)))
    sets: dict[str, Figures] = {}
    for name, examples in validation_sets(data).items():
        asked = examples if rows is None else _drawn(examples, rows)
        predictions = read(network, maker.rows(asked, MAX_TOKENS), MAX_SPAN_TOKENS, READ_AT_ONCE)
        sets[name] = figures(predictions, asked, threshold)
        LOG.info("%s: %s", name, json.dumps(asdict(sets[name])))
    return Measured(threshold, at_threshold, sets)


def _drawn(examples: Sequence[Example], rows: int) -> list[Example]:
    return Random(1).sample(examples, min(rows, len(examples)))


def validation_sets(data: Path) -> dict[str, tuple[Example, ...]]:
    """Return the validation questions by the name of the set."""
    parallel = parallel_examples(data / "xlingual.valid.jsonl")
    return {
        "facqa": read_examples(data / "facqa.valid.jsonl"),
        "idk-mrc": read_examples(data / "idk-mrc.valid.jsonl"),
        "xlingual-id": tuple(e for e in parallel if e.language == "id"),
        "xlingual-en": tuple(e for e in parallel if e.language == "en"),
    }


def parallel_examples(path: Path) -> tuple[Example, ...]:
    """Return each question twice, in Indonesian and in English, on the Indonesian passage.

    Raises:
        DataError: the file cannot be read, or an answer does not stand in its passage.
    """
    try:
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        return tuple(_asked(row, language) for row in rows for language in ("id", "en"))
    except (OSError, KeyError, ValueError) as error:
        raise DataError(f"{path}: {error!r}; expected rows as its README describes") from error


def _asked(row: Mapping[str, str], language: str) -> Example:
    identity, passage, answer = row["id"], row["passage"], row["answer_id"]
    start = passage.index(answer)
    answers = ((start, start + len(answer)),)
    question = row[f"question_{language}"]
    return Example(identity, identity, "xlingual", language, question, passage, answers)


def packed_network(encoder: Path, path: Path) -> Network:
    """Return the network with the packed weights of a file."""
    network = from_encoder(encoder, shape_of(encoder))
    network.load_state_dict(read_packed(path, network.kept()), strict=False)
    return network


def main(arguments: Sequence[str] | None = None) -> None:
    """Log the figures of every validation set."""
    parser = options_of(COMMAND, __doc__)
    parser.add_argument("--weights", type=Path, required=True, help="as training wrote them")
    parser.add_argument("--packed", action="store_true", help="they are the packed weights")
    parser.add_argument("--rows", type=int, help="of each set, drawn at random; all unless told")
    options = parser.parse_args(arguments)
    with said_in_a_line(COMMAND), logged():
        torch.set_num_threads(options.threads)
        encoder = model_folder(options.encoder)
        network = (
            packed_network(encoder, options.weights)
            if options.packed
            else restore(encoder, options.weights, shape_of(encoder))
        )
        measured(network, encoder, options.data, options.rows)


if __name__ == "__main__":
    main()
