"""What is known of a library that Milvus keeps, read at once and again when it may have changed."""

import json
import time
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt

from embeddings.base import Vector
from qa.store.catalogue import in_alphabet
from qa.store.milvus.articles import MilvusArticles
from qa.store.milvus.server import MilvusServer
from qa.store.milvus.table import ColumnType, Table

FACTS = Table(
    "tanya_facts",
    (("name", ColumnType.TEXT), ("value", ColumnType.TEXT), ("place", ColumnType.PLACE)),
)
_KNOWN_FOR_S = 1.0
"""What another process changed is seen that much later, at the most, and what Milvus takes."""

_TOTAL = "total of "


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of vectors, float64, and of how many: what their mean is made of."""

    count: int
    vector: npt.NDArray[np.float64]

    @classmethod
    def nothing(cls, dim: int) -> "Total":
        """Return the sum of no vectors of this length."""
        return cls(0, np.zeros(dim, np.float64))

    def with_one(self, vector: Vector, sign: int) -> "Total":
        """Return the sum with a vector more (1) or fewer (-1)."""
        return Total(self.count + sign, self.vector + sign * vector.astype(np.float64))

    @property
    def mean(self) -> Vector:
        """The mean, not of unit length; zero of no vectors."""
        return (self.vector / max(1, self.count)).astype(np.float32)

    @property
    def written(self) -> str:
        """The same as text; see `read`."""
        numbers = b64encode(self.vector.astype("<f8").tobytes()).decode()
        return json.dumps({"count": self.count, "vector": numbers})

    @classmethod
    def read(cls, written: str) -> "Total":
        """Return what was written."""
        kept = json.loads(written)
        return cls(int(kept["count"]), np.frombuffer(b64decode(kept["vector"]), "<f8"))


@dataclass(frozen=True, slots=True)
class Known:
    """Facts by their names, and what there is among the articles.

    Attributes:
        facts: as they were set.
        totals: the sums of the vectors, by language.
        languages: ISO 639-1, in the order of the alphabet.
        sources: publishers, in the order of the alphabet.
        newest_day: the last on which an article was published.
    """

    facts: Mapping[str, str]
    totals: Mapping[str, Total]
    languages: tuple[str, ...]
    sources: tuple[str, ...]
    newest_day: date | None

    @property
    def generation(self) -> int:
        """How often the articles were changed."""
        return _generation(self.facts)

    @property
    def dim(self) -> int:
        """The length of a vector; 0 before there are any."""
        return int(self.facts.get("dim", 0))

    @property
    def changing(self) -> list[str]:
        """The keys of the articles that a change is about that is not done."""
        return json.loads(self.facts.get("changing", "[]"))


class MilvusFacts:
    """The facts that a server keeps, each by a name."""

    def __init__(self, server: MilvusServer, articles: MilvusArticles) -> None:
        """Open the table, or make it."""
        server.open(FACTS)
        self._server = server
        self._articles = articles
        self._read_at = 0.0
        self._known: Known | None = None

    @property
    def known(self) -> Known:
        """What was known a moment ago."""
        known = self._known
        if known is None or time.monotonic() - self._read_at > _KNOWN_FOR_S:
            known = self._read(known)
            self._read_at, self._known = time.monotonic(), known
        return known

    def set(self, facts: Mapping[str, str]) -> None:
        """Keep facts in the place of those of these names."""
        rows = [{"name": n, "value": v, "place": [0.0, 0.0]} for n, v in facts.items()]
        self._server.put(FACTS.name, rows)
        self._read_at = 0.0

    def start_change(self, keys: list[str]) -> None:
        """Note which articles are about to change."""
        self.set({"changing": json.dumps(keys)})

    def end_change(self, totals: Mapping[str, Total]) -> None:
        """Say that the change is done, and what the vectors of each language add up to."""
        written = {f"{_TOTAL}{language}": each.written for language, each in totals.items()}
        generation = str(self.known.generation + 1)
        self.set({**written, "changing": "[]", "generation": generation})

    def _read(self, before: Known | None) -> Known:
        read = self._server.every(FACTS.name, "", ("name", "value"))
        facts = {fact["name"]: fact["value"] for fact in read}
        if before is not None and before.generation == _generation(facts):
            return replace(before, facts=facts)
        return Known(
            facts,
            _totals(facts),
            self._articles.distinct("language"),
            in_alphabet(self._articles.distinct("source")),
            self._articles.newest_day(),
        )


def _generation(facts: Mapping[str, str]) -> int:
    return int(facts.get("generation", 0))


def _totals(facts: Mapping[str, str]) -> dict[str, Total]:
    return {
        name.removeprefix(_TOTAL): Total.read(value)
        for name, value in facts.items()
        if name.startswith(_TOTAL)
    }
