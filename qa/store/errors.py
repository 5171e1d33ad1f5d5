"""What goes wrong with a library, told to people."""

import logging
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from embeddings.errors import TanyaError


class LibraryError(TanyaError):
    """The library cannot be opened, read or changed; the message says what to do."""


def nothing_at(name: object) -> LibraryError:
    """Return what is said where there is no library of this name."""
    return LibraryError(
        f"{name}: there is no library here; make one with 'tanya index ARTICLES... "
        f"--library {name}'"
    )


@contextmanager
def reported(where: str, done: str) -> Generator[None]:
    """Raise for what SQLite raises a LibraryError that names the file and the way out.

    Args:
        where: the path of the file.
        done: what could not be done with it, as "changed".
    """
    try:
        yield
    except sqlite3.Error as error:
        # Its subclasses tell of a file in use, a full disk or a wrong query.
        is_damage = type(error) is sqlite3.DatabaseError
        raise _error(where, done, error, is_damage) from error
    except UnicodeDecodeError as error:
        raise _error(where, done, error, is_damage=True) from error


@contextmanager
def read_as_written(where: str) -> Generator[None]:
    """Raise a LibraryError where what was read of a file is not what is ever written there."""
    try:
        with reported(where, "read"):
            yield
    except (ValueError, TypeError, OverflowError) as error:
        raise _error(where, "read", error, is_damage=True) from error


def _error(where: str, done: str, error: Exception, is_damage: bool) -> LibraryError:
    folder = Path(where).parent
    way_out = f"; save what can be saved with 'tanya repair --library {folder}'"
    return LibraryError(f"{where}: cannot be {done} ({error}){way_out if is_damage else ''}")


def silence_logger(package: str) -> None:
    """Let a package that is imported write nothing of itself; who sets up logging still gets it."""
    for name in (package, *logging.root.manager.loggerDict):
        if name.partition(".")[0] == package:
            logging.getLogger(name).handlers[:] = [logging.NullHandler()]


class ClusterError(TanyaError):
    """A cluster cannot be reached, or cannot do what it is asked for; the message says why."""
