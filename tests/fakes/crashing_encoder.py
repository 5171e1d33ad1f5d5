"""An encoder that takes its process down, as one that runs out of memory does."""

import os
from collections.abc import Sequence

from embeddings.base import Matrix
from fakes.hashing_encoder import HashingEncoder


class CrashingEncoder(HashingEncoder):
    """Ends the process, without a word, as soon as it encodes a text with `WORD` in it."""

    WORD = "racun"

    def encode_documents(self, texts: Sequence[str]) -> Matrix:
        if any(self.WORD in text for text in texts):
            os._exit(9)
        return super().encode_documents(texts)
