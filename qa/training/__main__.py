"""Train the reader: `python -m qa.training --data DATA --written WRITTEN --out OUT`.

A training that was interrupted is resumed by the same command. It leaves in --out:

  retrieved.json             the passages that the retriever finds for each written question
  run.json                   configuration, curriculum, first weights, rows of each source
  checkpoint.pt              what it is resumed from
  curve.jsonl                the tokens seen and the figures, at every validation
  last.safetensors           the weights at the end
  reader.safetensors         their moving average
  packed/                    the weights in 8 bits, as the package has them, with their figures
                             (figures.json) and their model card (MODEL_CARD.md)
  train.log                  the log

The same seed gives the same weights on the same machine with the same --threads. While a file
PAUSE is in --out, training waits.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from embeddings.base import Encoder
from embeddings.e5.bundled import GRAPH_FILE
from embeddings.load import open_encoder
from qa.settings import read_settings
from qa.training.command import LOG, base_parser, exit_on_known_error, log_to, resolve_encoder
from qa.training.config import TrainingConfig
from qa.training.data.curriculum import Curriculum, Sources
from qa.training.pipeline import Training, train_reader

COMMAND = "qa.training"


def main(arguments: Sequence[str] | None = None) -> None:
    """Train as the command line says."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    parser = _parser()
    options = parser.parse_args(given)
    try:
        config = TrainingConfig(**_fields(options, TrainingConfig()))
        curriculum = Curriculum(**_fields(options, Curriculum()))
    except ValueError as error:
        parser.error(str(error))
    with exit_on_known_error(COMMAND), log_to(options.out / "train.log"):
        import torch

        torch.set_num_threads(options.threads)
        encoder = resolve_encoder(options.encoder)
        training = Training(
            sources=Sources(options.data, options.written),
            encoder=encoder,
            out=options.out,
            config=config,
            curriculum=curriculum,
            start=options.start,
            pause=options.pause_file or options.out / "PAUSE",
            command=["python", "-m", COMMAND, *given],
        )
        train_reader(training, lambda: _encoder(encoder))


def _parser() -> argparse.ArgumentParser:
    parser = base_parser(COMMAND, __doc__)
    parser.add_argument(
        "--written", type=Path, required=True, help="the folder of questions.jsonl and collections"
    )
    parser.add_argument("--out", type=Path, required=True, help="the folder to keep everything in")
    parser.add_argument(
        "--start", type=Path, help="weights of an earlier training to begin with, packed or float32"
    )
    parser.add_argument("--pause-file", type=Path, help="default: PAUSE in --out")
    for name, defaults in (("plan", TrainingConfig()), ("curriculum", Curriculum())):
        group = parser.add_argument_group(name)
        for field, value in _numbers(defaults).items():
            option, kind = "--" + field.replace("_", "-"), int if isinstance(value, int) else float
            group.add_argument(option, type=kind, default=value, help=f"default: {value}")
    return parser


def _numbers(defaults: TrainingConfig | Curriculum) -> dict[str, Any]:
    """Return the fields that are single numbers; each is an option."""
    return {
        name: value for name, value in asdict(defaults).items() if isinstance(value, int | float)
    }


def _fields(options: argparse.Namespace, defaults: TrainingConfig | Curriculum) -> dict[str, Any]:
    return {name: getattr(options, name) for name in _numbers(defaults)}


def _encoder(folder: Path) -> Encoder:
    if not (folder / GRAPH_FILE).exists():
        return open_encoder(str(folder), read_settings().encoder.cache_folder, LOG.info)
    from embeddings.e5.onnx_encoder import OnnxEncoder

    return OnnxEncoder(folder)


if __name__ == "__main__":
    main()
