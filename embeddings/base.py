"""The encoder protocol: text to vectors.

An encoder has two methods and not one, because models of the E5 family encode a query and a passage
differently (with another prompt), and a rank must not depend on guessing which is which.
"""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]
"""float32, shape (dim,), unit length."""


Matrix = NDArray[np.float32]
"""float32, shape (n, dim), a unit vector in each row."""


class Encoder(Protocol):
    """Encodes queries and documents as unit vectors in one space."""

    @property
    def name(self) -> str:
        """What vectors are compared by: those of another model, weights or precision cannot be."""
        ...

    @property
    def dim(self) -> int:
        """The length of a vector."""
        ...

    def encode_query(self, text: str) -> Vector:
        """Return the vector of a query, shape (dim,)."""
        ...

    def encode_documents(self, texts: Sequence[str]) -> Matrix:
        """Return a vector for each text, in the order given, shape (len(texts), dim)."""
        ...


def transformer_name(model: str) -> str:
    """Return the `name` of the encoder that runs a Sentence Transformers model."""
    return f"sentence-transformers:{model}"
