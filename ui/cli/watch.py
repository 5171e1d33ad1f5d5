"""Watch folders: index them again as they change, in a process of its own.

    python -m ui.cli.watch LIBRARY FOLDER...

The process takes the library's lock only while it writes, and whoever asks sees the new articles at
the next question. What a run says goes to stderr, a line at a time.
"""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import typer

from qa.ingest.loaders.registry import LOADERS

_DEBOUNCE_MS = 1_600
_PAUSE_MS = 500


class FolderWatch:
    """The process that watches; it ends with the one that started it."""

    def __init__(self, folders: Sequence[Path], library: str) -> None:
        """Start it.

        Raises:
            FileNotFoundError: a folder is not there.
        """
        for folder in folders:
            if not folder.is_dir():
                raise FileNotFoundError(f"{folder}: there is no folder to watch here")
        command = [sys.executable, "-m", "ui.cli.watch", library, *map(str, folders)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE)  # noqa: S603

    def close(self) -> None:
        """Stop watching; a run that is under way keeps what it has written."""
        self._process.terminate()
        self._process.wait()


def changes(folders: Sequence[Path]) -> Iterator[None]:
    """Yield once at the beginning, and whenever files of the folders have changed."""
    from watchfiles import watch

    yield
    for changed in watch(*folders, debounce=_DEBOUNCE_MS, step=_PAUSE_MS, raise_interrupt=False):
        if any(LOADERS.accepts(Path(path)) or not Path(path).exists() for _, path in changed):
            yield


def main() -> None:
    """Index the folders now and as they change, until the process that started this one ends."""
    import threading

    library, *folders = sys.argv[1:]
    threading.Thread(target=_end_with_parent, daemon=True).start()
    for _ in changes([Path(folder) for folder in folders]):
        command = [sys.executable, "-m", "ui.cli.main", "index", *folders, "--library", library]
        run = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
        said = (*run.stderr.splitlines(), *run.stdout.splitlines())
        for line in said if run.returncode or "Nothing changed" not in run.stdout else ():
            typer.echo(f"watch: {line}", err=True)


def _end_with_parent() -> None:
    import os

    sys.stdin.read()  # ends when the parent does
    os._exit(0)


if __name__ == "__main__":
    main()
