"""What a library holds and how it is searched, told in a few lines."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from embeddings.index.vector_index import IndexStats
from qa.store.base import Library
from qa.store.indexes import TERMS_FOLDER, VECTORS_FOLDER
from qa.store.local import STORE_FILE

_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class LibraryStats:
    """A library in figures.

    Attributes:
        articles: how many.
        passages: how many.
        sources: publishers that are named.
        languages: ISO 639-1, in the order of the alphabet.
        encoder: the name of what its vectors are of; None before there are any.
        dim: the length of a vector.
        makeup: how the vectors of each language are searched, by language.
        server: what keeps and searches it, where that is not this program.
        store_bytes: of the SQLite file; 0 where it is held in memory, or by a server.
        index_bytes: of all that is made from it.
    """

    articles: int
    passages: int
    sources: int
    languages: tuple[str, ...]
    encoder: str | None
    dim: int
    makeup: Mapping[str, IndexStats]
    server: str | None
    store_bytes: int
    index_bytes: int

    def __post_init__(self) -> None:
        counts = (self.articles, self.passages, self.sources, self.store_bytes, self.index_bytes)
        if min(counts) < 0:
            raise ValueError(f"a library has a count below 0: {counts}")

    @classmethod
    def of(cls, library: Library) -> "LibraryStats":
        """Return what there is to tell of a library."""
        articles, passages = library.counts()
        sizes = _sizes(library.folder)
        store = sizes.pop(STORE_FILE, 0)
        return cls(
            articles,
            passages,
            len(library.sources()),
            library.languages(),
            library.encoder,
            library.vectors.dim,
            library.vectors.makeup,
            library.server,
            store,
            sum(sizes.values()),
        )

    @property
    def lines(self) -> tuple[str, ...]:
        """The same for people."""
        spoken = ", ".join(self.languages) or "none"
        return (
            f"articles    {self.articles} by {self.sources} publishers, in: {spoken}",
            f"passages    {self.passages}",
            f"encoder     {self.encoder or 'none yet'}",
            f"vectors     {self.dim} numbers each",
            *self._searched,
        )

    @property
    def _searched(self) -> tuple[str, ...]:
        if self.server:
            return (
                "terms       BM25 over words and pairs of words",
                f"kept by     {self.server}, which also chooses how its vectors are searched",
            )
        return (
            *(f"  {language}        {_told(each)}" for language, each in self.makeup.items()),
            "terms       BM25 over words and pairs of words",
            f"on disk     {_megabytes(self.store_bytes)}, and {_megabytes(self.index_bytes)} of "
            "indexes that are made from it",
        )


def _told(makeup: IndexStats) -> str:
    if not makeup.listed:
        return f"all {makeup.exact} are compared with a question: exact"
    later = f"; {makeup.exact} came since and are all compared" if makeup.exact else ""
    # Questions lie apart from passages: see what tests/benchmarks/library_growth.py measured.
    return (
        f"{makeup.listed} in {makeup.lists} lists, of which those nearest a question, with "
        f"{makeup.looked_through} vectors, are looked through: recall@10 {makeup.recall:.3f} for "
        f"passages taken as questions when the lists were made; about 0.98 for questions{later}"
    )


def _megabytes(count: int) -> str:
    return f"{count / _MEGABYTE:.1f} MB"


def _sizes(folder: Path | None) -> dict[str, int]:
    """Return the size of every index and of the store, by its path in the folder."""
    if folder is None:
        return {}
    made = (STORE_FILE, f"{VECTORS_FOLDER}/**/*", f"{TERMS_FOLDER}/**/*")
    files = (path for pattern in made for path in folder.glob(pattern) if path.is_file())
    return {str(path.relative_to(folder)): path.stat().st_size for path in files}
