"""How much there is to read, and how much of it has been read, in bytes of the files."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path


class Extent:
    """Files to be read one after another, and how far the reading has come."""

    def __init__(self, files: Iterable[Path]) -> None:
        self._sizes = {str(path): _size(path) for path in files}
        self._total = sum(self._sizes.values())
        self._before = 0
        self._path = ""
        self._within = 0

    def passed(self, path: str, text_bytes: int) -> None:
        """Take in that an article of this file has been read, with so much text."""
        if path != self._path:
            self._before += self._sizes.get(self._path, 0)
            self._path, self._within = path, 0
        self._within += text_bytes

    @property
    def share(self) -> float:
        """How much has been read, from 0 to 1; less where a file holds more than its text."""
        if not self._total:
            return 1.0
        within = min(self._within, self._sizes.get(self._path, 0))
        return min(1.0, (self._before + within) / self._total)


def _size(path: Path) -> int:
    with suppress(OSError):
        return path.stat().st_size
    return 0
