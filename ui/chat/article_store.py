"""What an assistant may have besides answers: a library that can be added to."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

from qa.indexing.sync import SyncReport
from qa.ingest.read import FileRead
from qa.settings import UploadSettings
from qa.store.catalogue import Catalogue


@runtime_checkable
class ArticleStore(Protocol):
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

    def read(self, path: Path) -> tuple[FileRead, ...]:
        """Return what a file holds; a hostile one is a Problem, and holds up nobody for long."""
        ...

    def add(self, path: Path, found: Sequence[FileRead]) -> SyncReport:
        """Take in what was read of a file, and return what that came to."""
        ...


def article_store_of(assistant: object) -> ArticleStore | None:
    """Return an assistant's shelf; None where it has none."""
    return assistant if isinstance(assistant, ArticleStore) else None
