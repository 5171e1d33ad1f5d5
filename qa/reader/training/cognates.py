"""More words for the lexicon: those that the encoder itself holds to be translations.

A pair is kept where each is the other's nearest word, by a score that discounts words near to
everything (CSLS: Conneau et al. 2018, "Word Translation Without Parallel Data").
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from embeddings.encoder import Encoder, Matrix
from qa.reader.training.example import WORD, read_examples

ENGLISH = ("squadshifts-wiki", "tydiqa-en", "qamr-wikinews")
INDONESIAN = ("idk-mrc", "facqa", "squad2-mt-id")
SEEN_AT_LEAST = 3
NEIGHBOURS = 10


def common_words(texts: Iterable[str]) -> list[str]:
    """Return the words, in order of the alphabet, that are mostly written small: no names."""
    small: Counter[str] = Counter()
    large: Counter[str] = Counter()
    for text in texts:
        for word in WORD.findall(text):
            if word.isalpha() and len(word) > 2:
                (small if word.islower() else large)[word.lower()] += 1
    return sorted(w for w, n in small.items() if n >= SEEN_AT_LEAST and n > large[w])


def cognates(data: Path, encoder: Encoder) -> list[tuple[str, str, float]]:
    """Return what `paired` gives for the words of the training data."""
    return paired(_words(data, ENGLISH), _words(data, INDONESIAN), encoder)


def paired(
    english: Sequence[str], indonesian: Sequence[str], encoder: Encoder
) -> list[tuple[str, str, float]]:
    """Return (English, Indonesian, score) of words that are each other's nearest."""
    if not english or not indonesian:
        return []
    rows = _vectors(english, encoder)
    columns = _vectors(indonesian, encoder)
    likeness = rows @ columns.T
    scores = 2 * likeness - _crowd(likeness)[:, None] - _crowd(likeness.T)[None, :]
    best, back = scores.argmax(1), scores.argmax(0)
    pairs = [(i, int(best[i])) for i in range(len(english))]
    return [(english[i], indonesian[j], float(scores[i, j])) for i, j in pairs if back[j] == i]


def _words(data: Path, sources: Sequence[str]) -> list[str]:
    found = [e for s in sources for e in read_examples(data / f"{s}.train.jsonl")]
    texts = {e.passage for e in found} | {e.question for e in found}
    return common_words(texts)


def _vectors(words: Sequence[str], encoder: Encoder) -> Matrix:
    vectors = encoder.encode_documents(list(words))
    vectors = vectors - vectors.mean(0)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def _crowd(likeness: Matrix) -> Matrix:
    few = min(NEIGHBOURS, likeness.shape[1])
    nearest = np.partition(likeness, -few, axis=1)[:, -few:]
    return nearest.mean(1)
