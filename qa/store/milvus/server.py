"""A Milvus server, or a file of Milvus Lite; `pymilvus` is met in this module alone.

The differences between them are handled here: Lite negates BM25 scores, has no white-space
analyzer, and computes a word's document frequency over the rows that pass a filter; servers before
2.5 have no BM25; an existing table must be loaded.
"""

import re
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from embeddings.base import Vector
from qa.settings import MilvusSettings
from qa.store.errors import LibraryError, silence_logger
from qa.store.milvus.table import MAX_TEXT_BYTES, ColumnType, TableSchema

Row = Mapping[str, Any]
"""The values of a table's row, by column."""

MAX_SEARCH_ROWS = 16_384
"""The most rows that one search returns."""

_MIN_BM25_VERSION = (2, 5)
_BATCH_ROWS = 1_000
_BM25_COLUMN = "weights"
_BM25 = {"bm25_k1": 1.2, "bm25_b": 0.75}
_PASSWORD = re.compile(r"(?<=://)[^/@]*@")


class MilvusServer:
    """The tables at an address. Every method raises `LibraryError` where it fails."""

    def __init__(self, uri: str, settings: MilvusSettings) -> None:
        """Connect.

        Args:
            uri: as "http://127.0.0.1:19530", or the path of a file of Milvus Lite, ending in ".db".
            settings: credentials, and how tables are created and loaded.

        Raises:
            LibraryError: there is no server, it refuses the credentials, or `pymilvus` is not
                installed.
        """
        self._location = f"milvus:{_PASSWORD.sub('', uri)}"
        self.settings = settings
        self._timeout_s = settings.timeout_s
        self._key_of: dict[str, str] = {}
        try:
            import grpc
            import pymilvus
        except ImportError as error:
            raise LibraryError(
                f"{self._location}: needs the package pymilvus; install tanya[milvus]"
            ) from error
        # It logs a traceback of every error that it raises.
        silence_logger("pymilvus")
        self._milvus: Any = pymilvus
        # A call that times out fails in gRPC, not in `pymilvus`.
        self._failures = (pymilvus.MilvusException, grpc.RpcError)
        with self._reported("reached"):
            token = settings.token.get_secret_value() if settings.token else ""
            self._client: Any = pymilvus.MilvusClient(uri, token=token, timeout=self._timeout_s)
            self._version = str(self._client.get_server_version())

    @property
    def name(self) -> str:
        """Version and address, for users."""
        version = self._version.removeprefix("milvus_lite-").removeprefix("v")
        return f"Milvus {'Lite ' if self.is_lite else ''}{version} at {self._location}"

    @property
    def is_lite(self) -> bool:
        """Whether it is a file of Milvus Lite, and no server."""
        return "milvus_lite" in self._version

    @property
    def has_words(self) -> bool:
        """Whether it can search by words."""
        numbers = tuple(map(int, re.findall(r"\d+", self._version)[:2]))
        return self.is_lite or numbers >= _MIN_BM25_VERSION

    def open(self, table: TableSchema) -> None:
        """Open a table, created if it does not exist."""
        with self._reported("opened"):
            if not self._client.has_collection(table.name, timeout=self._timeout_s):
                self._create(table)
            self._client.load_collection(
                table.name, timeout=self._timeout_s, replica_number=self.settings.replicas
            )
            self._key_of[table.name] = table.key

    def _create(self, table: TableSchema) -> None:
        kinds, client = self._milvus.DataType, self._client
        schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
        index = client.prepare_index_params()
        for name, kind in table.columns:
            is_key = name == table.key
            if kind is ColumnType.NUMBER:
                schema.add_field(name, kinds.INT64, is_primary=is_key)
            elif kind is ColumnType.TEXT:
                schema.add_field(name, kinds.VARCHAR, max_length=MAX_TEXT_BYTES, is_primary=is_key)
            elif kind is ColumnType.PLACE:
                schema.add_field(name, kinds.FLOAT_VECTOR, dim=2)
                index.add_index(name, index_type="FLAT", metric_type="IP")
            elif kind is ColumnType.VECTOR:
                schema.add_field(name, kinds.FLOAT_VECTOR, dim=table.dim)
                best = "FLAT" if self.is_lite else self.settings.vector_index
                index.add_index(name, index_type=best, metric_type="IP")
            else:
                self._add_words(name, schema, index)
        client.create_collection(
            table.name,
            schema=schema,
            num_shards=self.settings.shards,
            # A process sees its own writes at once, and those of others a little later.
            consistency_level="Session",
            timeout=self._timeout_s,
        )
        client.create_index(table.name, index, timeout=self._timeout_s)

    def _add_words(self, name: str, schema: Any, index: Any) -> None:  # noqa: ANN401 (pymilvus's)
        kinds = self._milvus.DataType
        # For lower-case text without punctuation the two are the same.
        analyzer = {"tokenizer": "standard" if self.is_lite else "whitespace"}
        schema.add_field(
            name,
            kinds.VARCHAR,
            max_length=MAX_TEXT_BYTES,
            enable_analyzer=True,
            analyzer_params=analyzer,
        )
        schema.add_field(_BM25_COLUMN, kinds.SPARSE_FLOAT_VECTOR)
        bm25 = self._milvus.Function(
            name="bm25",
            function_type=self._milvus.FunctionType.BM25,
            input_field_names=[name],
            output_field_names=[_BM25_COLUMN],
        )
        schema.add_function(bm25)
        index.add_index(
            _BM25_COLUMN, index_type="SPARSE_INVERTED_INDEX", metric_type="BM25", params=_BM25
        )

    def drop(self, table: str) -> None:
        """Drop a table, if it exists."""
        with self._reported("changed"):
            self._client.drop_collection(table, timeout=self._timeout_s)

    def put(self, table: str, rows: Sequence[Row]) -> None:
        """Upsert rows into a table, by their keys."""
        with self._reported("changed"):
            for start in range(0, len(rows), _BATCH_ROWS):
                batch = [dict(row) for row in rows[start : start + _BATCH_ROWS]]
                self._client.upsert(table, batch, timeout=self._timeout_s)

    def delete(self, table: str, condition: str) -> None:
        """Delete the rows of a table that match a condition."""
        with self._reported("changed"):
            self._client.delete(table, filter=condition, timeout=self._timeout_s)

    def seal(self, table: str) -> None:
        """Make a server index the rows that were written last.

        Until then it searches them with a coarse index: of the ten nearest of 12,000 vectors it
        found 0.68, and a minute after this 0.99 (Milvus 2.3.5).
        """
        with self._reported("changed"):
            self._client.flush(table, timeout=self._timeout_s)

    def count(self, table: str, condition: str = "") -> int:
        """Return how many rows of a table match a condition."""
        (row,) = self._query(table, condition, ["count(*)"])
        return int(row["count(*)"])

    def some(self, table: str, condition: str, columns: Sequence[str], limit: int) -> list[Row]:
        """Return rows that match a condition, at most `limit`, whichever they are."""
        return self._query(table, condition, columns, limit=min(limit, MAX_SEARCH_ROWS))

    def every(self, table: str, condition: str, columns: Sequence[str]) -> Iterator[Row]:
        """Yield all rows that match a condition, in no order, a page at a time."""
        with self._reported("read"):
            pages = self._client.query_iterator(
                table,
                batch_size=_BATCH_ROWS,
                filter=condition,
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

    def _query(self, table: str, condition: str, columns: Sequence[str], **more: int) -> list[Row]:
        with self._reported("read"):
            rows = self._client.query(
                table,
                filter=condition,
                output_fields=list(columns),
                timeout=self._timeout_s,
                **more,
            )
            return list(rows)

    def nearest(
        self, table: str, column: str, vector: Vector, limit: int, condition: str = ""
    ) -> list[tuple[Any, float]]:
        """Return the keys of the rows with the highest inner products with this vector, best first.

        At most `limit`, of those that match the condition; each with its inner product.
        """
        (hits,) = self._search(table, column, [vector.tolist()], limit, condition, "IP")
        return hits

    def search_words(
        self, table: str, texts: Sequence[str], limit: int, condition: str = ""
    ) -> list[list[tuple[Any, float]]]:
        """Return for each text the keys of the rows that have a word of it, with their BM25 scores.

        Best first, at most `limit`, of those that match the condition.
        """
        if not (self.is_lite and condition):
            return self._search_bm25(table, texts, limit, condition)
        # Lite would compute document frequencies over the matching rows alone.
        key = self._key_of[table]
        matching = {row[key] for row in self.every(table, condition, (key,))}
        results = self._search_bm25(table, texts, MAX_SEARCH_ROWS, "")
        return [[hit for hit in hits if hit[0] in matching][:limit] for hits in results]

    def _search_bm25(
        self, table: str, texts: Sequence[str], limit: int, condition: str
    ) -> list[list[tuple[Any, float]]]:
        results = self._search(table, _BM25_COLUMN, list(texts), limit, condition, "BM25")
        return [[(key, abs(score)) for key, score in hits] for hits in results]

    def _search(
        self, table: str, column: str, data: Sequence[Any], limit: int, condition: str, metric: str
    ) -> list[list[tuple[Any, float]]]:
        key = self._key_of[table]
        with self._reported("searched"):
            results = self._client.search(
                table,
                data=data,
                anns_field=column,
                limit=min(limit, MAX_SEARCH_ROWS),
                filter=condition,
                # 2.3.5 does not return the name of the key column unless it is asked for.
                output_fields=[key],
                search_params={"metric_type": metric},
                timeout=self._timeout_s,
            )
            return [[(hit[key], float(hit["distance"])) for hit in hits] for hits in results]

    def close(self) -> None:
        """Close the connection, or the file."""
        self._client.close()

    @contextmanager
    def _reported(self, action: str) -> Generator[None]:
        try:
            yield
        except self._failures as error:
            message = f"{self._location}: cannot be {action} ({_message(error)})"
            raise LibraryError(message) from error
        except (OSError, ValueError) as error:
            raise LibraryError(f"{self._location}: cannot be {action} ({error})") from error


def _message(error: Any) -> str:  # noqa: ANN401 (pymilvus's)
    """Return an error's message in one line."""
    details = getattr(error, "details", None)  # gRPC's
    message = details() if callable(details) else getattr(error, "message", error)
    return " ".join(str(message).split())
