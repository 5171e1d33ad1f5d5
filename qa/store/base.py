"""The library protocol: articles, their passages, and the two searches over them.

Code that reads or changes a library does not depend on where it is stored: in a folder of this
machine (`qa.store.local`) or on a Milvus server (`qa.store.milvus.library`).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Protocol

from embeddings.base import Vector
from embeddings.index.vector_index import Hit, IndexStats
from qa.schema.article import Article
from qa.schema.filters import SearchFilter
from qa.schema.passage import Passage
from qa.store.documents import IndexedDocument, SourceRecord
from qa.store.indexes.bm25 import QueryTerm
from qa.store.listing import ArticleListing


class VectorSearch(Protocol):
    """Search over the vectors of a library's passages, in one language at a time."""

    @property
    def dim(self) -> int:
        """The length of a vector."""
        ...

    @property
    def stats(self) -> Mapping[str, IndexStats]:
        """How each language's index is searched, by language; empty where a server decides."""
        ...

    def search(
        self,
        query: Vector,
        language: str,
        k: int,
        centring: float = 0.0,
        allowed_rows: Sequence[int] | None = None,
    ) -> tuple[Hit, ...]:
        """Return the rows of a language nearest to the query, best first, at most k.

        Args:
            query: float32, shape (dim,), unit length.
            language: ISO 639-1, of the passages.
            k: the most hits.
            centring: the share of the language's mean vector that is subtracted from the query.
            allowed_rows: if given, only these rows are searched.
        """
        ...

    def scores(
        self, query: Vector, language: str, rows: Sequence[int], centring: float = 0.0
    ) -> dict[int, float]:
        """Return the score that `search` gives each of these rows; unknown rows are left out."""
        ...


class Library(Protocol):
    """Articles and passages, searched by vectors or by terms.

    Every method raises `LibraryError` where the library cannot be read or changed.
    """

    @property
    def folder(self) -> Path | None:
        """Where the library is stored; None if it is in memory, or on a server."""
        ...

    @property
    def server(self) -> str | None:
        """The name of the server that stores and searches the library, if any."""
        ...

    @property
    def encoder(self) -> str | None:
        """The name of the encoder that made the vectors; None before there are any."""
        ...

    @property
    def generation(self) -> int:
        """How many changes of the articles there were."""
        ...

    def refresh(self) -> None:
        """Bring the open library to what is stored now, where another process has changed it.

        Raises:
            LibraryError: the library is gone, or was made anew with another encoder.
        """
        ...

    def articles(self) -> tuple[Article, ...]:
        """Return every article, ordered by id."""
        ...

    @property
    def listing(self) -> ArticleListing:
        """The articles as a list: paged, searched by substring, looked up."""
        ...

    def source_records(self, ids: Sequence[str]) -> dict[str, SourceRecord]:
        """Return the source records of these articles, by id; unknown ids are left out."""
        ...

    def ids(self, root: str) -> tuple[str, ...]:
        """Return the ids of the articles that came from this root, or lie at or below its path."""
        ...

    def counts(self) -> tuple[int, int]:
        """Return the number of articles and of passages."""
        ...

    def count_unsearchable(self) -> int:
        """Return the number of articles without a passage."""
        ...

    def rows(self, search_filter: SearchFilter, limit: int | None = None) -> tuple[int, ...]:
        """Return the rows of the passages that match a filter, ascending; at most `limit`."""
        ...

    def filter_rows(self, search_filter: SearchFilter, rows: Sequence[int]) -> frozenset[int]:
        """Return which of these rows match a filter."""
        ...

    def passages(self, rows: Sequence[int]) -> dict[int, Passage]:
        """Return the passages of these rows, by row; deleted rows are left out."""
        ...

    @property
    def vectors(self) -> VectorSearch:
        """The vectors of the passages."""
        ...

    def search_bm25(
        self,
        query_terms: Sequence[QueryTerm],
        language: str,
        k: int,
        allowed_rows: Sequence[int] | None = None,
    ) -> tuple[Hit, ...]:
        """Return the rows of one language that match any query term, best first, at most k.

        If `allowed_rows` is given, only these are searched.
        """
        ...

    def has_term_containing(self, part: str) -> bool:
        """Return whether any passage has a word that contains this string."""
        ...

    def languages(self) -> tuple[str, ...]:
        """Return the languages of the articles, ISO 639-1, in alphabetical order."""
        ...

    def newest_day(self) -> date | None:
        """Return the latest day of publication; None if no article has one."""
        ...

    def sources(self) -> tuple[str, ...]:
        """Return the publishers of the articles, in alphabetical order."""
        ...

    def reset_for_encoder(self, encoder: str, dim: int) -> None:
        """Set the encoder; delete data made by any other."""
        ...

    def update(self, documents: Sequence[IndexedDocument], removed: Sequence[str]) -> None:
        """Remove articles by id and store documents, each atomically.

        A document replaces the article of the same id.

        Raises:
            ValueError: a vector's length is not the one given to `reset_for_encoder`.
        """
        ...

    @property
    def write_batch_size(self) -> int:
        """Preferred number of documents in an update."""
        ...

    def compact(self) -> None:
        """Bring the indexes into the form in which they are searched fastest; may take minutes."""
        ...

    def flush(self) -> None:
        """Save the indexes, so that the next opening need not catch up."""
        ...

    def close(self) -> None:
        """Close files and connections; the library must not be used after this."""
        ...
