"""Hybrid retrieval: dense search and BM25, fused by a weighted sum of scores.

A passage scores its cosine similarity plus a weighted BM25 score. Rank fusion would give BM25 the
same say for an English question, which shares few words with an Indonesian passage, as for an
Indonesian one; so there is one BM25 weight within a language and one across languages. Across
languages a share of the passages' mean vector is also subtracted from the question's (see
`qa.store.indexes.vectors`). Learned fusion and re-ranking are not done here.
"""

from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass

from embeddings.base import Encoder, Vector
from embeddings.index.vector_index import Hit
from qa.retrieval.expansion import expand_query
from qa.schema.filters import EVERYTHING, SearchFilter
from qa.schema.passage import RetrievedPassage
from qa.schema.question import Question
from qa.settings import RetrievalSettings
from qa.store.base import Library
from qa.text.dictionary import Lexicon, shipped_lexicon
from qa.text.questions import expanded_text

Rows = Sequence[int]


class HybridRetriever:
    """The retriever that ships: dense search and BM25 over a library."""

    def __init__(
        self,
        library: Library,
        encoder: Encoder,
        settings: RetrievalSettings,
        lexicon: Callable[[], Lexicon] = shipped_lexicon,
    ) -> None:
        """Create the retriever; nothing is loaded yet.

        Args:
            library: the passages.
            encoder: the one that made the library's vectors.
            settings: k, weights and the limits of filtering.
            lexicon: loads the bilingual lexicon of query expansion.
        """
        self._library = library
        self._encoder = encoder
        self._settings = settings
        self._lexicon = lexicon

    def retrieve(
        self, question: Question, k: int | None = None, scope: SearchFilter = EVERYTHING
    ) -> tuple[RetrievedPassage, ...]:
        """Return at most k passages that the filter accepts, best first; k of the settings if None.

        Raises:
            ValueError: k < 1.
        """
        k = self._settings.k if k is None else k
        if k < 1:
            raise ValueError(f"k is {k}; expected 1 or more")
        search = self._plan(question.search_query, scope)
        if search.rows == ():
            return ()
        vector = self._encoder.encode_query(expanded_text(search.question))
        scores: dict[int, float] = {}
        for language in self._library.languages():
            scores |= self._language_scores(language, search, vector)
        best = sorted(scores, key=lambda row: (-scores[row], row))[:k]
        passages = self._library.passages(best)
        # Another process may have removed a row since the search.
        present = [row for row in best if row in passages]
        return tuple(
            RetrievedPassage(passages[row], scores[row], rank)
            for rank, row in enumerate(present, start=1)
        )

    def _plan(self, question: Question, scope: SearchFilter) -> "_Search":
        """Return the search: pre-filtered by row where the filter is narrow, else post-filtered."""
        if scope.is_everything:
            return _Search(question, scope, None, is_post_filtered=False)
        # One more than the limit, to know whether there are more.
        rows = self._library.rows(scope, self._settings.max_prefilter_rows + 1)
        is_broad = len(rows) > self._settings.max_prefilter_rows
        return _Search(question, scope, None if is_broad else rows, is_post_filtered=is_broad)

    def _language_scores(
        self, language: str, search: "_Search", vector: Vector
    ) -> dict[int, float]:
        """Return the fused score of each candidate row in one language."""
        settings = self._settings
        is_cross_lingual = language != search.question.language
        centring = settings.cross_lingual_centring if is_cross_lingual else 0.0
        weight = settings.cross_lingual_bm25_weight if is_cross_lingual else settings.bm25_weight
        terms = expand_query(search.question, language, self._lexicon)

        def find(limit: int, rows: Rows | None) -> _Candidates:
            bm25 = self._library.search_bm25(terms, language, limit, rows)
            dense = self._library.vectors.search(vector, language, limit, centring, rows)
            return _Candidates(dense, bm25, limit)

        candidates = self._candidates(find, search)
        bm25, scores = _by_row(candidates.bm25), _by_row(candidates.dense)
        unscored = [row for row in bm25 if row not in scores]
        scores |= self._library.vectors.scores(vector, language, unscored, centring)
        return {row: score + weight * bm25.get(row, 0.0) for row, score in scores.items()}

    def _candidates(
        self, find: "Callable[[int, Rows | None], _Candidates]", search: "_Search"
    ) -> "_Candidates":
        """Return the candidates that the filter accepts; post-filtering finds the same ones."""
        limit = self._settings.candidates
        if not search.is_post_filtered:
            return find(limit, search.rows)
        # Passing all rows of a broad filter to both indexes takes longer than a wider search.
        wide = find(self._settings.post_filter_factor * limit, None)
        kept = wide.filtered(self._library.filter_rows(search.scope, wide.rows), limit)
        return kept or find(limit, self._library.rows(search.scope))


@dataclass(frozen=True, slots=True)
class _Search:
    """A question with its filter; `rows` are the accepted ones, None where all are searched."""

    question: Question
    scope: SearchFilter
    rows: Rows | None
    is_post_filtered: bool


@dataclass(frozen=True, slots=True)
class _Candidates:
    """The hits of dense search and of BM25, each best first and at most `limit`."""

    dense: tuple[Hit, ...]
    bm25: tuple[Hit, ...]
    limit: int

    @property
    def rows(self) -> tuple[int, ...]:
        return tuple({hit.row for hit in (*self.dense, *self.bm25)})

    def filtered(self, rows: Set[int], limit: int) -> "_Candidates | None":
        """Return the best hits among these rows; None where `self.limit` may have cut some off."""
        kept = [tuple(h for h in hits if h.row in rows) for hits in (self.dense, self.bm25)]
        for hits, before in zip(kept, (self.dense, self.bm25), strict=True):
            if len(hits) < limit and len(before) == self.limit:
                return None
        dense, bm25 = kept
        return _Candidates(dense[:limit], bm25[:limit], limit)


def _by_row(hits: Iterable[Hit]) -> dict[int, float]:
    return {hit.row: hit.score for hit in hits}
