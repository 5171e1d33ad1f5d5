"""Loaders, and the registry that says which one reads a file.

A new file format is a module with one `Loader`, its line in `qa.ingest.loaders.registry`, and a
test. A program with a format of its own registers a loader without changing this package:

    loaders = LOADERS.with_loader([".rst"], load_rst)
    articles = read_articles(["news"], loaders=loaders).articles
"""

import pkgutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from qa.ingest.document import LoadError, LoadWarning, RawDocument, UnreadableError

_UTF8_BYTES = 4
"""The most bytes of a character in UTF-8."""


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """How files are read: the largest documents, and what columns mean.

    Attributes:
        max_chars: characters of one article.
        max_packed_bytes: bytes of a compressed file (PDF, Word), and of what it unpacks to.
        max_pages: pages of a PDF.
        columns: pairs of a field and the column that holds it, where the user says so.
    """

    max_chars: int
    max_packed_bytes: int = 50_000_000
    max_pages: int = 5_000
    columns: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if min(self.max_chars, self.max_packed_bytes, self.max_pages) < 1:
            raise ValueError(f"{self}: expected limits of 1 or more")

    @property
    def max_text_bytes(self) -> int:
        """The largest text file, in bytes; its article may still be too long."""
        return _UTF8_BYTES * self.max_chars + 4

    @property
    def too_long(self) -> UnreadableError:
        """The error for a text of more than `max_chars`."""
        return UnreadableError(
            f"is longer than {self.max_chars:,} characters; split it into its articles"
        )


Loaded = RawDocument | LoadError | LoadWarning
"""What a loader yields: a document, an error of a row, or what is missing of the file."""


class Loader(Protocol):
    """Reads the files of one format."""

    def __call__(self, path: Path, options: LoadOptions, /) -> Iterator[Loaded]:
        """Yield a document for each article of the file, and an error for each bad row.

        Raises:
            UnreadableError: the file as a whole cannot be read.
            OSError: the system does not let it be read.
        """
        ...


@dataclass(frozen=True)
class LoaderRegistry:
    """Loaders by file suffix, which is lower case and begins with a dot."""

    by_suffix: Mapping[str, Loader]

    def __post_init__(self) -> None:
        for suffix in self.by_suffix:
            if not suffix.startswith(".") or suffix != suffix.lower():
                raise ValueError(f"the suffix {suffix!r} is not of the form '.abc' in lower case")

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The suffixes of all formats, in the order of registration."""
        return tuple(self.by_suffix)

    def accepts(self, path: Path) -> bool:
        """Return whether there is a loader for files of this name."""
        return path.suffix.lower() in self.by_suffix

    def load(self, path: Path, options: LoadOptions) -> Iterator[Loaded]:
        """Yield what the loader of this file's format yields; see `Loader`.

        Raises:
            KeyError: there is no loader for it; see `accepts`.
        """
        return self.by_suffix[path.suffix.lower()](path, options)

    def with_loader(self, suffixes: Iterable[str], loader: Loader) -> "LoaderRegistry":
        """Return a registry in which this loader reads these suffixes; this one is unchanged."""
        return LoaderRegistry({**self.by_suffix, **dict.fromkeys(suffixes, loader)})

    @property
    def references(self) -> dict[str, str]:
        """The loaders by suffix as "module:function", for another process; see `resolve`.

        Raises:
            ValueError: a loader is no function at the top of a module.
        """
        return {suffix: _reference(loader) for suffix, loader in self.by_suffix.items()}

    @classmethod
    def resolve(cls, references: Mapping[str, str]) -> "LoaderRegistry":
        """Return the registry with these references, whose modules are imported."""
        return cls({suffix: pkgutil.resolve_name(each) for suffix, each in references.items()})


def _reference(loader: Any) -> str:  # noqa: ANN401 (any callable)
    name = getattr(loader, "__qualname__", "")
    reference = f"{getattr(loader, '__module__', None)}:{name}"
    if not name.isidentifier():
        raise ValueError(f"the loader {loader!r} must be a function at the top of a module")
    return reference


def read_bytes(path: Path, max_bytes: int) -> bytes:
    """Return the bytes of a file; one that is too large is refused by its size alone.

    Raises:
        UnreadableError: it is empty or too large.
        OSError: it cannot be read.
    """
    size = path.stat().st_size
    if size == 0:
        raise UnreadableError("is empty; remove it or fill it")
    if size > max_bytes:
        raise UnreadableError(f"has {size:,} bytes; the largest that is read is {max_bytes:,}")
    with path.open("rb") as file:
        return file.read(max_bytes + 1)
