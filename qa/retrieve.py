"""Retriever: from a question to the passages that may answer it, best first.

Two searches, one by meaning and one by words, are joined by score: the cosine plus a share of the
BM25 score. Joined by rank they would count as much for a question in English, which shares few
words with an Indonesian passage, as for one in Indonesian; so words across languages, which are
names and numbers, count with a weight of their own.
"""

from collections.abc import Iterable

from embeddings.encoder import Encoder, Vector
from embeddings.index import Hit
from qa.lexical import terms
from qa.library import Library
from qa.passage import RetrievedPassage
from qa.question import Question
from qa.settings import RetrievalSettings


class Retriever:
    """Ranks a library's passages for a question."""

    def __init__(self, library: Library, encoder: Encoder, settings: RetrievalSettings) -> None:
        self._library = library
        self._encoder = encoder
        self._settings = settings

    def retrieve(self, question: Question, k: int | None = None) -> tuple[RetrievedPassage, ...]:
        """Return at most k passages, best first, k of the settings unless given."""
        query = self._encoder.encode_query(question.text)
        scores = self._scores(question, query)
        best = sorted(scores, key=lambda row: (-scores[row], row))[: k or self._settings.k]
        passages = self._library.passages(best)
        # A row may go while we look: another process may be changing the library.
        found = [row for row in best if row in passages]
        return tuple(
            RetrievedPassage(passages[row], scores[row], rank)
            for rank, row in enumerate(found, start=1)
        )

    def _scores(self, question: Question, query: Vector) -> dict[int, float]:
        candidates = self._settings.candidates
        scores = _by_row(self._library.nearest(query, candidates))
        by_words = self._word_scores(question)
        unseen = [row for row in by_words if row not in scores]
        scores |= dict(zip(unseen, self._library.cosines(query, unseen), strict=True))
        return {row: score + by_words.get(row, 0.0) for row, score in scores.items()}

    def _word_scores(self, question: Question) -> dict[int, float]:
        wanted = terms(question.text)
        scores: dict[int, float] = {}
        for language in self._library.languages():
            hits = self._library.with_terms(wanted, language, self._settings.candidates)
            weight = (
                self._settings.same_language_weight
                if language == question.language
                else self._settings.other_language_weight
            )
            scores |= {row: weight * score for row, score in _by_row(hits).items()}
        return scores


def _by_row(hits: Iterable[Hit]) -> dict[int, float]:
    return {hit.row: hit.score for hit in hits}
