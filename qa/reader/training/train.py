"""Training of the reader: `python -m qa.reader.training.train --data ../shared/data --out DIR`.

Deterministic from its seed. Killed, it goes on from its last checkpoint when started again with the
same arguments. Writes `train.log`, `checkpoint.pt`, and at the end `last.safetensors` (all that
was trained) and `reader.safetensors` (the same averaged over the last steps).
"""

import argparse
import json
import logging
from dataclasses import asdict, fields
from pathlib import Path
from random import Random

import torch

from qa.reader.training.course import COURSES, course_examples, held_out_examples, switched
from qa.reader.training.near import open_near
from qa.reader.training.network import Shape, from_encoder, restore, save
from qa.reader.training.rows import Row, RowMaker, grouped, shuffled_batches
from qa.reader.training.switch import open_switcher
from qa.reader.training.trainer import Plan, Trainer, train, validate

LOG = logging.getLogger("qa.reader.training.train")
POOL = 1000
HELD_OUT_TOKENS = 384


def main() -> None:
    """Train as the command line says."""
    options = _options()
    plan = Plan(**{field.name: getattr(options, field.name) for field in fields(Plan)})
    options.out.mkdir(parents=True, exist_ok=True)
    logging.basicConfig(
        level=logging.INFO,
        format="%(asctime)s %(message)s",
        handlers=[logging.FileHandler(options.out / "train.log"), logging.StreamHandler()],
    )
    torch.manual_seed(plan.seed)  # pyright: ignore[reportUnknownMemberType]
    torch.set_num_threads(plan.threads)
    maker = RowMaker(options.encoder / "tokenizer.json")
    batches = _batches(options, plan, maker)
    held = maker.rows(held_out_examples(options.data), HELD_OUT_TOKENS)
    Random(plan.seed).shuffle(held)
    network = (
        restore(options.encoder, options.start, Shape())
        if options.start
        else from_encoder(options.encoder, Shape())
    )
    trainer = Trainer(network, plan, options.out)
    trainer.restore()
    train(trainer, batches, held[: plan.validation_rows], options.pause_file)
    save(network, options.out / "last.safetensors")
    trainer.average()
    save(network, options.out / "reader.safetensors")
    LOG.info("held out, averaged: %s", json.dumps(asdict(validate(network, held, plan))))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True, help="the encoder's model folder")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="weights of an earlier course")
    parser.add_argument(
        "--near", type=Path, help="near passages, written by qa.reader.training.near"
    )
    parser.add_argument(
        "--cognates", type=Path, help="pairs of words, from qa.reader.training.cognates"
    )
    parser.add_argument("--pause-file", type=Path, default=Path("PAUSE"), help="waits while it is")
    plan: dict[str, str | int | float] = asdict(Plan())
    for name, value in plan.items():
        parser.add_argument("--" + name.replace("_", "-"), type=type(value), default=value)
    return parser.parse_args()


def _batches(options: argparse.Namespace, plan: Plan, maker: RowMaker) -> list[list[Row]]:
    course = COURSES[plan.course]
    switch = open_switcher(options.data, options.cognates) if switched(course) else None
    near = open_near(options.near)
    examples = course_examples(course, options.data, plan.seed, switch, near)
    # An answer longer than the longest span that is scored could only teach what is wrong.
    rows = [row for row in maker.rows(examples, plan.max_tokens) if row.longest < plan.max_span]
    batches = shuffled_batches(grouped(rows), plan.batch_tokens, POOL, Random(plan.seed))
    tokens = sum(len(row.ids) for row in rows)
    LOG.info("%s: %d rows, %d tokens, %d steps", plan, len(rows), tokens, len(batches))
    return batches[: plan.steps or None]


if __name__ == "__main__":
    main()
