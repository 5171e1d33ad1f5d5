"""The tour of Tanya, in eight steps: read the files of this folder in their order.

Every step uses what a user has: the command line, `qa.Assistant`, HTTP. The command runs in this
process, so that the tour takes seconds.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from qa import Assistant
from ui.cli.main import app

Command = Callable[..., str]


@pytest.fixture(scope="session")
def command(cache: Path) -> Command:
    """Run `tanya` with these words and return what it prints; it must succeed."""
    runner = CliRunner(env={"TANYA_ENCODER__CACHE_FOLDER": str(cache)})

    def run(*words: str | Path) -> str:
        done = runner.invoke(app, [str(word) for word in words])
        assert done.exit_code == 0, done.stderr
        return done.stdout

    return run


@pytest.fixture(scope="session")
def library(seed_library: Path) -> Path:
    """The library of the five seed articles that the first step makes."""
    return seed_library


@pytest.fixture(scope="session")
def assistant(library: Path, encoder) -> Assistant:
    """An assistant over that library."""
    return Assistant.open(library, encoder=encoder)
