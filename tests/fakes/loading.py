"""Loading a file that a test writes."""

from pathlib import Path

from qa.ingest.document import LoadError, UnreadableError
from qa.ingest.loaders.base import Loaded, LoadOptions
from qa.ingest.loaders.registry import LOADERS

CASES = Path(__file__).parents[1] / "cases"
"""Inputs that were read wrongly once."""


def load(
    folder: Path,
    name: str,
    data: bytes | str,
    max_chars: int = 10_000,
    columns: tuple[tuple[str, str], ...] = (),
) -> list[Loaded]:
    """Write a file and return what its loader yields."""
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(LOADERS.load(path, LoadOptions(max_chars, columns=columns)))


def load_error(folder: Path, name: str, data: bytes | str, max_chars: int = 10_000) -> str:
    """Return why a file, or its one row, cannot be loaded."""
    try:
        (loaded,) = load(folder, name, data, max_chars)
    except UnreadableError as error:
        return str(error)
    assert isinstance(loaded, LoadError)
    return f"line {loaded.line}: {loaded.message}"
