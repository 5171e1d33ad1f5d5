"""The statistics of a library: what it holds, and how it is searched."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from embeddings.index.vector_index import IndexStats
from qa.store.base import Library
from qa.store.indexes.manifest import TERMS_FOLDER, VECTORS_FOLDER
from qa.store.local import STORE_FILE

_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class LibraryStats:
    """The figures of a library.

    Attributes:
        articles: their number.
        passages: their number.
        unsearchable: the number of articles without a passage, of which nothing can be found.
        sources: the number of publishers.
        languages: ISO 639-1, in alphabetical order.
        encoder: the name of the encoder that made the vectors; None before there are any.
        dim: the length of a vector.
        index_stats: how the vectors of each language are searched, by language.
        server: the server that stores the library, if any.
        store_bytes: the size of the SQLite file; 0 in memory or on a server.
        index_bytes: the size of the indexes derived from it.
    """

    articles: int
    passages: int
    unsearchable: int
    sources: int
    languages: tuple[str, ...]
    encoder: str | None
    dim: int
    index_stats: Mapping[str, IndexStats]
    server: str | None
    store_bytes: int
    index_bytes: int

    def __post_init__(self) -> None:
        counts = (self.articles, self.passages, self.sources, self.store_bytes, self.index_bytes)
        if min(counts) < 0:
            raise ValueError(f"a library has a count below 0: {counts}")

    @classmethod
    def of(cls, library: Library) -> "LibraryStats":
        """Return the statistics of a library."""
        articles, passages = library.counts()
        sizes = _file_sizes(library.folder)
        store_bytes = sizes.pop(STORE_FILE, 0)
        return cls(
            articles,
            passages,
            library.count_unsearchable(),
            len(library.sources()),
            library.languages(),
            library.encoder,
            library.vectors.dim,
            library.vectors.stats,
            library.server,
            store_bytes,
            sum(sizes.values()),
        )

    @property
    def lines(self) -> tuple[str, ...]:
        """The statistics as lines of text for users."""
        languages = ", ".join(self.languages) or "none"
        return (
            f"articles    {self.articles} by {self.sources} publishers, in: {languages}",
            f"passages    {self.passages}",
            *self._unsearchable_line,
            f"encoder     {self.encoder or 'none yet'}",
            f"vectors     {self.dim} numbers each",
            *self._search_lines,
        )

    @property
    def _unsearchable_line(self) -> tuple[str, ...]:
        if not self.unsearchable:
            return ()
        return (
            f"            {self.unsearchable} of the articles have none: nothing in them is found",
        )

    @property
    def _search_lines(self) -> tuple[str, ...]:
        if self.server:
            return (
                "terms       BM25 over words and pairs of words",
                f"kept by     {self.server}, which also chooses how its vectors are searched",
            )
        return (
            *(f"  {language}        {_line(each)}" for language, each in self.index_stats.items()),
            "terms       BM25 over words and pairs of words",
            f"on disk     {_megabytes(self.store_bytes)}, and {_megabytes(self.index_bytes)} of "
            "indexes that are made from it",
        )


def _line(stats: IndexStats) -> str:
    if not stats.ivf_vectors:
        return f"all {stats.flat_vectors} are compared with a question: exact"
    flat, later = stats.flat_vectors, ""
    if flat:
        later = f"; {flat} came since and are all compared"
    # Questions lie apart from passages: see what tests/benchmarks/library_growth.py measured.
    return (
        f"{stats.ivf_vectors} in {stats.lists} lists, of which those nearest a question, with "
        f"{stats.probed_vectors} vectors, are looked through: recall@10 {stats.recall:.3f} for "
        f"passages taken as questions when the lists were made; about 0.98 for questions{later}"
    )


def _megabytes(count: int) -> str:
    return f"{count / _MEGABYTE:.1f} MB"


def _file_sizes(folder: Path | None) -> dict[str, int]:
    """Return the size in bytes of the store and of every index file, by its path in the folder."""
    if folder is None:
        return {}
    patterns = (STORE_FILE, f"{VECTORS_FOLDER}/**/*", f"{TERMS_FOLDER}/**/*")
    files = (path for pattern in patterns for path in folder.glob(pattern) if path.is_file())
    return {str(path.relative_to(folder)): path.stat().st_size for path in files}
