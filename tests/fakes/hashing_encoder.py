"""An encoder without a model: the same words give the same vector. For tests and dry runs."""

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np

from embeddings.base import Matrix, Vector


class HashingEncoder:
    """Adds one pseudo-random vector a word, so that texts are near when they share words.

    Predictable on any machine. Knows nothing of meaning, and nothing of the difference between a
    question and a passage.
    """

    def __init__(self, dim: int = 64) -> None:
        if dim < 1:
            raise ValueError(f"dim is {dim}; expected 1 or more")
        self.dim = dim
        self.name = f"hashing-{dim}"

    def encode_query(self, text: str) -> Vector:
        """Return the question's vector, shape (dim,)."""
        words = text.lower().split() or [text]
        total = np.sum([self._word(word) for word in words], axis=0)
        return (total / np.linalg.norm(total)).astype(np.float32)

    def encode_documents(self, texts: Sequence[str]) -> Matrix:
        """Return a vector for each text, in the order given, shape (len(texts), dim)."""
        if not texts:
            return np.empty((0, self.dim), np.float32)
        return np.stack([self.encode_query(text) for text in texts])

    def _word(self, word: str) -> Vector:
        seed = int.from_bytes(blake2b(word.encode(), digest_size=8).digest())
        return np.random.default_rng(seed).standard_normal(self.dim).astype(np.float32)
