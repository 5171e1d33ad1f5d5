"""The bundled encoder: multilingual-e5-small's int8 graph, run by ONNX Runtime.

Sentence Transformers gives the same vectors from the same folder (cosine 0.999 on average, 0.998 at
the least), but needs torch, which takes seconds to import; this takes a fraction of one.

All activations of a batch are quantized with one scale, so a text's vector depends a little on the
other texts of its batch: encoded alone and in a batch of 41 texts of all lengths, the cosine of the
two was 0.999 on average and 0.998 at the least. For reproducible vectors, encode one text at a
time.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.base import Matrix, Vector
from embeddings.e5.bundled import GRAPH_FILE, TOKENIZER_FILE
from embeddings.e5.identity import BUNDLED_IDENTITY
from embeddings.e5.onnx_session import OnnxSession, batch_by_length
from embeddings.e5.tokenizer import TextTokenizer

QUERY_PROMPT = "query: "
PASSAGE_PROMPT = "passage: "
MAX_TOKENS = 512
BATCH_TOKENS = 2048


class OnnxEncoder:
    """Encodes with the folder that `bundled_model` made.

    Attributes:
        folder: that folder, for others that need its files; checking it again would take time.
    """

    name = BUNDLED_IDENTITY

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._tokenizer = TextTokenizer.open(folder / TOKENIZER_FILE, MAX_TOKENS)
        # A batch on each core is faster than each batch on all cores, and a question has so few
        # tokens that one core is as fast as two.
        self._session = OnnxSession(folder / GRAPH_FILE, threads=1)
        self.dim = self._session.width

    def encode_query(self, text: str) -> Vector:
        """Return the vector of a query, shape (dim,)."""
        return self._encode([QUERY_PROMPT + text])[0]

    def encode_documents(self, texts: Sequence[str]) -> Matrix:
        """Return a vector for each text, in the order given, shape (len(texts), dim)."""
        return self._encode([PASSAGE_PROMPT + text for text in texts])

    def _encode(self, texts: Sequence[str]) -> Matrix:
        ids = self._tokenizer.ids(texts)
        vectors = np.empty((len(texts), self.dim), np.float32)

        def encode(batch: list[int]) -> None:
            vectors[batch] = self._run([ids[i] for i in batch])

        if len(texts) == 1:
            encode([0])
            return vectors
        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            # Raises the error of a batch.
            list(pool.map(encode, batch_by_length([len(row) for row in ids], BATCH_TOKENS)))
        return vectors

    def _run(self, rows: Sequence[list[int]]) -> Matrix:
        # Padding needs no id of its own: the mask excludes it from attention and from the mean.
        shape = (len(rows), max(map(len, rows)))
        ids: NDArray[np.int64] = np.zeros(shape, np.int64)
        mask: NDArray[np.int64] = np.zeros(shape, np.int64)
        for number, row in enumerate(rows):
            ids[number, : len(row)] = row
            mask[number, : len(row)] = 1
        return self._session.run(input_ids=ids, attention_mask=mask)
