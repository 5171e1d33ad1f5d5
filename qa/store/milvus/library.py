"""A library on a Milvus server: many processes ask it, and one at a time changes it.

Milvus writes one row atomically, but not many. So a change is recorded first; then texts and
passages are written, then the heads that make them count; then old versions are deleted, and last
the record. A run that dies in between leaves every article whole or absent, and the next change
deletes what it left.
"""

import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from embeddings.base import Vector
from embeddings.index.vector_index import Hit
from qa.schema.article import Article
from qa.schema.filters import SearchFilter
from qa.schema.passage import Passage
from qa.store.documents import IndexedDocument, SourceRecord, check_dims
from qa.store.errors import LibraryError
from qa.store.indexes.bm25 import QueryTerm
from qa.store.listing import ArticleListing
from qa.store.milvus.articles import HEADS, PIECES, MilvusArticles, key_of
from qa.store.milvus.facts import FACTS, MilvusFacts, VectorSum
from qa.store.milvus.passages import DAYS, PASSAGES, MilvusPassages
from qa.store.milvus.search import MilvusVectors, search_bm25
from qa.store.milvus.server import MilvusServer

FORMAT = "1"
_INITIAL_DIM = 2
"""Milvus requires the length of vectors before there are any."""


class MilvusLibrary:
    """The `Library` of a Milvus server. Thread-safe."""

    def __init__(self, server: MilvusServer, has_words: bool = True) -> None:
        """Open Tanya's tables, or create them.

        Args:
            server: what stores them.
            has_words: whether passages are searched by words. Without it no question can be
                answered, but an old server can still store and search vectors.

        Raises:
            LibraryError: the server is too old, or the library is of another format.
        """
        if has_words and not server.has_words:
            raise LibraryError(
                f"{server.name} cannot search words; Tanya needs Milvus 2.5 or newer there"
            )
        self._server = server
        self._has_words = has_words
        self._articles = MilvusArticles(server)
        self._facts = MilvusFacts(server, self._articles)
        self._passages: MilvusPassages | None = None
        stored_format = self._facts.current.facts.get("format")
        if stored_format is None:
            self._facts.set({"format": FORMAT})
        elif stored_format != FORMAT:
            raise LibraryError(
                f"{server.name}: is of format {stored_format}, this version reads {FORMAT}; drop "
                "the tables that begin with tanya_ and run 'tanya index' again"
            )

    def refresh(self) -> None:
        """Do nothing: the server is asked anew each time."""

    @property
    def folder(self) -> None:
        """None: the library is on a server."""
        return None

    @property
    def server(self) -> str:
        """The server's version and address."""
        return self._server.name

    @property
    def encoder(self) -> str | None:
        """The name of the encoder that made the vectors; None before there are any."""
        return self._facts.current.facts.get("encoder")

    @property
    def generation(self) -> int:
        """How many changes of the articles there were."""
        return self._facts.current.generation

    def articles(self) -> tuple[Article, ...]:
        """Return every article, ordered by id."""
        return self._articles.by_ids(sorted(self._articles.ids()))

    @property
    def listing(self) -> ArticleListing:
        """The articles as a list."""
        return self._articles

    def source_records(self, ids: Sequence[str]) -> dict[str, SourceRecord]:
        """Return the source records of these articles, by id; unknown ids are left out."""
        return self._articles.source_records(ids)

    def ids(self, root: str) -> tuple[str, ...]:
        """Return the ids of the articles that came from this root, or lie at or below its path."""
        return self._articles.ids(root)

    def counts(self) -> tuple[int, int]:
        """Return the number of articles and of passages."""
        return len(self._articles), len(self._open_passages)

    def count_unsearchable(self) -> int:
        """Return the number of articles without a passage."""
        keys = {key_of(id_) for id_ in self._articles.ids()}
        return len(keys - self._open_passages.article_keys())

    def rows(self, search_filter: SearchFilter, limit: int | None = None) -> tuple[int, ...]:
        """Return the rows of the passages that match a filter, ascending; at most `limit`."""
        rows: set[int] = set()
        for row in self._open_passages.rows(search_filter):
            if limit is not None and len(rows) == limit:
                break
            rows.add(row)
        return tuple(sorted(rows))

    def filter_rows(self, search_filter: SearchFilter, rows: Sequence[int]) -> frozenset[int]:
        """Return which of these rows match a filter."""
        return frozenset(self._open_passages.rows(search_filter, rows))

    def passages(self, rows: Sequence[int]) -> dict[int, Passage]:
        """Return the passages of these rows, by row; deleted rows are left out."""
        locations = self._open_passages.locations(rows)
        keys = sorted({location.article for location in locations.values()})
        articles = self._articles.by_key(keys)
        passages: dict[int, Passage] = {}
        for row, location in locations.items():
            version, article = articles.get(location.article, (0, None))
            if article is not None and version == location.version:
                passages[row] = Passage(article, location.start, location.end)
        return passages

    @property
    def vectors(self) -> MilvusVectors:
        """The vectors of the passages."""
        sums = self._facts.current.vector_sums
        means = {language: each.mean for language, each in sums.items()}
        candidates = self._server.settings.min_candidates
        return MilvusVectors(self._open_passages, means, self._dim, candidates)

    def search_bm25(
        self,
        query_terms: Sequence[QueryTerm],
        language: str,
        k: int,
        allowed_rows: Sequence[int] | None = None,
    ) -> tuple[Hit, ...]:
        """Return the rows of one language that match any query term; see `Library`."""
        factor = self._server.settings.term_candidates_factor
        passages = self._open_passages
        return search_bm25(passages, query_terms, language, k, allowed_rows, factor)

    def has_term_containing(self, part: str) -> bool:
        """Return whether any passage has a word that contains this string."""
        return self._open_passages.has_term_containing(part)

    def languages(self) -> tuple[str, ...]:
        """Return the languages of the articles, ISO 639-1, in alphabetical order."""
        return self._facts.current.languages

    def newest_day(self) -> date | None:
        """Return the latest day of publication; None if no article has one."""
        return self._facts.current.newest_day

    def sources(self) -> tuple[str, ...]:
        """Return the publishers of the articles, in alphabetical order."""
        return self._facts.current.sources

    def reset_for_encoder(self, encoder: str, dim: int) -> None:
        """Set the encoder; delete data made by any other."""
        if self.encoder == encoder:
            return
        for table in (HEADS.name, PIECES.name, PASSAGES, DAYS.name, FACTS.name):
            self._server.drop(table)
        generation = self.generation + 1
        self._articles = MilvusArticles(self._server)
        self._facts = MilvusFacts(self._server, self._articles)
        self._passages = None
        facts = {"format": FORMAT, "dim": str(dim), "generation": str(generation)}
        self._facts.set({**facts, "encoder": encoder})

    def update(self, documents: Sequence[IndexedDocument], removed: Sequence[str]) -> None:
        """Remove articles by id and store documents, each atomically.

        Raises:
            LibraryError: the server refuses them.
            ValueError: a vector's length is not the one given to `reset_for_encoder`.
        """
        check_dims(documents, self._dim)
        self._finish_last_change()
        added = {document.article.id for document in documents}
        deleted = [id_ for id_ in dict.fromkeys(removed) if id_ not in added]
        batch_size = 2 * self.write_batch_size
        for start in range(0, max(len(documents), len(deleted)), batch_size):
            batch = slice(start, start + batch_size)
            self._replace(documents[batch], [key_of(id_) for id_ in deleted[batch]])

    @property
    def write_batch_size(self) -> int:
        """Preferred number of documents in an update."""
        return self._server.settings.write_batch_articles

    def _replace(self, documents: Sequence[IndexedDocument], removed: Sequence[str]) -> None:
        added = [key_of(document.article.id) for document in documents]
        keys = list(dict.fromkeys((*added, *removed)))
        self._facts.start_change(keys)
        # A new article leaves nothing behind; looking for it would take a server seconds.
        existing = list(self._articles.versions(keys))
        old = self._open_passages.vectors_of_articles(existing) if existing else ()
        sums = self._add_up(self._facts.current.vector_sums, old, -1)
        new = ((each.article.language, vector) for each in documents for vector in each.vectors)
        sums = self._add_up(sums, new, 1)
        version = time.time_ns()
        self._articles.put_texts([document.article for document in documents], version)
        self._open_passages.put(documents, version)
        self._articles.put_heads([(each.article, each.source) for each in documents], version)
        self._articles.delete_heads(removed)
        self._delete_other_versions(dict.fromkeys(added, version), existing)
        self._facts.end_change(sums)

    def _finish_last_change(self) -> None:
        """Delete what a run that died left behind, and recompute the sums of the vectors."""
        keys = self._facts.current.unfinished_keys
        if not keys:
            return
        self._delete_other_versions(self._articles.versions(keys), keys)
        vectors = self._open_passages.vectors_of_articles(())
        self._facts.end_change(self._add_up({}, vectors, 1))

    def _add_up(
        self, before: Mapping[str, VectorSum], vectors: Iterable[tuple[str, Vector]], sign: int
    ) -> dict[str, VectorSum]:
        """Return the sums by language with these vectors added (sign 1) or subtracted (-1)."""
        sums = dict(before)
        for language, vector in vectors:
            sums[language] = sums.get(language, VectorSum.empty(self._dim)).plus(vector, sign)
        return sums

    def _delete_other_versions(self, versions: Mapping[str, int], keys: Sequence[str]) -> None:
        """Delete the rows of these articles that are not of these versions."""
        self._articles.delete_other_versions(versions, keys)
        self._open_passages.delete_other_versions(versions, keys)

    def compact(self) -> None:
        """Do nothing: Milvus compacts its indexes by itself."""

    def flush(self) -> None:
        """Make Milvus index what was written last, which is durable already."""
        self._server.seal(PASSAGES)

    def close(self) -> None:
        """Close the connection; the library must not be used after this."""
        self._server.close()

    @property
    def _dim(self) -> int:
        return self._facts.current.dim or _INITIAL_DIM

    @property
    def _open_passages(self) -> MilvusPassages:
        if self._passages is None:
            self._passages = MilvusPassages(self._server, self._dim, self._has_words)
        return self._passages
