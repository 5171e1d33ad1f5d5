"""What an assistant may have besides answers: a library that can be added to."""

from pathlib import Path
from typing import Protocol, runtime_checkable

from qa.catalogue import Catalogue
from qa.settings import UploadSettings
from qa.update import Changes


@runtime_checkable
class Shelf(Protocol):
    """Where the articles of an assistant lie."""

    @property
    def articles(self) -> Catalogue:
        """The articles, to be listed and looked up."""
        ...

    @property
    def folder(self) -> Path | None:
        """The library's folder; None where the articles are held in memory."""
        ...

    @property
    def upload_settings(self) -> UploadSettings:
        """How much may be added."""
        ...

    def add(self, path: Path) -> Changes:
        """Take in what a file holds, and return what that came to."""
        ...


def shelf_of(assistant: object) -> Shelf | None:
    """Return an assistant's shelf; None where it has none."""
    return assistant if isinstance(assistant, Shelf) else None
