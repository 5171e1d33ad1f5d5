"""Retriever: from a question to the passages that may answer it, best first.

Two searches, one by meaning and one by words, are joined by score: the cosine plus a share of the
BM25 score. Joined by rank they would count as much for a question in English, which shares few
words with an Indonesian passage, as for one in Indonesian; so words across languages, which are
names, numbers and what a lexicon gives, count with a weight of their own. Across languages a share
of what the passages have in common is taken from the question (see `qa.store.vectors`).
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

_WIDER = 20
"""Where what is found is sifted, as many times as many candidates are looked for."""


class HybridRetriever:
    """Ranks a library's passages for a question."""

    def __init__(
        self,
        library: Library,
        encoder: Encoder,
        settings: RetrievalSettings,
        lexicon: Callable[[], Lexicon] = shipped_lexicon,
    ) -> None:
        """Keep what is searched, and with what.

        Args:
            library: what is searched.
            encoder: the one that the library's vectors are of.
            settings: how passages are ranked.
            lexicon: returns the words for articles in another language than the question's.
        """
        self._library = library
        self._encoder = encoder
        self._settings = settings
        self._lexicon = lexicon

    def retrieve(
        self, question: Question, k: int | None = None, scope: SearchFilter = EVERYTHING
    ) -> tuple[RetrievedPassage, ...]:
        """Return at most k passages of the scope, best first, k of the settings unless given.

        Raises:
            ValueError: k < 1.
        """
        k = self._settings.k if k is None else k
        if k < 1:
            raise ValueError(f"k is {k}; expected 1 or more")
        # One more than are looked at one by one, to know whether there are more.
        most = self._settings.narrow_rows
        rows = None if scope.is_everything else self._library.rows(scope, most + 1)
        if rows == ():
            return ()
        is_broad = rows is not None and len(rows) > most
        looked_for = _LookedFor(question.search_query, scope, None if is_broad else rows, is_broad)
        query = self._encoder.encode_query(expanded_text(looked_for.question))
        scores: dict[int, float] = {}
        for language in self._library.languages():
            scores |= self._scores_in(language, looked_for, query)
        best = sorted(scores, key=lambda row: (-scores[row], row))[:k]
        passages = self._library.passages(best)
        # A row may go while we look: another process may be changing the library.
        found = [row for row in best if row in passages]
        return tuple(
            RetrievedPassage(passages[row], scores[row], rank)
            for rank, row in enumerate(found, start=1)
        )

    def _scores_in(self, language: str, asked: "_LookedFor", query: Vector) -> dict[int, float]:
        """Return the scores of the passages of one language that may answer."""
        foreign = language != asked.question.language
        centring = self._settings.other_language_centring if foreign else 0.0
        weight = (
            self._settings.other_language_weight if foreign else self._settings.same_language_weight
        )
        terms = expand_query(asked.question, language, self._lexicon)

        def search(most: int, among: Rows | None) -> _Candidates:
            by_words = self._library.search_bm25(terms, language, most, among)
            near = self._library.vectors.nearest(query, language, most, centring, among)
            return _Candidates(near, by_words, most)

        found = self._found(search, asked)
        by_words, scores = _by_row(found.by_words), _by_row(found.near)
        unseen = [row for row in by_words if row not in scores]
        scores |= self._library.vectors.scores(query, language, unseen, centring)
        return {row: score + weight * by_words.get(row, 0.0) for row, score in scores.items()}

    def _found(
        self, search: "Callable[[int, Rows | None], _Candidates]", asked: "_LookedFor"
    ) -> "_Candidates":
        """Return the candidates of the scope; both ways through a broad one find the same."""
        most = self._settings.candidates
        if not asked.is_broad:
            return search(most, asked.rows)
        # To name all rows of a broad scope to both indexes takes longer than to search wider.
        wider = search(_WIDER * most, None)
        left = wider.within(self._library.filter_rows(asked.scope, wider.rows), most)
        return left or search(most, self._library.rows(asked.scope))


@dataclass(frozen=True, slots=True)
class _LookedFor:
    """A question with where to look; `rows` are those of a scope that is not broad."""

    question: Question
    scope: SearchFilter
    rows: Rows | None
    is_broad: bool


@dataclass(frozen=True, slots=True)
class _Candidates:
    """What the two searches found, best first, each at most `most`."""

    near: tuple[Hit, ...]
    by_words: tuple[Hit, ...]
    most: int

    @property
    def rows(self) -> tuple[int, ...]:
        return tuple({hit.row for hit in (*self.near, *self.by_words)})

    def within(self, rows: Set[int], most: int) -> "_Candidates | None":
        """Return the best of these rows; None where some may have been cut off before."""
        kept = [tuple(h for h in hits if h.row in rows) for hits in (self.near, self.by_words)]
        for hits, before in zip(kept, (self.near, self.by_words), strict=True):
            if len(hits) < most and len(before) == self.most:
                return None
        near, by_words = kept
        return _Candidates(near[:most], by_words[:most], most)


def _by_row(hits: Iterable[Hit]) -> dict[int, float]:
    return {hit.row: hit.score for hit in hits}
