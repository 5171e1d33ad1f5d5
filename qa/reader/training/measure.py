"""The figures of a trained reader: `python -m qa.reader.training.measure --weights FILE ...`.

The refusal threshold is taken from the rows that training kept apart, never from the rows that are
reported.
"""

import argparse
import json
import logging
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from random import Random

import torch

from qa.reader.training.course import held_out_examples
from qa.reader.training.evaluate import Figures, best_threshold, figures, read
from qa.reader.training.example import Example, read_examples
from qa.reader.training.network import Network, Shape, from_encoder, restore
from qa.reader.training.packed import packed, unpacked
from qa.reader.training.rows import RowMaker

LOG = logging.getLogger("qa.reader.training.measure")
MAX_TOKENS = 384
MAX_SPAN = 64


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
    """Return each question twice, in Indonesian and in English, on the Indonesian passage."""
    made: list[Example] = []
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        start = row["passage"].find(row["answer_id"])
        if start < 0:
            raise ValueError(f"{path}: {row['id']}: the answer does not stand in the passage")
        span = (start, start + len(row["answer_id"]))
        made += [
            Example(
                row["id"],
                row["id"],
                "xlingual",
                language,
                row[f"question_{language}"],
                row["passage"],
                (span,),
            )
            for language in ("id", "en")
        ]
    return tuple(made)


def measured(
    network: Network, maker: RowMaker, examples: Sequence[Example], threshold: float | None
) -> tuple[Figures, float]:
    """Return the figures, and the threshold: the best one where None is given."""
    rows = maker.rows(examples, MAX_TOKENS)
    answers = {e.id: [e.passage[a:b] for a, b in e.answers] for e in examples}
    network.eval()
    predictions = read(network, rows, MAX_SPAN, 4096)
    if threshold is None:
        threshold = best_threshold(predictions, answers)
    return figures(predictions, answers, threshold), threshold


def main() -> None:
    """Log the figures of every validation set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True, help="the encoder's model folder")
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--rows", type=int, help="of each set, drawn at random; all unless told")
    parser.add_argument("--bits", type=int, choices=(4, 8), help="as these weights are when packed")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(options.threads)
    maker = RowMaker(options.encoder / "tokenizer.json")
    network = restore(options.encoder, options.weights, Shape())
    if options.bits:
        shared = from_encoder(options.encoder, Shape()).kept()
        kept = packed(network.kept(), shared, options.bits)
        network.load_state_dict(unpacked(kept, shared), strict=False)
    held = [replace(e, group=e.id) for e in held_out_examples(options.data)]
    found, threshold = measured(network, maker, held, None)
    LOG.info("held out, threshold %.1f: %s", threshold, json.dumps(asdict(found)))
    for name, examples in validation_sets(options.data).items():
        if options.rows:
            examples = Random(1).sample(examples, min(options.rows, len(examples)))
        found, _ = measured(network, maker, examples, threshold)
        LOG.info("%s: %s", name, json.dumps(asdict(found)))


if __name__ == "__main__":
    main()
