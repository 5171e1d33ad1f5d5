"""A Milvus server, or a file of Milvus Lite: the one module that meets `pymilvus`.

What differs between them is known here alone: Lite gives BM25 scores with the sign turned, knows no
analyzer that parts by white space, and counts words among the rows that meet a test alone; servers
before 2.5 have no BM25; a table that was made before must be loaded.
"""

import re
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from embeddings.base import Vector
from qa.settings import MilvusSettings
from qa.store.errors import LibraryError, silence_logger
from qa.store.milvus.table import MOST_BYTES, ColumnType, Table

Row = Mapping[str, Any]
"""What a table holds in a row, by column."""

MOST_FOUND = 16_384
"""Rows that one search may return."""

_LEAST_WITH_WORDS = (2, 5)
_ROWS_A_CALL = 1_000
_WEIGHTS = "weights"
_BM25 = {"bm25_k1": 1.2, "bm25_b": 0.75}
_PASSWORD = re.compile(r"(?<=://)[^/@]*@")


class MilvusServer:
    """Tables at an address. What cannot be done is told as a `LibraryError`."""

    def __init__(self, uri: str, settings: MilvusSettings) -> None:
        """Connect.

        Args:
            uri: as "http://127.0.0.1:19530", or the path of a file of Milvus Lite, ending in ".db".
            settings: what proves who asks, and how tables are made and held there.

        Raises:
            LibraryError: there is no server, it lets nobody in, or `pymilvus` is not installed.
        """
        self._where = f"milvus:{_PASSWORD.sub('', uri)}"
        self._settings = settings
        self._timeout_s = settings.timeout_s
        self._key_of: dict[str, str] = {}
        try:
            import grpc
            import pymilvus
        except ImportError as error:
            raise LibraryError(
                f"{self._where}: needs the package pymilvus; install tanya[milvus]"
            ) from error
        # It writes a traceback of all that it raises.
        silence_logger("pymilvus")
        self._milvus: Any = pymilvus
        # A call that takes too long is told by what carries it, and not by `pymilvus`.
        self._failures = (pymilvus.MilvusException, grpc.RpcError)
        with self._reported("reached"):
            token = settings.token.get_secret_value() if settings.token else ""
            self._client: Any = pymilvus.MilvusClient(uri, token=token, timeout=self._timeout_s)
            self._version = str(self._client.get_server_version())

    @property
    def name(self) -> str:
        """What it is and where, for people."""
        version = self._version.removeprefix("milvus_lite-").removeprefix("v")
        return f"Milvus {'Lite ' if self.is_lite else ''}{version} at {self._where}"

    @property
    def is_lite(self) -> bool:
        """Whether it is a file that this process reads and writes, and no server."""
        return "milvus_lite" in self._version

    @property
    def has_words(self) -> bool:
        """Whether it finds text by its words."""
        numbers = tuple(map(int, re.findall(r"\d+", self._version)[:2]))
        return self.is_lite or numbers >= _LEAST_WITH_WORDS

    def open(self, table: Table) -> None:
        """Make a table, or take the one of this name that there is."""
        with self._reported("opened"):
            if not self._client.has_collection(table.name, timeout=self._timeout_s):
                self._make(table)
            self._client.load_collection(
                table.name, timeout=self._timeout_s, replica_number=self._settings.replicas
            )
            self._key_of[table.name] = table.key

    def _make(self, table: Table) -> None:
        kinds, client = self._milvus.DataType, self._client
        schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
        index = client.prepare_index_params()
        for name, kind in table.columns:
            is_key = name == table.key
            if kind is ColumnType.NUMBER:
                schema.add_field(name, kinds.INT64, is_primary=is_key)
            elif kind is ColumnType.TEXT:
                schema.add_field(name, kinds.VARCHAR, max_length=MOST_BYTES, is_primary=is_key)
            elif kind is ColumnType.PLACE:
                schema.add_field(name, kinds.FLOAT_VECTOR, dim=2)
                index.add_index(name, index_type="FLAT", metric_type="IP")
            elif kind is ColumnType.VECTOR:
                schema.add_field(name, kinds.FLOAT_VECTOR, dim=table.dim)
                best = "FLAT" if self.is_lite else self._settings.vector_index
                index.add_index(name, index_type=best, metric_type="IP")
            else:
                self._add_words(name, schema, index)
        client.create_collection(
            table.name,
            schema=schema,
            num_shards=self._settings.shards,
            # What this process wrote it sees at once; what others wrote, a little later.
            consistency_level="Session",
            timeout=self._timeout_s,
        )
        client.create_index(table.name, index, timeout=self._timeout_s)

    def _add_words(self, name: str, schema: Any, index: Any) -> None:  # noqa: ANN401 (pymilvus's)
        kinds = self._milvus.DataType
        # Of text that is in small letters and without marks, the two do the same.
        analyzer = {"tokenizer": "standard" if self.is_lite else "whitespace"}
        schema.add_field(
            name,
            kinds.VARCHAR,
            max_length=MOST_BYTES,
            enable_analyzer=True,
            analyzer_params=analyzer,
        )
        schema.add_field(_WEIGHTS, kinds.SPARSE_FLOAT_VECTOR)
        bm25 = self._milvus.Function(
            name="bm25",
            function_type=self._milvus.FunctionType.BM25,
            input_field_names=[name],
            output_field_names=[_WEIGHTS],
        )
        schema.add_function(bm25)
        index.add_index(
            _WEIGHTS, index_type="SPARSE_INVERTED_INDEX", metric_type="BM25", params=_BM25
        )

    def drop(self, table: str) -> None:
        """Throw a table away, if there is one of this name."""
        with self._reported("changed"):
            self._client.drop_collection(table, timeout=self._timeout_s)

    def put(self, table: str, rows: Sequence[Row]) -> None:
        """Put rows into a table, each in the place of the one with its key."""
        with self._reported("changed"):
            for start in range(0, len(rows), _ROWS_A_CALL):
                batch = [dict(row) for row in rows[start : start + _ROWS_A_CALL]]
                self._client.upsert(table, batch, timeout=self._timeout_s)

    def delete(self, table: str, where: str) -> None:
        """Take the rows that meet a test out of a table."""
        with self._reported("changed"):
            self._client.delete(table, filter=where, timeout=self._timeout_s)

    def seal(self, table: str) -> None:
        """Let a server index what was put into a table lately.

        Until then it looks for it in a coarse index: of the ten nearest of 12,000 vectors it found
        0.68, and a minute after this 0.99 (Milvus 2.3.5).
        """
        with self._reported("changed"):
            self._client.flush(table, timeout=self._timeout_s)

    def count(self, table: str, where: str = "") -> int:
        """Return how many rows of a table meet a test."""
        (found,) = self._query(table, where, ["count(*)"])
        return int(found["count(*)"])

    def some(self, table: str, where: str, columns: Sequence[str], most: int) -> list[Row]:
        """Return rows that meet a test, at most `most`, whichever they are."""
        return self._query(table, where, columns, limit=min(most, MOST_FOUND))

    def every(self, table: str, where: str, columns: Sequence[str]) -> Iterator[Row]:
        """Yield all rows that meet a test, in no order, read as they are asked for."""
        with self._reported("read"):
            pages = self._client.query_iterator(
                table,
                batch_size=_ROWS_A_CALL,
                filter=where,
                output_fields=list(columns),
                timeout=self._timeout_s,
            )
        try:
            while page := self._page(pages):
                yield from page
        finally:
            pages.close()

    def _page(self, pages: Any) -> list[Row]:  # noqa: ANN401 (pymilvus's)
        with self._reported("read"):
            return list(pages.next())

    def _query(self, table: str, where: str, columns: Sequence[str], **more: int) -> list[Row]:
        with self._reported("read"):
            found = self._client.query(
                table,
                filter=where,
                output_fields=list(columns),
                timeout=self._timeout_s,
                **more,
            )
            return list(found)

    def nearest(
        self, table: str, column: str, vector: Vector, most: int, where: str = ""
    ) -> list[tuple[Any, float]]:
        """Return the keys of the rows whose vectors have the highest products with this, in order.

        At most `most`, of those that meet the test.
        """
        (hits,) = self._search(table, column, [vector.tolist()], most, where, "IP")
        return hits

    def with_words(
        self, table: str, texts: Sequence[str], most: int, where: str = ""
    ) -> list[list[tuple[Any, float]]]:
        """Return for each text the keys of the rows that hold a word of it, with their BM25 scores.

        Best first, at most `most`, of those that meet the test.
        """
        if not (self.is_lite and where):
            return self._by_words(table, texts, most, where)
        # Lite would count how rare a word is among the rows that meet the test alone.
        key = self._key_of[table]
        meeting = {row[key] for row in self.every(table, where, (key,))}
        found = self._by_words(table, texts, MOST_FOUND, "")
        return [[hit for hit in hits if hit[0] in meeting][:most] for hits in found]

    def _by_words(
        self, table: str, texts: Sequence[str], most: int, where: str
    ) -> list[list[tuple[Any, float]]]:
        found = self._search(table, _WEIGHTS, list(texts), most, where, "BM25")
        return [[(key, abs(score)) for key, score in hits] for hits in found]

    def _search(
        self, table: str, column: str, data: Sequence[Any], most: int, where: str, metric: str
    ) -> list[list[tuple[Any, float]]]:
        key = self._key_of[table]
        with self._reported("searched"):
            found = self._client.search(
                table,
                data=data,
                anns_field=column,
                limit=min(most, MOST_FOUND),
                filter=where,
                # 2.3.5 does not tell the name of the key, so that a hit has it under "id" alone.
                output_fields=[key],
                search_params={"metric_type": metric},
                timeout=self._timeout_s,
            )
            return [[(hit[key], float(hit["distance"])) for hit in hits] for hits in found]

    def close(self) -> None:
        """Let go of the connection, or of the file."""
        self._client.close()

    @contextmanager
    def _reported(self, done: str) -> Generator[None]:
        try:
            yield
        except self._failures as error:
            raise LibraryError(f"{self._where}: cannot be {done} ({_said(error)})") from error
        except (OSError, ValueError) as error:
            raise LibraryError(f"{self._where}: cannot be {done} ({error})") from error


def _said(error: Any) -> str:  # noqa: ANN401 (pymilvus's)
    """Return what went wrong, in one line."""
    details = getattr(error, "details", None)  # gRPC's
    told = details() if callable(details) else getattr(error, "message", error)
    return " ".join(str(told).split())
