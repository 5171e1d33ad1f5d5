"""Run ONNX graphs with ONNX Runtime on the CPU, and batch their inputs by length."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


class OnnxSession:
    """An open graph with one output. Thread-safe."""

    def __init__(self, path: Path, threads: int | None = None) -> None:
        """Open a graph; `threads` for each run, as many as there are cores unless given."""
        # Takes a fifth of a second.
        import onnxruntime

        library: Any = onnxruntime  # it has no types
        options = library.SessionOptions()
        if threads is not None:
            options.intra_op_num_threads = threads
        # A waiting thread would spin and take CPU time from those that compute: with a browser or
        # another question running, answers took a quarter longer.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session: Any = library.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"]
        )
        self.width: int = self._session.get_outputs()[0].shape[-1]
        """The length of the output's last axis."""

    def run(self, **inputs: NDArray[np.generic]) -> NDArray[np.float32]:
        """Return the output for these inputs, by their names in the graph."""
        (output,) = self._session.run(None, inputs)
        return np.asarray(output, np.float32)


def batch_by_length(lengths: Sequence[int], max_tokens: int) -> Iterator[list[int]]:
    """Yield the indices of all texts, in batches of at most `max_tokens`, padding included.

    Texts of similar length are batched together, so that there is little padding. A text that is
    longer than `max_tokens` is a batch of its own.

    Args:
        lengths: the number of tokens of each text.
        max_tokens: the size of a batch: its longest text times its number of texts.
    """
    batch: list[int] = []
    for position in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) + 1) * lengths[position] > max_tokens:
            yield batch
            batch = []
        batch.append(position)
    if batch:
        yield batch
