"""A reader that answers with whole sentences: those nearest the question in meaning and words.

What all the sentences read have in common says nothing about which of them answers, so their mean
is taken from the question, and a word counts the more the fewer of them hold it. It cannot tell
whether a sentence answers the question or only speaks of the same things; that is left to the
confidence.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from embeddings.encoder import Encoder, Vector
from qa.mark import marks_for
from qa.passage import RetrievedPassage
from qa.question import Question
from qa.reader.finding import Finding, Reading
from qa.reader.sentence_confidence import Measures, confidence
from qa.sentence import sentences
from qa.span import Span
from qa.stem import stems

# Set on the tuning half of the gold questions. The passage's own score counts as it is.
SENTENCE_WEIGHT = 0.05
SHARED_WORDS_WEIGHT = 0.05
MARKED_BONUS = 0.01
CLOSE_BEHIND = 0.02
KEPT_VECTORS = 4096


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence of a passage that was retrieved."""

    retrieved: RetrievedPassage
    span: Span

    @property
    def text(self) -> str:
        return self.retrieved.passage.article.text[self.span.start : self.span.end]

    @property
    def language(self) -> str:
        return self.retrieved.passage.article.language


class SentenceReader:
    """Scores every sentence of the passages that were retrieved."""

    def __init__(self, encoder: Encoder, kept_vectors: int = KEPT_VECTORS) -> None:
        self._encoder = encoder
        self._kept_vectors = kept_vectors
        self._vectors: dict[str, Vector] = {}

    def read(self, question: Question, passages: Sequence[RetrievedPassage]) -> Reading:
        """Return the sentences of the passages, best first; the passages as they were ranked."""
        found = sorted(self._findings(question, passages), key=lambda f: -f.score)
        sure = confidence(Measures.of(question, found, passages)) if found else 0.0
        return Reading(tuple(found), tuple(passages), sure, CLOSE_BEHIND)

    def _findings(
        self, question: Question, passages: Sequence[RetrievedPassage]
    ) -> Sequence[Finding]:
        found = [s for retrieved in passages for s in _sentences(retrieved)]
        if not found:
            return ()
        nearness = self._nearness(question, [sentence.text for sentence in found])
        held = [stems(s.text, s.language, question.language) for s in found]
        weights = {
            language: _weights(stems(question.text, question.language, language), held)
            for language in {sentence.language for sentence in found}
        }
        return [
            _finding(question, sentence, SENTENCE_WEIGHT * near, weights[sentence.language])
            for sentence, near in zip(found, nearness, strict=True)
        ]

    def _nearness(self, question: Question, texts: Sequence[str]) -> list[float]:
        """Return the cosine of each sentence with the question, both without what all share."""
        vectors = np.stack(self._encoded(texts))
        mean = vectors.mean(axis=0)
        query = self._encoder.encode_query(question.text) - mean
        away = vectors - mean
        lengths = np.linalg.norm(away, axis=1) * np.linalg.norm(query)
        return [float(c) for c in away @ query / np.maximum(lengths, 1e-6)]

    def _encoded(self, texts: Sequence[str]) -> list[Vector]:
        """Return the vectors of these sentences; those met lately are not encoded again."""
        # Taken once: another thread may put others in its place meanwhile.
        known = self._vectors
        unseen = [text for text in dict.fromkeys(texts) if text not in known]
        if len(known) + len(unseen) > self._kept_vectors:
            known, unseen = {}, list(dict.fromkeys(texts))
        # One at a time: an encoder's vector may depend a little on the texts beside it, and an
        # answer must not depend on what was asked before.
        vectors = [self._encoder.encode_documents([text])[0] for text in unseen]
        self._vectors = known = known | dict(zip(unseen, vectors, strict=True))
        return [known[text] for text in texts]


def _sentences(retrieved: RetrievedPassage) -> Iterable[_Sentence]:
    passage = retrieved.passage
    for span in sentences(passage.article.text, passage.start, passage.end):
        yield _Sentence(retrieved, span)


def _weights(asked: frozenset[str], among: Sequence[frozenset[str]]) -> Mapping[str, float]:
    """Return what each of the words asked for counts; they add up to 1."""
    holding = Counter(word for found in among for word in found)
    rarity = {
        word: math.log(1 + (len(among) - holding[word] + 0.5) / (holding[word] + 0.5))
        for word in sorted(asked)
    }
    total = sum(rarity.values()) or 1.0
    return {word: value / total for word, value in rarity.items()}


def _finding(
    question: Question, sentence: _Sentence, nearness: float, weights: Mapping[str, float]
) -> Finding:
    passage = sentence.retrieved.passage
    shared = sum(
        _share(weights, stems(text, sentence.language, question.language))
        for text in (sentence.text, passage.text)
    )
    marks = marks_for(question, passage.article.text, sentence.span)
    score = sentence.retrieved.score + nearness + SHARED_WORDS_WEIGHT * shared
    score += MARKED_BONUS if marks else 0.0
    return Finding(passage.article, sentence.span.start, sentence.span.end, score, marks)


def _share(weights: Mapping[str, float], held: frozenset[str]) -> float:
    return sum(weight for word, weight in weights.items() if word in held)
