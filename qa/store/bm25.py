"""The term index: which passages share words with a question, by BM25 over tantivy.

Words are taken apart here, so that the index itself only compares terms. It knows rows
and languages, not passages. BM25: Robertson and Zaragoza 2009, "The Probabilistic Relevance
Framework"; k1 = 1.2, b = 0.75, as tantivy has them.
"""

import re
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import tantivy

from embeddings.errors import TanyaError
from embeddings.index.vector_index import Hit
from qa.text.tokens import terms

Wanted = tuple[tuple[str, float], ...]
"""One thing that is looked for: terms any of which will do, each with what it counts for.

Only the best of them that a row holds counts, so that many words for one thing are worth no more
than one.
"""

_WRITER_BYTES = 64_000_000
_LONGEST_PART = 60


def exactly(wanted: Sequence[str]) -> tuple[Wanted, ...]:
    """Return these terms as they are looked for where nothing else will do."""
    return tuple(((term, 1.0),) for term in wanted)


class TermIndexError(TanyaError):
    """The folder holds no term index, a damaged one, or one of another kind."""


class TermIndex:
    """Terms by row number, each row in one language; kept in a folder, or in memory."""

    def __init__(self, folder: Path | None = None) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("terms", tokenizer_name="whitespace", index_option="freq")
        builder.add_text_field("language", tokenizer_name="raw", index_option="basic")
        builder.add_integer_field("row", indexed=True, fast=True)
        self._schema: Any = builder.build()
        self._writer: Any = None
        self._only: dict[str, bool] = {}
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        where = None if folder is None else str(folder)
        try:
            with _told("read"):
                self._index: Any = tantivy.Index(self._schema, path=where)
            # Some damage shows only when something is looked for.
            self.search(exactly(("",)), "", 1)
        except TermIndexError as error:
            raise TermIndexError(f"{folder}: not a readable term index ({error})") from error

    def __len__(self) -> int:
        return int(self._index.searcher().num_docs)

    def add(self, rows: Sequence[tuple[int, str, str]]) -> None:
        """Add rows, each with its number, its language and its text; see `commit`."""
        for row, language, text in rows:
            found = " ".join(terms(text))
            self._opened.add_document(tantivy.Document(row=row, language=language, terms=found))

    def remove(self, rows: Sequence[int]) -> None:
        """Remove these rows; those that are not there are passed over; see `commit`."""
        for row in rows:
            query = tantivy.Query.term_query(self._schema, "row", row)
            self._opened.delete_documents_by_query(query)

    def commit(self) -> None:
        """Let what was added and removed be found, and keep it.

        Raises:
            TermIndexError: it cannot be written; it is as it was at the last commit.
        """
        self._finish(lambda writer: writer.commit())
        self._only.clear()

    def compact(self) -> None:
        """Wait until what is merged in the background is, and let other processes write.

        Raises:
            TermIndexError: it cannot be written; it is as it was at the last commit.
        """
        self._finish(lambda writer: writer.wait_merging_threads())
        self._writer = None

    def _finish(self, step: Callable[[Any], object]) -> None:
        """Have a writer, if one is open, take this step, and look at what it left."""
        if self._writer is not None:
            with self._written():
                step(self._writer)
                self._index.reload()

    @property
    def _opened(self) -> Any:  # noqa: ANN401 (tantivy's)
        if self._writer is None:
            with self._written():
                self._writer = self._index.writer(_WRITER_BYTES, 1)
        return self._writer

    @contextmanager
    def _written(self) -> Generator[None]:
        try:
            with _told("written"):
                yield
        except TermIndexError:
            # What is left of it would be written with the next change.
            self._writer = None
            raise

    def search(
        self,
        wanted: Sequence[Wanted],
        language: str,
        k: int,
        among: Sequence[int] | None = None,
    ) -> tuple[Hit, ...]:
        """Return the rows of one language that hold any of these, best first, at most k.

        Where `among` is given, only those rows are looked at; what a term counts for is the same.

        Raises:
            TermIndexError: a file of it is damaged.
        """
        if not wanted:
            return ()
        with _told("read"):
            return self._search(self._query(wanted, language, among), k)

    def has_part(self, part: str) -> bool:
        """Say whether any row holds a word that this is a part of; only its beginning is read.

        Raises:
            TermIndexError: a file of it is damaged.
        """
        # A pattern of many hundred characters is refused.
        pattern = f"[^_]*{re.escape(part[:_LONGEST_PART])}[^_]*"
        with _told("read"):
            query = tantivy.Query.regex_query(self._schema, "terms", pattern)
            return bool(self._index.searcher().search(query, 1).hits)

    def _query(self, wanted: Sequence[Wanted], language: str, among: Sequence[int] | None) -> Any:  # noqa: ANN401 (tantivy's)
        query, occur = tantivy.Query, tantivy.Occur
        any_of = query.boolean_query([(occur.Should, self._best_of(each)) for each in wanted])
        must: list[Any] = []
        if not self._is_only(language):
            must.append(query.term_query(self._schema, "language", language))
        if among is not None:
            must.append(query.term_set_query(self._schema, "row", list(among)))
        if not must:
            # Alone, tantivy passes over what cannot be among the best: twice as fast.
            return any_of
        # Language and rows must match but do not count: only the terms give a score.
        needed = [(occur.Must, query.const_score_query(each, 0.0)) for each in must]
        return query.boolean_query([*needed, (occur.Must, any_of)])

    def _is_only(self, language: str) -> bool:
        """Say whether every row is in this language."""
        if language not in self._only:
            query = tantivy.Query.term_query(self._schema, "language", language)
            count = self._index.searcher().search(query, 1, count=True).count
            self._only[language] = count == len(self)
        return self._only[language]

    def _best_of(self, wanted: Wanted) -> Any:  # noqa: ANN401 (tantivy's)
        query = tantivy.Query
        weighted = [
            self._term(term) if weight == 1.0 else query.boost_query(self._term(term), weight)
            for term, weight in wanted
        ]
        return weighted[0] if len(weighted) == 1 else query.disjunction_max_query(weighted)

    def _term(self, term: str) -> Any:  # noqa: ANN401 (tantivy's)
        return tantivy.Query.term_query(self._schema, "terms", term)

    def _search(self, query: Any, k: int) -> tuple[Hit, ...]:  # noqa: ANN401 (tantivy's)
        searcher = self._index.searcher()
        # To count all that match, it would have to look at each.
        hits = searcher.search(query, k, count=False).hits
        rows = searcher.fast_field_values("row", [address for _, address in hits])
        if None in rows:
            raise ValueError("it has lost the numbers of its rows")
        return tuple(Hit(row, score) for row, (score, _) in zip(rows, hits, strict=True))


@contextmanager
def _told(done: str) -> Generator[None]:
    """Raise for whatever tantivy raises of a file what this module says that it raises."""
    try:
        yield
    except (ValueError, OSError) as error:
        reason = " ".join(str(error).split())
        raise TermIndexError(f"the term index cannot be {done} ({reason})") from error
    except BaseException as error:
        # tantivy gives up on some damage by what pyo3 makes of a panic, which is no `Exception`.
        if type(error).__name__ != "PanicException":
            raise
        raise TermIndexError(f"the term index cannot be {done} (it is damaged)") from error
