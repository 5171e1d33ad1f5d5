"""A cache on disk for the vectors of passages, by text and encoder.

A pool of ten thousand passages takes minutes to encode, and is the same from run to run. The cache
is written in parts, so that a run that is killed keeps those it has written.
"""

import re
from collections.abc import Callable, Sequence
from hashlib import blake2b
from pathlib import Path

import numpy as np

from embeddings.base import Encoder, Matrix, Vector

PART = 256
"""Texts that are encoded and written at once."""


class VectorCache:
    """The vectors of passages by one encoder, in memory and in a folder."""

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        self.encoder = encoder
        self._folder = folder / re.sub(r"[^\w.-]+", "-", encoder.name)
        self._kept: dict[bytes, Vector] = {}
        for part in sorted(self._folder.glob("*.npz")):
            with np.load(part) as file:
                keys: list[bytes] = [row.tobytes() for row in file["keys"]]
                self._kept |= dict(zip(keys, file["vectors"], strict=True))

    def encode(self, texts: Sequence[str], report: Callable[[int, int], None]) -> Matrix:
        """Return a vector for each text, in their order; those that are cached are not encoded.

        Args:
            texts: any, also several times the same.
            report: told how many are encoded, and of how many.

        Returns:
            float32, shape (len(texts), dim).
        """
        unseen = list(dict.fromkeys(t for t in texts if _key(t) not in self._kept))
        # The encoder is fastest with texts of one length side by side.
        unseen.sort(key=len)
        for start in range(0, len(unseen), PART):
            report(start, len(unseen))
            self._keep(unseen[start : start + PART])
        report(len(unseen), len(unseen))
        found = [self._kept[_key(text)] for text in texts]
        return np.stack(found) if found else np.empty((0, self.encoder.dim), np.float32)

    def _keep(self, texts: Sequence[str]) -> None:
        vectors = self.encoder.encode_documents(texts)
        keys = [_key(text) for text in texts]
        self._kept |= dict(zip(keys, vectors, strict=True))
        self._folder.mkdir(parents=True, exist_ok=True)
        # Named by what is in it, so that two runs at once do not write the same file.
        name = blake2b(b"".join(keys), digest_size=8).hexdigest()
        partial = self._folder / f".{name}.partial"
        with partial.open("wb") as file:
            np.savez(file, keys=np.array([list(key) for key in keys], np.uint8), vectors=vectors)
        partial.replace(self._folder / f"{name}.npz")


def _key(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=16).digest()
