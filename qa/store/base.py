"""A library: articles, their passages, and the two searches over them.

A protocol, so that what asks and what changes a library need not know where it is kept: in a folder
of this machine (`qa.store.local`) or by a Milvus server (`qa.store.milvus.library`).
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
from qa.store.bm25 import Wanted
from qa.store.catalogue import Catalogue
from qa.store.sqlite import IndexedDocument, SourceRecord


class NearestVectors(Protocol):
    """The vectors of a library's passages, by row, those of each language apart."""

    @property
    def dim(self) -> int:
        """The length of a vector."""
        ...

    @property
    def makeup(self) -> Mapping[str, IndexStats]:
        """How each language's index looks for what is nearest, where this program keeps it."""
        ...

    def nearest(
        self,
        query: Vector,
        language: str,
        k: int,
        centring: float = 0.0,
        among: Sequence[int] | None = None,
    ) -> tuple[Hit, ...]:
        """Return the rows of a language that are nearest the question, best first, at most k.

        Where `among` is given, only those rows are looked at.
        """
        ...

    def scores(
        self, query: Vector, language: str, rows: Sequence[int], centring: float = 0.0
    ) -> dict[int, float]:
        """Return the score that `nearest` gives each of these rows; others are left out."""
        ...


class Library(Protocol):
    """Articles and passages, found by vector or by words.

    Whatever reads or changes it raises `LibraryError` where that cannot be done.
    """

    @property
    def folder(self) -> Path | None:
        """Where it lies; None where it is held in memory, or by a server."""
        ...

    @property
    def server(self) -> str | None:
        """What keeps and searches it, told to people; None where this program does."""
        ...

    @property
    def encoder(self) -> str | None:
        """The name of the encoder that the vectors are of; None before there are any."""
        ...

    @property
    def generation(self) -> int:
        """How often the articles were changed."""
        ...

    def articles(self) -> tuple[Article, ...]:
        """Return every article, in the order of their ids."""
        ...

    @property
    def catalogue(self) -> Catalogue:
        """The articles, to be listed and looked up."""
        ...

    def source_records(self, ids: Sequence[str]) -> dict[str, SourceRecord]:
        """Return what is known of those of these articles that there are, by id."""
        ...

    def ids(self, root: str) -> tuple[str, ...]:
        """Return the ids of the articles that came from this root."""
        ...

    def counts(self) -> tuple[int, int]:
        """Return how many articles and how many passages there are."""
        ...

    def rows(self, scope: SearchFilter, most: int | None = None) -> tuple[int, ...]:
        """Return the rows of the passages that are looked at, in order; at most `most`."""
        ...

    def filter_rows(self, scope: SearchFilter, rows: Sequence[int]) -> frozenset[int]:
        """Return those of these rows that are looked at."""
        ...

    def passages(self, rows: Sequence[int]) -> dict[int, Passage]:
        """Return the passages of these rows, by row; those that are gone are left out."""
        ...

    @property
    def vectors(self) -> NearestVectors:
        """The vectors of the passages, by row."""
        ...

    def search_bm25(
        self,
        wanted: Sequence[Wanted],
        language: str,
        k: int,
        among: Sequence[int] | None = None,
    ) -> tuple[Hit, ...]:
        """Return the rows of one language that hold any of these, best first, at most k.

        Where `among` is given, only those rows are looked at.
        """
        ...

    def has_term_containing(self, part: str) -> bool:
        """Say whether any passage holds a word that this is a part of."""
        ...

    def languages(self) -> tuple[str, ...]:
        """Return the languages of the articles, ISO 639-1, in the order of the alphabet."""
        ...

    def newest_day(self) -> date | None:
        """Return the last day that an article was published; None where none says."""
        ...

    def sources(self) -> tuple[str, ...]:
        """Return the publishers of the articles, in the order of the alphabet."""
        ...

    def reset_for_encoder(self, encoder: str, dim: int) -> None:
        """Say whose vectors come next. Vectors of another encoder are thrown away first."""
        ...

    def change(self, entries: Sequence[IndexedDocument], removed: Sequence[str]) -> None:
        """Take articles out and put others in, each whole or not at all.

        Raises:
            ValueError: vectors are of another length than `reset_for_encoder` was told.
        """
        ...

    @property
    def write_batch_size(self) -> int:
        """So many articles, or a few more, are best put in by one change."""
        ...

    def compact(self) -> None:
        """Bring the indexes into the form in which they are fastest; that may take minutes."""
        ...

    def flush(self) -> None:
        """Keep the indexes as they are now, so that the next opening need not make up for it."""
        ...

    def close(self) -> None:
        """Let go of files and connections; the library must not be used after this."""
        ...
