"""A lock between processes, on a file: `filelock`, met in this module alone.

The system frees the lock when its holder ends or is killed.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from filelock import BaseFileLock


class FileLock:
    """A lock that one process at a time can hold; it may be acquired again by its holder."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock: BaseFileLock | None = None

    @property
    def is_held(self) -> bool:
        """Whether this object holds the lock."""
        return self._lock is not None

    def try_acquire(self) -> bool:
        """Acquire the lock without waiting; return whether it is held now.

        It is not where another process holds it, or the file cannot be written.
        """
        try:
            self._acquire(blocking=False)
        except OSError:  # `filelock.Timeout` is one
            return False
        return True

    def acquire(self, on_wait: Callable[[], None]) -> None:
        """Acquire the lock, waiting for it if need be; `on_wait` is called before the wait.

        Raises:
            OSError: the file cannot be written.
        """
        try:
            self._acquire(blocking=False)
        except TimeoutError:
            on_wait()
            self._acquire(blocking=True)

    def release(self) -> None:
        """Release the lock, if it is held."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _acquire(self, *, blocking: bool) -> None:
        # Takes a twentieth of a second, which a library that is only read need not spend.
        import filelock

        if self._lock is None:
            # A lock of another kind, taken where the file system knows none, outlives its holder.
            lock = filelock.FileLock(self._path, thread_local=False, fallback_to_soft=False)
            lock.acquire(blocking=blocking)
            self._lock = lock
