"""The metadata of a library on a Milvus server, cached for a second."""

import json
import time
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt

from embeddings.base import Vector
from qa.store.listing import sort_names
from qa.store.milvus.articles import MilvusArticles
from qa.store.milvus.server import MilvusServer
from qa.store.milvus.table import ColumnType, TableSchema

FACTS = TableSchema(
    "tanya_facts",
    (("name", ColumnType.TEXT), ("value", ColumnType.TEXT), ("place", ColumnType.PLACE)),
)
_CACHE_S = 1.0
"""How much later than Milvus itself a change of another process is seen, at most."""

_TOTAL_PREFIX = "total of "


@dataclass(frozen=True, slots=True)
class VectorSum:
    """The sum of vectors, float64, and their number, from which their mean is computed."""

    count: int
    vector: npt.NDArray[np.float64]

    @classmethod
    def empty(cls, dim: int) -> "VectorSum":
        """Return the empty sum for vectors of this length."""
        return cls(0, np.zeros(dim, np.float64))

    def plus(self, vector: Vector, sign: int) -> "VectorSum":
        """Return the sum with a vector added (sign 1) or subtracted (-1)."""
        return VectorSum(self.count + sign, self.vector + sign * vector.astype(np.float64))

    @property
    def mean(self) -> Vector:
        """The mean, not of unit length; zero for an empty sum."""
        return (self.vector / max(1, self.count)).astype(np.float32)

    @property
    def encoded(self) -> str:
        """The sum as JSON; see `decode`."""
        numbers = b64encode(self.vector.astype("<f8").tobytes()).decode()
        return json.dumps({"count": self.count, "vector": numbers})

    @classmethod
    def decode(cls, encoded: str) -> "VectorSum":
        """Return the sum that was encoded."""
        fields = json.loads(encoded)
        return cls(int(fields["count"]), np.frombuffer(b64decode(fields["vector"]), "<f8"))


@dataclass(frozen=True, slots=True)
class LibraryFacts:
    """The metadata of a library, and what it says of its articles.

    Attributes:
        facts: by name.
        vector_sums: of each language, by language.
        languages: ISO 639-1, in alphabetical order.
        sources: publishers, in alphabetical order.
        newest_day: the latest day of publication, if any.
    """

    facts: Mapping[str, str]
    vector_sums: Mapping[str, VectorSum]
    languages: tuple[str, ...]
    sources: tuple[str, ...]
    newest_day: date | None

    @property
    def generation(self) -> int:
        """How many changes of the articles there were."""
        return _generation(self.facts)

    @property
    def dim(self) -> int:
        """The length of a vector; 0 before there are any."""
        return int(self.facts.get("dim", 0))

    @property
    def unfinished_keys(self) -> list[str]:
        """The keys of the articles of a change that was begun and not finished."""
        return json.loads(self.facts.get("changing", "[]"))


class MilvusFacts:
    """The metadata table of a server."""

    def __init__(self, server: MilvusServer, articles: MilvusArticles) -> None:
        """Open the table, or create it."""
        server.open(FACTS)
        self._server = server
        self._articles = articles
        self._read_at = 0.0
        self._cached: LibraryFacts | None = None

    @property
    def current(self) -> LibraryFacts:
        """The metadata, at most a second old."""
        cached = self._cached
        if cached is None or time.monotonic() - self._read_at > _CACHE_S:
            cached = self._read(cached)
            self._read_at, self._cached = time.monotonic(), cached
        return cached

    def set(self, facts: Mapping[str, str]) -> None:
        """Set values by name."""
        rows = [{"name": n, "value": v, "place": [0.0, 0.0]} for n, v in facts.items()]
        self._server.put(FACTS.name, rows)
        self._read_at = 0.0

    def start_change(self, keys: list[str]) -> None:
        """Record which articles are about to change."""
        self.set({"changing": json.dumps(keys)})

    def end_change(self, vector_sums: Mapping[str, VectorSum]) -> None:
        """Record that the change is finished, and the sums of each language's vectors."""
        sums = {f"{_TOTAL_PREFIX}{language}": s.encoded for language, s in vector_sums.items()}
        generation = str(self.current.generation + 1)
        self.set({**sums, "changing": "[]", "generation": generation})

    def _read(self, before: LibraryFacts | None) -> LibraryFacts:
        rows = self._server.every(FACTS.name, "", ("name", "value"))
        facts = {row["name"]: row["value"] for row in rows}
        if before is not None and before.generation == _generation(facts):
            return replace(before, facts=facts)
        return LibraryFacts(
            facts,
            _vector_sums(facts),
            self._articles.distinct("language"),
            sort_names(self._articles.distinct("source")),
            self._articles.newest_day(),
        )


def _generation(facts: Mapping[str, str]) -> int:
    return int(facts.get("generation", 0))


def _vector_sums(facts: Mapping[str, str]) -> dict[str, VectorSum]:
    return {
        name.removeprefix(_TOTAL_PREFIX): VectorSum.decode(value)
        for name, value in facts.items()
        if name.startswith(_TOTAL_PREFIX)
    }
