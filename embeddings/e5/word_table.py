"""The word embeddings of a checkpoint, mapped into memory.

Only the rows that are looked up are read from disk, so that several models can share one table
without holding it in memory.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

TABLE = "embeddings.word_embeddings.weight"


def open_word_table(checkpoint: Path) -> NDArray[np.float32]:
    """Return the table of a BERT checkpoint in safetensors, shape (vocabulary, hidden).

    Raises:
        OSError: the file cannot be read.
        ValueError: it is no checkpoint with such a table in float32.
    """
    try:
        offset, shape = _locate(checkpoint)
        return np.memmap(checkpoint, "<f4", "r", offset, shape)
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{checkpoint}: has no {TABLE} in float32 ({error})") from error


def _locate(checkpoint: Path) -> tuple[int, tuple[int, ...]]:
    """Return the byte offset of the table, and its shape."""
    with checkpoint.open("rb") as file:
        header_bytes = int.from_bytes(file.read(8), "little")
        # A file of another format may give any number here, too much to read.
        if header_bytes > checkpoint.stat().st_size:
            raise ValueError("the file is no safetensors")
        table: dict[str, Any] = json.loads(file.read(header_bytes))[TABLE]
    if table["dtype"] != "F32":
        raise ValueError(f"it is of the type {table['dtype']}")
    return 8 + header_bytes + table["data_offsets"][0], tuple(table["shape"])
