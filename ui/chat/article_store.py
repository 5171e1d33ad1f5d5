"""The interface to a library that articles can be added to, which an assistant may have."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

from qa.indexing.sync import SyncReport
from qa.ingest.read import LoadOutcome
from qa.settings import UploadSettings
from qa.store.listing import ArticleListing


@runtime_checkable
class ArticleStore(Protocol):
    """Where the articles of an assistant are stored."""

    @property
    def articles(self) -> ArticleListing:
        """The articles, to be listed and looked up."""
        ...

    @property
    def folder(self) -> Path | None:
        """The library's folder; None where the articles are in memory."""
        ...

    @property
    def upload_settings(self) -> UploadSettings:
        """The limits on what may be added."""
        ...

    def read(self, path: Path) -> tuple[LoadOutcome, ...]:
        """Read a file in a sandbox; a hostile or broken file gives a `LoadError`."""
        ...

    def add(self, path: Path, found: Sequence[LoadOutcome]) -> SyncReport:
        """Add what was read of a file, and return what was added, changed and refused."""
        ...


def article_store_of(assistant: object) -> ArticleStore | None:
    """Return an assistant as an article store; None where nothing can be added to it."""
    return assistant if isinstance(assistant, ArticleStore) else None
