"""Output of the commands: stderr, failures, counts.

rich is imported when something is shown on stderr, not before.
"""

from typing import TYPE_CHECKING, NoReturn

import typer

if TYPE_CHECKING:
    from rich.console import Console


def stderr() -> "Console":
    """Return the console of stderr."""
    from rich.console import Console

    return Console(stderr=True)


def fail(message: str) -> NoReturn:
    """Print one line on stderr, and end the command with exit code 1."""
    typer.echo(f"tanya: {message}", err=True)
    raise typer.Exit(1)


def format_count(count: int, noun: str) -> str:
    """Return a count with its noun, in the plural unless it is 1."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
