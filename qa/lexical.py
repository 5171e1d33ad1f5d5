"""The term index: which passages share words with a question, by BM25 over tantivy.

Words are taken apart and stemmed here, so that the index itself only compares terms. It knows rows
and languages, not passages. BM25: Robertson and Zaragoza 2009, "The Probabilistic Relevance
Framework"; k1 = 1.2, b = 0.75, as tantivy has them.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

import tantivy

from embeddings.index import Hit

_WORD = re.compile(r"\w+")
_ALGORITHMS = {"id": "indonesian", "en": "english"}
_WRITER_BYTES = 64_000_000


def terms(text: str, language: str) -> tuple[str, ...]:
    """Return a text's terms in their order: its words in small letters, stemmed."""
    words = _WORD.findall(unicodedata.normalize("NFKC", text).lower())
    return tuple(stem(word, language) for word in words)


def stem(word: str, language: str) -> str:
    """Return the word without its endings, by Snowball's rules for the language if there are any.

    The rules for Indonesian are those of Tala 2003, "A Study of Stemming Effects on Information
    Retrieval in Bahasa Indonesia".
    """
    algorithm = _ALGORITHMS.get(language)
    return word if algorithm is None else str(_stemmer(algorithm).stemWord(word))


@lru_cache(maxsize=4)
def _stemmer(algorithm: str) -> Any:  # noqa: ANN401 (PyStemmer has no types)
    stemmers: Any = import_module("Stemmer")
    return stemmers.Stemmer(algorithm)


class TermIndexError(Exception):
    """The folder holds no term index, a damaged one, or one of another kind."""


class TermIndex:
    """Terms by row number, each row in one language; kept in a folder, or in memory."""

    def __init__(self, folder: Path | None = None) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("terms", tokenizer_name="whitespace", index_option="freq")
        builder.add_text_field("language", tokenizer_name="raw", index_option="basic")
        builder.add_integer_field("row", stored=True, indexed=True)
        self._schema: Any = builder.build()
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        where = None if folder is None else str(folder)
        try:
            self._index: Any = tantivy.Index(self._schema, path=where)
        except (ValueError, OSError) as error:
            raise TermIndexError(f"{folder}: not a readable term index ({error})") from error

    def add(self, rows: Sequence[tuple[int, str, str]]) -> None:
        """Add rows, each with its number, its language and its text."""
        writer = self._index.writer(_WRITER_BYTES, 1)
        for row, language, text in rows:
            found = " ".join(terms(text, language))
            writer.add_document(tantivy.Document(row=row, language=language, terms=found))
        self._finish(writer)

    def remove(self, rows: Sequence[int]) -> None:
        """Remove these rows; those that are not there are passed over."""
        writer = self._index.writer(_WRITER_BYTES, 1)
        for row in rows:
            writer.delete_documents_by_query(tantivy.Query.term_query(self._schema, "row", row))
        self._finish(writer)

    def _finish(self, writer: Any) -> None:  # noqa: ANN401 (tantivy's)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def search(self, wanted: Sequence[str], language: str, k: int) -> tuple[Hit, ...]:
        """Return the rows of one language that hold any of these terms, best first, at most k."""
        if not wanted:
            return ()
        return self._search(self._query(wanted, language), k)

    def count(self, term: str) -> int:
        """Return how many rows hold the term, whatever their language."""
        query = tantivy.Query.term_query(self._schema, "terms", term)
        return int(self._index.searcher().search(query, 1, count=True).count or 0)

    def _query(self, wanted: Sequence[str], language: str) -> Any:  # noqa: ANN401 (tantivy's)
        query, occur = tantivy.Query, tantivy.Occur
        # A language must match but does not count: only the terms give a score.
        same = query.const_score_query(query.term_query(self._schema, "language", language), 0.0)
        any_of = query.boolean_query(
            [(occur.Should, query.term_query(self._schema, "terms", term)) for term in wanted]
        )
        return query.boolean_query([(occur.Must, same), (occur.Must, any_of)])

    def _search(self, query: Any, k: int) -> tuple[Hit, ...]:  # noqa: ANN401 (tantivy's)
        searcher = self._index.searcher()
        hits = searcher.search(query, k).hits
        return tuple(Hit(searcher.doc(address)["row"][0], score) for score, address in hits)
