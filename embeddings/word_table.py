"""The table of word embeddings in a checkpoint, looked up without being read as a whole.

Only the rows that are asked for are taken from the disk, so that several models may share one
table, and it needs no memory of its own.
"""

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

TABLE = "embeddings.word_embeddings.weight"


def open_word_table(checkpoint: Path) -> NDArray[np.float32]:
    """Return the table of a BERT checkpoint in safetensors, shape (vocabulary, hidden).

    Raises:
        OSError: the file cannot be read.
        ValueError: it is no checkpoint with such a table in float32.
    """
    with checkpoint.open("rb") as file:
        header_bytes = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(header_bytes))
    if TABLE not in header or header[TABLE]["dtype"] != "F32":
        raise ValueError(f"{checkpoint}: has no {TABLE} in float32")
    offset = 8 + header_bytes + header[TABLE]["data_offsets"][0]
    return np.memmap(checkpoint, np.float32, "r", offset, tuple(header[TABLE]["shape"]))
