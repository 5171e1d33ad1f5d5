"""More words for the lexicon: those that the encoder itself holds to be translations.

A pair is kept where each is the other's nearest word, by a score that discounts words near to
everything (CSLS: Conneau et al. 2018, "Word Translation Without Parallel Data").
"""

import argparse
import json
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


def paired(
    english: Sequence[str], indonesian: Sequence[str], encoder: Encoder
) -> list[tuple[str, str, float]]:
    """Return (English, Indonesian, score) of words that are each other's nearest."""
    rows = _vectors(english, encoder)
    columns = _vectors(indonesian, encoder)
    likeness = rows @ columns.T
    scores = 2 * likeness - _crowd(likeness)[:, None] - _crowd(likeness.T)[None, :]
    best, back = scores.argmax(1), scores.argmax(0)
    pairs = [(i, int(best[i])) for i in range(len(english))]
    return [(english[i], indonesian[j], float(scores[i, j])) for i, j in pairs if back[j] == i]


def _vectors(words: Sequence[str], encoder: Encoder) -> Matrix:
    vectors = encoder.encode_documents(list(words))
    vectors = vectors - vectors.mean(0)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def _crowd(likeness: Matrix) -> Matrix:
    nearest = np.partition(likeness, -NEIGHBOURS, axis=1)[:, -NEIGHBOURS:]
    return nearest.mean(1)


def main() -> None:
    """Write the pairs of the training data's words."""
    from embeddings.graph_encoder import GraphEncoder

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True, help="the encoder's model folder")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()

    def words(sources: Sequence[str]) -> list[str]:
        found = [e for s in sources for e in read_examples(options.data / f"{s}.train.jsonl")]
        texts = {e.passage for e in found} | {e.question for e in found}
        return common_words(texts)

    english, indonesian = words(ENGLISH), words(INDONESIAN)
    pairs = paired(english, indonesian, GraphEncoder(options.encoder))
    options.out.write_text(json.dumps(pairs, ensure_ascii=False, indent=0), "utf-8")


if __name__ == "__main__":
    main()
