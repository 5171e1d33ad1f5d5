"""The progress of an update: how much is done, and how long the rest will take."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an update has come.

    Attributes:
        articles: new and changed articles that are stored by now.
        passages: the number of their passages.
        seconds: since the update began.
        fraction: the share of all files that has been read, from 0 to 1.
    """

    articles: int
    passages: int
    seconds: float
    fraction: float

    @property
    def passages_per_second(self) -> float:
        """The rate since the update began."""
        return self.passages / self.seconds if self.seconds else 0.0

    @property
    def seconds_left(self) -> float | None:
        """The time that the rest will take, at the rate so far; None before anything is read."""
        return self.seconds * (1 - self.fraction) / self.fraction if self.fraction else None


class ProgressTracker:
    """Estimates how much of some files has been read, from their sizes."""

    def __init__(self, files: Iterable[Path]) -> None:
        self._sizes = {str(path): _size(path) for path in files}
        self._total = sum(self._sizes.values())
        self._read_before = 0
        self._path = ""
        self._read_of_path = 0

    def advance(self, path: str, text_bytes: int) -> None:
        """Count an article of this file as read, with this much text."""
        if path != self._path:
            self._read_before += self._sizes.get(self._path, 0)
            self._path, self._read_of_path = path, 0
        self._read_of_path += text_bytes

    @property
    def fraction(self) -> float:
        """The share that has been read, from 0 to 1; too low where a file has more than text."""
        if not self._total:
            return 1.0
        read_of_path = min(self._read_of_path, self._sizes.get(self._path, 0))
        return min(1.0, (self._read_before + read_of_path) / self._total)


def _size(path: Path) -> int:
    with suppress(OSError):
        return path.stat().st_size
    return 0
