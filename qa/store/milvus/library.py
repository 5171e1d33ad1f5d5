"""A library that a Milvus server keeps: many processes ask it, and one at a time changes it.

Milvus changes a row whole, but not many at once. So what a change is about is noted first; then
come texts and passages, then the heads by which they count, then what is left over goes, and last
the note. A run that dies in between leaves articles that are there whole or not at all, and the
next change clears up what it left.
"""

import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from embeddings.base import Vector
from embeddings.index.vector_index import Hit
from qa.schema.article import Article
from qa.schema.filters import SearchFilter
from qa.schema.passage import Passage
from qa.store.bm25 import Wanted
from qa.store.catalogue import Catalogue
from qa.store.errors import LibraryError
from qa.store.milvus.articles import HEADS, PIECES, MilvusArticles, key_of
from qa.store.milvus.facts import FACTS, MilvusFacts, Total
from qa.store.milvus.passages import DAYS, PASSAGES, MilvusPassages
from qa.store.milvus.search import MilvusVectors, search_bm25
from qa.store.milvus.server import MilvusServer
from qa.store.sqlite import IndexedDocument, SourceRecord, check_dims

FORMAT = "1"
_DIM_OF_NOTHING = 2
"""Milvus wants to know how long vectors are before there are any."""


class MilvusLibrary:
    """Articles and passages, found by vector or by words. May be used from several threads."""

    write_batch_size = 192
    """A server takes a second or more to let what was changed be seen, however little it is."""

    def __init__(self, server: MilvusServer, has_words: bool = True) -> None:
        """Open the tables that Tanya has there, or make them.

        Args:
            server: keeps them.
            has_words: whether passages are found by their words. Without it nothing can be asked,
                but a server that is too old for it can keep and find vectors.

        Raises:
            LibraryError: the server is too old, or what is there is of another format.
        """
        if has_words and not server.has_words:
            raise LibraryError(
                f"{server.name} cannot find words; Tanya needs Milvus 2.5 or newer there"
            )
        self._server = server
        self._has_words = has_words
        self._articles = MilvusArticles(server)
        self._facts = MilvusFacts(server, self._articles)
        self._passages: MilvusPassages | None = None
        kept = self._facts.known.facts.get("format")
        if kept is None:
            self._facts.set({"format": FORMAT})
        elif kept != FORMAT:
            raise LibraryError(
                f"{server.name}: is of format {kept}, this version reads {FORMAT}; drop the "
                "tables that begin with tanya_ and run 'tanya index' again"
            )

    @property
    def folder(self) -> None:
        """None: it is kept by a server."""
        return None

    @property
    def server(self) -> str:
        """What keeps it, told to people."""
        return self._server.name

    @property
    def encoder(self) -> str | None:
        """The name of the encoder that the vectors are of; None before there are any."""
        return self._facts.known.facts.get("encoder")

    @property
    def generation(self) -> int:
        """How often the articles were changed."""
        return self._facts.known.generation

    def articles(self) -> tuple[Article, ...]:
        """Return every article, in the order of their ids."""
        return self._articles.of_ids(sorted(self._articles.ids()))

    @property
    def catalogue(self) -> Catalogue:
        """The articles, to be listed and looked up."""
        return self._articles

    def source_records(self, ids: Sequence[str]) -> dict[str, SourceRecord]:
        """Return what is known of those of these articles that there are, by id."""
        return self._articles.source_records(ids)

    def ids(self, root: str) -> tuple[str, ...]:
        """Return the ids of the articles that came from this root."""
        return self._articles.ids(root)

    def counts(self) -> tuple[int, int]:
        """Return how many articles and how many passages there are."""
        return len(self._articles), len(self._opened)

    def rows(self, scope: SearchFilter, most: int | None = None) -> tuple[int, ...]:
        """Return the rows of the passages that are looked at, in order; at most `most`."""
        found: set[int] = set()
        for row in self._opened.rows(scope):
            if most is not None and len(found) == most:
                break
            found.add(row)
        return tuple(sorted(found))

    def filter_rows(self, scope: SearchFilter, rows: Sequence[int]) -> frozenset[int]:
        """Return those of these rows that are looked at."""
        return frozenset(self._opened.rows(scope, rows))

    def passages(self, rows: Sequence[int]) -> dict[int, Passage]:
        """Return the passages of these rows, by row; those that are gone are left out."""
        places = self._opened.places(rows)
        articles = self._articles.by_key(sorted({place.article for place in places.values()}))
        found: dict[int, Passage] = {}
        for row, place in places.items():
            version, article = articles.get(place.article, (0, None))
            if article is not None and version == place.version:
                found[row] = Passage(article, place.start, place.end)
        return found

    @property
    def vectors(self) -> MilvusVectors:
        """The vectors of the passages, by row."""
        known = self._facts.known
        means = {language: total.mean for language, total in known.totals.items()}
        return MilvusVectors(self._opened, means, self._dim)

    def search_bm25(
        self,
        wanted: Sequence[Wanted],
        language: str,
        k: int,
        among: Sequence[int] | None = None,
    ) -> tuple[Hit, ...]:
        """Return the rows of one language that hold any of these; see `Library`."""
        return search_bm25(self._opened, wanted, language, k, among)

    def has_term_containing(self, part: str) -> bool:
        """Say whether any passage holds a word that this is a part of."""
        return self._opened.has_term_containing(part)

    def languages(self) -> tuple[str, ...]:
        """Return the languages of the articles, ISO 639-1, in the order of the alphabet."""
        return self._facts.known.languages

    def newest_day(self) -> date | None:
        """Return the last day that an article was published; None where none says."""
        return self._facts.known.newest_day

    def sources(self) -> tuple[str, ...]:
        """Return the publishers of the articles, in the order of the alphabet."""
        return self._facts.known.sources

    def reset_for_encoder(self, encoder: str, dim: int) -> None:
        """Say whose vectors come next. All that another encoder made is thrown away first."""
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

    def change(self, entries: Sequence[IndexedDocument], removed: Sequence[str]) -> None:
        """Take articles out and put others in, each whole or not at all.

        Raises:
            LibraryError: the server does not take them.
            ValueError: vectors are of another length than `reset_for_encoder` was told.
        """
        check_dims(entries, self._dim)
        self._clear_up()
        come = {entry.article.id for entry in entries}
        gone = [id_ for id_ in dict.fromkeys(removed) if id_ not in come]
        most = 2 * self.write_batch_size
        for start in range(0, max(len(entries), len(gone)), most):
            some = slice(start, start + most)
            self._replace(entries[some], [key_of(id_) for id_ in gone[some]])

    def _replace(self, entries: Sequence[IndexedDocument], removed: Sequence[str]) -> None:
        come = [key_of(entry.article.id) for entry in entries]
        keys = list(dict.fromkeys((*come, *removed)))
        self._facts.start_change(keys)
        # What was not there leaves nothing behind; to look for it would take a server seconds.
        had = list(self._articles.versions(keys))
        old = self._opened.of_articles(had) if had else ()
        totals = self._counted(self._facts.known.totals, old, -1)
        new = ((entry.article.language, vector) for entry in entries for vector in entry.vectors)
        totals = self._counted(totals, new, 1)
        version = time.time_ns()
        self._articles.put_texts([entry.article for entry in entries], version)
        self._opened.put(entries, version)
        self._articles.put_heads([(entry.article, entry.kept) for entry in entries], version)
        self._articles.delete_heads(removed)
        self._clear(dict.fromkeys(come, version), had)
        self._facts.end_change(totals)

    def _clear_up(self) -> None:
        """Throw away what a run that died left behind, and add the vectors up anew."""
        keys = self._facts.known.changing
        if not keys:
            return
        self._clear(self._articles.versions(keys), keys)
        self._facts.end_change(self._counted({}, self._opened.of_articles(()), 1))

    def _counted(
        self, before: Mapping[str, Total], vectors: Iterable[tuple[str, Vector]], sign: int
    ) -> dict[str, Total]:
        """Return the sums with these vectors more (1) or fewer (-1), each of a language."""
        totals = dict(before)
        for language, vector in vectors:
            total = totals.get(language, Total.nothing(self._dim))
            totals[language] = total.with_one(vector, sign)
        return totals

    def _clear(self, versions: Mapping[str, int], keys: Sequence[str]) -> None:
        """Throw away what is of these articles, and of another version than these."""
        self._articles.clear_others(versions, keys)
        self._opened.clear_others(versions, keys)

    def compact(self) -> None:
        """Do nothing: Milvus brings its indexes into form by itself."""

    def flush(self) -> None:
        """Let Milvus index what was put in last; it keeps what it was told in any case."""
        self._server.seal(PASSAGES)

    def close(self) -> None:
        """Let go of the connection; the library must not be used after this."""
        self._server.close()

    @property
    def _dim(self) -> int:
        return self._facts.known.dim or _DIM_OF_NOTHING

    @property
    def _opened(self) -> MilvusPassages:
        if self._passages is None:
            self._passages = MilvusPassages(self._server, self._dim, self._has_words)
        return self._passages
