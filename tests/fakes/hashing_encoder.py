"""An encoder without a model: the same words give the same vector."""

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np

from embeddings.base import Matrix, Vector


class HashingEncoder:
    """Adds up one pseudo-random vector per word, so that texts that share words are near.

    Gives the same vectors on any machine. Knows no meaning, and encodes queries and documents
    alike.
    """

    def __init__(self, dim: int = 64) -> None:
        if dim < 1:
            raise ValueError(f"dim is {dim}; expected 1 or more")
        self.dim = dim
        self.name = f"hashing-{dim}"
        self._vectors: dict[str, Vector] = {}

    def encode_query(self, text: str) -> Vector:
        """Return the unit vector of a query, shape (dim,)."""
        words = text.lower().split() or [text]
        total = np.sum([self._word(word) for word in words], axis=0)
        return (total / np.linalg.norm(total)).astype(np.float32)

    def encode_documents(self, texts: Sequence[str]) -> Matrix:
        """Return a unit vector for each text, in the order given, shape (len(texts), dim)."""
        if not texts:
            return np.empty((0, self.dim), np.float32)
        return np.stack([self.encode_query(text) for text in texts])

    def _word(self, word: str) -> Vector:
        # To seed a generator takes longer than all the rest.
        if word not in self._vectors:
            seed = int.from_bytes(blake2b(word.encode(), digest_size=8).digest())
            drawn = np.random.default_rng(seed).standard_normal(self.dim)
            self._vectors[word] = drawn.astype(np.float32)
        return self._vectors[word]
