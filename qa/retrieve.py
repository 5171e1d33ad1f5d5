"""Retriever: from a question to the passages that may answer it, best first.

Two searches, one by meaning and one by words, are joined by score: the cosine plus a share of the
BM25 score. Joined by rank they would count as much for a question in English, which shares few
words with an Indonesian passage, as for one in Indonesian; so words across languages, which are
names, numbers and what a lexicon gives, count with a weight of their own. Across languages a share
of what the passages have in common is taken from the question (see `qa.vectors`).
"""

from collections.abc import Callable, Iterable, Sequence

from embeddings.encoder import Encoder, Vector
from embeddings.index import Hit
from qa.lexicon.lexicon import Lexicon, shipped_lexicon
from qa.library import Library
from qa.passage import RetrievedPassage
from qa.question import Question
from qa.scope import EVERYTHING, Scope
from qa.settings import RetrievalSettings
from qa.wanted import wanted

Rows = Sequence[int]


class Retriever:
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
        self, question: Question, k: int | None = None, scope: Scope = EVERYTHING
    ) -> tuple[RetrievedPassage, ...]:
        """Return at most k passages of the scope, best first, k of the settings unless given.

        Raises:
            ValueError: k < 1.
        """
        k = self._settings.k if k is None else k
        if k < 1:
            raise ValueError(f"k is {k}; expected 1 or more")
        among = None if scope.is_everything else self._library.rows(scope)
        if among == ():
            return ()
        question = question.looked_for
        query = self._encoder.encode_query(question.in_full)
        scores = self._scores(question, query, among)
        best = sorted(scores, key=lambda row: (-scores[row], row))[:k]
        passages = self._library.passages(best)
        # A row may go while we look: another process may be changing the library.
        found = [row for row in best if row in passages]
        return tuple(
            RetrievedPassage(passages[row], scores[row], rank)
            for rank, row in enumerate(found, start=1)
        )

    def _scores(self, question: Question, query: Vector, among: Rows | None) -> dict[int, float]:
        scores: dict[int, float] = {}
        for language in self._library.languages():
            scores |= self._scores_in(language, question, query, among)
        return scores

    def _scores_in(
        self, language: str, question: Question, query: Vector, among: Rows | None
    ) -> dict[int, float]:
        """Return the scores of the passages of one language that may answer."""
        vectors, most = self._library.vectors, self._settings.candidates
        foreign = language != question.language
        centring = self._settings.other_language_centring if foreign else 0.0
        weight = (
            self._settings.other_language_weight if foreign else self._settings.same_language_weight
        )
        looked_for = wanted(question, language, self._lexicon)
        by_words = _by_row(self._library.with_terms(looked_for, language, most, among))
        scores = _by_row(vectors.nearest(query, language, most, centring, among))
        unseen = [row for row in by_words if row not in scores]
        scores |= vectors.scores(query, language, unseen, centring)
        return {row: score + weight * by_words.get(row, 0.0) for row, score in scores.items()}


def _by_row(hits: Iterable[Hit]) -> dict[int, float]:
    return {hit.row: hit.score for hit in hits}
