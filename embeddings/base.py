"""The encoder protocol: what turns text into vectors."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]
"""float32, shape (dim,), unit length."""


Matrix = NDArray[np.float32]
"""float32, shape (n, dim), a unit vector in each row."""


class Encoder(Protocol):
    """Turns questions and passages into unit vectors of one space."""

    @property
    def name(self) -> str:
        """What tells this encoder's vectors from any other's: model, weights and precision."""
        ...

    @property
    def dim(self) -> int:
        """The length of a vector."""
        ...

    def encode_query(self, text: str) -> Vector:
        """Return the question's vector, shape (dim,)."""
        ...

    def encode_documents(self, texts: Sequence[str]) -> Matrix:
        """Return a vector for each text, in the order given, shape (len(texts), dim)."""
        ...


def transformer_name(model: str) -> str:
    """Return the `name` of the encoder that runs a Sentence Transformers model."""
    return f"sentence-transformers:{model}"
