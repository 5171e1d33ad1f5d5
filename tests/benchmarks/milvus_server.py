"""Cost of a passage on a Milvus server: write and search time, memory and disk.

Run by hand: python tests/benchmarks/milvus_server.py INDOSUM.jsonl QUESTIONS.jsonl FOLDER PASSAGES.
The server is that of the package `milvus` (pip install milvus==2.3.5), on the loopback. It is too
old for term search, so articles, passages and vectors are measured. The passages are those of
`library_growth.py`.
"""

import statistics
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import numpy as np
import psutil
from library_growth import FIRST, _corpus, _entries

from embeddings.base import Matrix, Vector
from embeddings.load import open_encoder
from qa.settings import MilvusSettings, read_settings
from qa.store.documents import IndexedDocument
from qa.store.errors import LibraryError
from qa.store.milvus.library import MilvusLibrary
from qa.store.milvus.server import MilvusServer

_ARTICLES_A_CHANGE = MilvusSettings().write_batch_articles
_BEST = 10
_STARTING_S = 120.0
_SETTLING_S = 60.0


def main() -> None:
    """Print what an empty server takes, and what each passage adds to that."""
    indosum, questions, folder = map(Path, sys.argv[1:4])
    size = int(sys.argv[4])
    settings = read_settings()
    encoder = open_encoder(settings.encoder.model, settings.encoder.cache_folder, print)
    corpus = _corpus(indosum, questions, folder, encoder)
    queries = [encoder.encode_query(text) for text in corpus.questions]
    with _server(folder / f"milvus-{size}") as server:
        library = MilvusLibrary(server, has_words=False)
        empty = _memory_bytes()
        entries = list(_entries(corpus, size))
        if library.encoder is None:
            library.reset_for_encoder(encoder.name, encoder.dim)
            rate = size / _filled_s(library, entries)
            print(f"{size} passages written, {rate:.0f} a second", flush=True)
        # Until its graph is made, it looks in a coarser index.
        time.sleep(_SETTLING_S)
        vectors = np.concatenate([entry.vectors for entry in entries])
        print(_found(library, queries, vectors, settings.retrieval.candidates), flush=True)
        print(f"{(_memory_bytes() - empty) / size / 1000:.2f} KB of memory a passage", flush=True)
        disk = sum(file.stat().st_size for file in folder.glob(f"milvus-{size}/**/*"))
        print(f"{disk / size / 1000:.2f} KB of disk a passage, of {disk / 1e9:.2f} GB", flush=True)


@contextmanager
def _server(folder: Path) -> Generator[MilvusServer]:
    from milvus import MilvusServer as Carried

    carried = Carried(wait_for_started=False)
    carried.set_base_dir(str(folder))
    carried.start()
    try:
        yield _reached(f"http://127.0.0.1:{carried.listen_port}")
    finally:
        carried.stop()


def _reached(address: str) -> MilvusServer:
    until = time.monotonic() + _STARTING_S
    while True:
        try:
            return MilvusServer(address, MilvusSettings(timeout_s=120))
        except LibraryError:
            if time.monotonic() > until:
                raise
            time.sleep(1)


def _filled_s(library: MilvusLibrary, entries: list[IndexedDocument]) -> float:
    began = time.perf_counter()
    for start in range(0, len(entries), _ARTICLES_A_CHANGE):
        library.update(entries[start : start + _ARTICLES_A_CHANGE], ())
    library.flush()
    return time.perf_counter() - began


def _found(library: MilvusLibrary, queries: list[Vector], vectors: Matrix, k: int) -> str:
    for query in queries[:FIRST]:
        library.vectors.search(query, "id", k)
    waits: list[float] = []
    shares: list[float] = []
    for query in queries[FIRST:]:
        began = time.perf_counter()
        hits = library.vectors.search(query, "id", k)
        waits.append(time.perf_counter() - began)
        scores = vectors @ query
        best = np.sort(scores)[-_BEST]
        shares.append(sum(hit.score >= best - 1e-5 for hit in hits[:_BEST]) / _BEST)
    wait_ms = 1000 * statistics.median(waits)
    return f"the nearest {k}: {wait_ms:.1f} ms; recall@{_BEST} of them {np.mean(shares):.4f}"


def _memory_bytes() -> int:
    """Return what the processes that this one started hold in memory."""
    return sum(each.memory_info().rss for each in psutil.Process().children(recursive=True))


if __name__ == "__main__":
    main()
