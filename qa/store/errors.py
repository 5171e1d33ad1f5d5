"""Errors of libraries and clusters, with messages for users."""

import logging
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from embeddings.errors import TanyaError


class LibraryError(TanyaError):
    """The library cannot be opened, read or changed; the message says what to do."""


class ClusterError(TanyaError):
    """A cluster cannot be reached, or cannot do what it is asked for; the message says why."""


def missing_library(name: object) -> LibraryError:
    """Return the error for a library that does not exist."""
    return LibraryError(
        f"{name}: there is no library here; make one with 'tanya index ARTICLES... "
        f"--library {name}'"
    )


@contextmanager
def report_sqlite_errors(location: str, action: str) -> Generator[None]:
    """Raise a `LibraryError` for an error of SQLite, with the file's path and what to do.

    Args:
        location: the path of the file.
        action: what failed, as a participle: "changed".
    """
    try:
        yield
    except sqlite3.Error as error:
        # Subclasses stand for a locked file, a full disk or a wrong query.
        is_damage = type(error) is sqlite3.DatabaseError
        raise _error(location, action, error, is_damage) from error
    except UnicodeDecodeError as error:
        raise _error(location, action, error, is_damage=True) from error


@contextmanager
def check_stored_values(location: str) -> Generator[None]:
    """Raise a `LibraryError` where a stored value cannot be decoded: the file is damaged."""
    try:
        with report_sqlite_errors(location, "read"):
            yield
    except (ValueError, TypeError, OverflowError) as error:
        raise _error(location, "read", error, is_damage=True) from error


def _error(location: str, action: str, error: Exception, is_damage: bool) -> LibraryError:
    folder = Path(location).parent
    advice = f"; save what can be saved with 'tanya repair --library {folder}'"
    return LibraryError(f"{location}: cannot be {action} ({error}){advice if is_damage else ''}")


def silence_logger(package: str) -> None:
    """Stop an imported package from printing its log; handlers of the root logger still get it."""
    for name in (package, *logging.root.manager.loggerDict):
        if name.partition(".")[0] == package:
            logging.getLogger(name).handlers[:] = [logging.NullHandler()]
