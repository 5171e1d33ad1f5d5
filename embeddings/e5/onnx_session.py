"""An ONNX graph, run by ONNX Runtime on the processor."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


class OnnxSession:
    """A graph of one output, open. May be run from several threads at once."""

    def __init__(self, path: Path, threads: int | None = None) -> None:
        """Open the graph; each run of it takes so many threads, as many as cores unless given."""
        # Takes a fifth of a second: only when a graph is opened.
        import onnxruntime

        library: Any = onnxruntime  # it has no types
        options = library.SessionOptions()
        if threads is not None:
            options.intra_op_num_threads = threads
        # A thread that waits would spin, and take the processor from those that compute: beside a
        # browser or another question, answers took a quarter longer.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session: Any = library.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"]
        )
        self.width: int = self._session.get_outputs()[0].shape[-1]
        """The length of the output's last axis."""

    def run(self, **inputs: NDArray[np.generic]) -> NDArray[np.float32]:
        """Return the output for these inputs, by the graph's own names."""
        (output,) = self._session.run(None, inputs)
        return np.asarray(output, np.float32)


def batches(lengths: Sequence[int], most: int) -> Iterator[list[int]]:
    """Yield the positions of all texts, in batches of at most `most` tokens, padding included.

    Texts of about one length come together, so that little is padded. A text longer than `most`
    is a batch of its own.
    """
    batch: list[int] = []
    for position in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) + 1) * lengths[position] > most:
            yield batch
            batch = []
        batch.append(position)
    if batch:
        yield batch
