"""What a file must be like to be the one that was written: its size and SHA-256."""

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
        """Return the sum of a file.

        Raises:
            OSError: it cannot be read.
        """
        with path.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
        return cls(path.stat().st_size, digest)

    def is_of(self, path: Path) -> bool:
        """Say whether a file is there and is the one."""
        try:
            # By its size first, which costs nothing.
            return path.stat().st_size == self.size and Checksum.of(path) == self
        except OSError:
            return False


def checksums_of(folder: Path, names: Iterable[str]) -> dict[str, Checksum]:
    """Return the sums of these files of a folder, by name, each core reading some.

    Raises:
        OSError: one cannot be read.
    """
    names = tuple(names)
    with ThreadPoolExecutor() as pool:
        sums = pool.map(Checksum.of, [folder / name for name in names])
        return dict(zip(names, sums, strict=True))


def are_all(folder: Path, sums: Mapping[str, Checksum]) -> bool:
    """Say whether these files of a folder are there and are the ones, each core reading some."""
    with ThreadPoolExecutor() as pool:
        return all(pool.map(Checksum.is_of, sums.values(), [folder / name for name in sums]))
