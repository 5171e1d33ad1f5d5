"""Speed-up by a Dask cluster, and how many workers one client can keep busy.

Run by hand: python tests/benchmarks/cluster.py INDOSUM.jsonl [ARTICLES]. One worker on one core is
compared with two workers on a core each. Then encoding is replaced by a stub without cost; the rest
is the client's time for reading, receiving and writing, and the scheduler's overhead.
"""

import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
from fakes.dask_cluster import LocalDaskCluster

from embeddings.base import Encoder, Matrix, Vector
from embeddings.load import BUNDLED, encoder_name
from qa.indexing.dask import DaskCluster, open_local_encoder
from qa.indexing.sync import sync_library
from qa.ingest.sandbox import Sandbox
from qa.settings import Settings
from qa.store.local import LocalLibrary


class FreeEncoder:
    """Gives texts vectors drawn by lot, at no cost."""

    name = "free"
    dim = 384

    def __init__(self) -> None:
        drawn = np.random.default_rng(7).standard_normal((4096, self.dim)).astype(np.float32)
        self._drawn = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)

    def encode_query(self, text: str) -> Vector:
        """Return a unit vector."""
        return self._drawn[len(text) % len(self._drawn)]

    def encode_documents(self, texts: Sequence[str]) -> Matrix:
        """Return a unit vector for each text."""
        return self._drawn[np.arange(len(texts)) % len(self._drawn)]


def main() -> None:
    """Print passages a second with one worker and with two, and seconds of a core by process."""
    indosum, *some = sys.argv[1:]
    rows = [json.loads(line) for line in Path(indosum).read_text("utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        few = _rows(folder / "few.jsonl", rows[: int((*some, "600")[0])])
        for workers in (1, 2):
            _encoded(folder / f"{workers}", few, workers)
        _free(folder / "rows", _rows(folder / "all.jsonl", rows))
        _free(folder / "pages", _pages(folder / "pages-html", rows[:1000]))


def _rows(path: Path, rows: list[dict[str, str]]) -> Path:
    lines = [json.dumps({"id": row["id"], "text": "\n\n".join(row["paragraphs"])}) for row in rows]
    path.write_text("\n".join(lines), "utf-8")
    return path


def _pages(folder: Path, rows: list[dict[str, str]]) -> Path:
    """Return a folder of web pages, with a menu above each article."""
    folder.mkdir()
    menu = "<nav>" + "<a href='/berita'>Berita</a>" * 40 + "</nav>"
    for number, row in enumerate(rows):
        body = "".join(f"<p>{paragraph}</p>" for paragraph in row["paragraphs"])
        page = f"<html><body>{menu}<article><h1>Berita {number}</h1>{body}</article></body></html>"
        (folder / f"{number}.html").write_text(page, "utf-8")
    return folder


def _encoded(folder: Path, news: Path, workers: int) -> None:
    name, opener = encoder_name(BUNDLED), partial(open_local_encoder, BUNDLED)
    passages, seconds, _ = _run(folder, news, workers, name, opener, pinned=True)
    print(f"{workers} worker(s) of a core each: {passages / seconds:.1f} passages/s", flush=True)


def _free(folder: Path, news: Path) -> None:
    passages, seconds, spent = _run(folder, news, 1, FreeEncoder.name, FreeEncoder)
    print(f"{folder.name}: {passages} passages in {seconds:.1f} s, workers encoding at no cost")
    for who, cpu_s in spent.items():
        print(f"  {who}: {1e6 * cpu_s / passages:.0f} us of a core a passage", flush=True)


def _run(
    folder: Path,
    news: Path,
    workers: int,
    name: str,
    opener: Callable[[], Encoder],
    pinned: bool = False,
) -> tuple[int, float, dict[str, float]]:
    """Return how many passages there were, how long they took, and what that took of a core."""
    folder.mkdir()
    settings = Settings()
    with closing(LocalDaskCluster(folder)) as dask:
        dask.add_workers(workers, pinned)
        library = LocalLibrary.create(folder / "library")
        cluster = DaskCluster(dask.address, settings.dask, settings.passage, name, opener)
        before, scheduler = time.process_time(), dask.scheduler_cpu_s
        children = _children_cpu_s()
        began = time.perf_counter()
        with closing(cluster), closing(Sandbox(settings.reading)) as reading:
            changes = sync_library(
                library,
                [news],
                name,
                FreeEncoder,
                settings.passage,
                lambda _: None,
                compacts=True,
                read=reading.read,
                prepare=cluster.prepare,
            )
        seconds = time.perf_counter() - began
        spent = {
            "the client": time.process_time() - before,
            "its reading process": _children_cpu_s() - children,
            "the scheduler": dask.scheduler_cpu_s - scheduler,
        }
        library.close()
    return changes.passages, seconds, spent


def _children_cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
