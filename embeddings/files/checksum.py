"""Checksums of files: size and SHA-256."""

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Checksum:
    """The size of a file in bytes, and its SHA-256 in hexadecimal."""

    size: int
    sha256: str

    @classmethod
    def of(cls, path: Path) -> "Checksum":
        """Return the checksum of a file.

        Raises:
            OSError: it cannot be read.
        """
        with path.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
        return cls(path.stat().st_size, digest)

    def matches(self, path: Path) -> bool:
        """Return whether a file exists and has this checksum."""
        try:
            # The size first, which costs nothing.
            return path.stat().st_size == self.size and Checksum.of(path) == self
        except OSError:
            return False


def checksums_of(folder: Path, names: Iterable[str]) -> dict[str, Checksum]:
    """Return the checksums of these files of a folder, by name, computed in parallel.

    Raises:
        OSError: one cannot be read.
    """
    names = tuple(names)
    with ThreadPoolExecutor() as pool:
        sums = pool.map(Checksum.of, [folder / name for name in names])
        return dict(zip(names, sums, strict=True))


def all_match(folder: Path, sums: Mapping[str, Checksum]) -> bool:
    """Return whether all these files of a folder have these checksums, checked in parallel."""
    with ThreadPoolExecutor() as pool:
        return all(pool.map(Checksum.matches, sums.values(), [folder / name for name in sums]))
