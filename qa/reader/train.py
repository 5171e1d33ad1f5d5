"""Training of the reader: `python -m qa.reader.train --data ../shared/data --out runs/reader`.

Goes the whole way, and goes on where it was broken off when it is called again with the same
arguments. It leaves in --out:

  near.json                  passages that the encoder finds near each question
  1-broad/, 2-news/, …       a folder for each course: its checkpoint and its weights
  packed/                    the weights as they are kept in the package, with their figures
                             (figures.json) and their model card (MODEL_CARD.md)
  train.log                  what was shown on the way

The same seed gives the same weights on the same machine with the same --threads. While a file
PAUSE is in --out, training waits.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from pathlib import Path

from embeddings.bundled import GRAPH_FILE
from embeddings.encoder import Encoder, open_encoder
from qa.reader.training.command import LOG, logged, model_folder, options_of, said_in_a_line
from qa.reader.training.course import COURSES
from qa.reader.training.plan import PLANS, Plan
from qa.reader.training.way import Training, train_reader
from qa.settings import read_settings

COMMAND = "qa.reader.train"


def main(arguments: Sequence[str] | None = None) -> None:
    """Train as the command line says."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    parser = _parser()
    options = parser.parse_args(given)
    try:
        plans = _plans(options)
    except ValueError as error:
        parser.error(str(error))
    with said_in_a_line(COMMAND), logged(options.out / "train.log"):
        import torch

        torch.set_num_threads(options.threads)
        encoder = model_folder(options.encoder)
        training = Training(
            data=options.data,
            encoder=encoder,
            out=options.out,
            plans=plans,
            start=options.start,
            pause=options.pause_file or options.out / "PAUSE",
            command=["python", "-m", COMMAND, *given],
        )
        train_reader(training, lambda: _encoder(encoder))


def _parser() -> argparse.ArgumentParser:
    parser = options_of(COMMAND, __doc__)
    parser.add_argument("--out", type=Path, required=True, help="the folder to keep everything in")
    parser.add_argument(
        "--courses",
        type=_courses,
        default=tuple(COURSES),
        metavar="NAME,…",
        help=f"one after the other; default: {','.join(COURSES)}",
    )
    parser.add_argument("--start", type=Path, help="weights of an earlier training to begin with")
    parser.add_argument("--pause-file", type=Path, help="default: PAUSE in --out")
    plan = parser.add_argument_group("plan", "of every course; a course's own unless told")
    for name, value in asdict(PLANS["broad"]).items():
        if name != "course":
            kind = int if isinstance(value, int) else float
            plan.add_argument("--" + name.replace("_", "-"), type=kind, help=_own(name))
    return parser


def _courses(names: str) -> tuple[str, ...]:
    found = tuple(names.split(","))
    for name in found:
        if name not in COURSES:
            known = ", ".join(COURSES)
            raise argparse.ArgumentTypeError(f"{name!r} is no course; expected some of {known}")
    return found


def _own(name: str) -> str:
    """Return what a value of the plan is where it is not told."""
    values = {course: getattr(plan, name) for course, plan in PLANS.items()}
    if len(set(values.values())) == 1:
        return f"default: {next(iter(values.values()))}"
    return "default: " + ", ".join(f"{value} for {course}" for course, value in values.items())


def _plans(options: argparse.Namespace) -> list[Plan]:
    told = {f.name: getattr(options, f.name, None) for f in fields(Plan) if f.name != "course"}
    changes = {name: value for name, value in told.items() if value is not None}
    return [replace(PLANS[course], **changes) for course in options.courses]


def _encoder(folder: Path) -> Encoder:
    if not (folder / GRAPH_FILE).exists():
        return open_encoder(str(folder), read_settings().encoder.cache_folder, LOG.info)
    from embeddings.graph_encoder import GraphEncoder

    return GraphEncoder(folder)


if __name__ == "__main__":
    main()
