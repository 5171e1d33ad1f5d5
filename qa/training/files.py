"""Files that are made once: what is half written never takes a whole file's place."""

import json
import logging
from collections.abc import Callable
from hashlib import file_digest
from pathlib import Path

LOG = logging.getLogger(__name__)


def made_once(path: Path, make: Callable[[], object]) -> Path:
    """Return the JSON file, made of what `make` returns if it is not there."""
    if path.exists():
        LOG.info("%s is there already", path)
    else:
        LOG.info("making %s", path)
        write_json(path, make())
    return path


def write_json(path: Path, value: object) -> None:
    """Write a value as JSON."""
    text = json.dumps(value, ensure_ascii=False, indent=1) + "\n"
    write(path, lambda partial: partial.write_text(text, "utf-8"))


def write(path: Path, to: Callable[[Path], object]) -> None:
    """Have `to` write a file beside this one, which then takes its place."""
    partial = path.with_name(f"{path.name}.partial")
    to(partial)
    partial.replace(path)


def digest(path: Path) -> str:
    """Return the file's SHA-256, in hexadecimal."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
