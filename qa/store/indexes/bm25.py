"""The term index: passages that share words with a query, ranked by BM25 over tantivy.

Text is tokenized here, so that tantivy only compares terms. The index knows rows and languages, not
passages. BM25: Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework"; k1 = 1.2,
b = 0.75, tantivy's own.
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

QueryTerm = tuple[tuple[str, float], ...]
"""Weighted alternatives for one thing that is searched for: a term and its translations.

A row scores with the best alternative that it has, so that many alternatives count no more than one
term.
"""

WRITER_BYTES = 64_000_000
"""Memory of the writer, before it writes a segment to disk."""

_MAX_PART_CHARS = 60
"""tantivy refuses a pattern of many hundred characters."""


def exact_terms(words: Sequence[str]) -> tuple[QueryTerm, ...]:
    """Return query terms without alternatives."""
    return tuple(((term, 1.0),) for term in words)


class TermIndexError(TanyaError):
    """The folder holds no term index, a damaged one, or one of another format."""


class TermIndex:
    """Terms by row number, each row in one language; in a folder, or in memory."""

    def __init__(self, folder: Path | None = None, writer_bytes: int = WRITER_BYTES) -> None:
        """Open the index in a folder, or create it.

        Raises:
            TermIndexError: it cannot be opened.
        """
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("terms", tokenizer_name="whitespace", index_option="freq")
        builder.add_text_field("language", tokenizer_name="raw", index_option="basic")
        builder.add_integer_field("row", indexed=True, fast=True)
        self._schema: Any = builder.build()
        self._writer: Any = None
        self._writer_bytes = writer_bytes
        self._has_one_language: dict[str, bool] = {}
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        path = None if folder is None else str(folder)
        try:
            with _reported("read"):
                self._index: Any = tantivy.Index(self._schema, path=path)
            # Some damage shows only in a search.
            self.search(exact_terms(("",)), "", 1)
        except TermIndexError as error:
            raise TermIndexError(f"{folder}: not a readable term index ({error})") from error

    def __len__(self) -> int:
        return int(self._index.searcher().num_docs)

    def add(self, rows: Sequence[tuple[int, str, str]]) -> None:
        """Add rows, each with its number, its language and its text; see `commit`."""
        for row, language, text in rows:
            document = tantivy.Document(row=row, language=language, terms=" ".join(terms(text)))
            self._open_writer.add_document(document)

    def remove(self, rows: Sequence[int]) -> None:
        """Remove these rows; unknown rows are ignored; see `commit`."""
        for row in rows:
            query = tantivy.Query.term_query(self._schema, "row", row)
            self._open_writer.delete_documents_by_query(query)

    def commit(self) -> None:
        """Make additions and removals durable and visible to searches.

        Raises:
            TermIndexError: they cannot be written; the index is as it was at the last commit.
        """
        self._finish(lambda writer: writer.commit())
        self._has_one_language.clear()

    def compact(self) -> None:
        """Wait for merges in the background, and let other processes write.

        Raises:
            TermIndexError: they cannot be written; the index is as it was at the last commit.
        """
        self._finish(lambda writer: writer.wait_merging_threads())
        self._writer = None

    def _finish(self, step: Callable[[Any], object]) -> None:
        """Take a step with the writer, if one is open, and reload what it wrote."""
        if self._writer is not None:
            with self._writing():
                step(self._writer)
                self._index.reload()

    @property
    def _open_writer(self) -> Any:  # noqa: ANN401 (tantivy's)
        if self._writer is None:
            with self._writing():
                self._writer = self._index.writer(self._writer_bytes, 1)
        return self._writer

    @contextmanager
    def _writing(self) -> Generator[None]:
        try:
            with _reported("written"):
                yield
        except TermIndexError:
            # What the writer still holds would be written with the next change.
            self._writer = None
            raise

    def search(
        self,
        query_terms: Sequence[QueryTerm],
        language: str,
        k: int,
        allowed_rows: Sequence[int] | None = None,
    ) -> tuple[Hit, ...]:
        """Return the rows of a language that match any query term, best first, at most k.

        If `allowed_rows` is given, only these are searched; the weight of a term is still that of
        the whole index.

        Raises:
            TermIndexError: a file of the index is damaged.
        """
        if not query_terms:
            return ()
        with _reported("read"):
            return self._search(self._query(query_terms, language, allowed_rows), k)

    def has_term_containing(self, part: str) -> bool:
        """Return whether any row has a word that contains this string; only its start is used.

        Raises:
            TermIndexError: a file of the index is damaged.
        """
        pattern = f"[^_]*{re.escape(part[:_MAX_PART_CHARS])}[^_]*"
        with _reported("read"):
            query = tantivy.Query.regex_query(self._schema, "terms", pattern)
            return bool(self._index.searcher().search(query, 1).hits)

    def _query(
        self, query_terms: Sequence[QueryTerm], language: str, allowed_rows: Sequence[int] | None
    ) -> Any:  # noqa: ANN401 (tantivy's)
        query, occur = tantivy.Query, tantivy.Occur
        any_of = query.boolean_query([(occur.Should, self._best_of(each)) for each in query_terms])
        filters: list[Any] = []
        if not self._is_only_language(language):
            filters.append(query.term_query(self._schema, "language", language))
        if allowed_rows is not None:
            filters.append(query.term_set_query(self._schema, "row", list(allowed_rows)))
        if not filters:
            # Alone, tantivy skips rows that cannot be among the best: twice as fast.
            return any_of
        # Language and rows must match but do not score: only the terms do.
        required = [(occur.Must, query.const_score_query(each, 0.0)) for each in filters]
        return query.boolean_query([*required, (occur.Must, any_of)])

    def _is_only_language(self, language: str) -> bool:
        """Return whether every row is in this language."""
        if language not in self._has_one_language:
            query = tantivy.Query.term_query(self._schema, "language", language)
            count = self._index.searcher().search(query, 1, count=True).count
            self._has_one_language[language] = count == len(self)
        return self._has_one_language[language]

    def _best_of(self, alternatives: QueryTerm) -> Any:  # noqa: ANN401 (tantivy's)
        query = tantivy.Query
        weighted = [
            self._term(term) if weight == 1.0 else query.boost_query(self._term(term), weight)
            for term, weight in alternatives
        ]
        return weighted[0] if len(weighted) == 1 else query.disjunction_max_query(weighted)

    def _term(self, term: str) -> Any:  # noqa: ANN401 (tantivy's)
        return tantivy.Query.term_query(self._schema, "terms", term)

    def _search(self, query: Any, k: int) -> tuple[Hit, ...]:  # noqa: ANN401 (tantivy's)
        searcher = self._index.searcher()
        # Counting all matches would look at each.
        hits = searcher.search(query, k, count=False).hits
        rows = searcher.fast_field_values("row", [address for _, address in hits])
        if None in rows:
            raise ValueError("it has lost the numbers of its rows")
        return tuple(Hit(row, score) for row, (score, _) in zip(rows, hits, strict=True))


@contextmanager
def _reported(action: str) -> Generator[None]:
    """Raise a `TermIndexError` for whatever tantivy raises about a file."""
    try:
        yield
    except (ValueError, OSError) as error:
        reason = " ".join(str(error).split())
        raise TermIndexError(f"the term index cannot be {action} ({reason})") from error
    except BaseException as error:
        # Some damage makes tantivy panic, which pyo3 raises as no `Exception`.
        if type(error).__name__ != "PanicException":
            raise
        raise TermIndexError(f"the term index cannot be {action} (it is damaged)") from error
