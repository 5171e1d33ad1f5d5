"""An indexing run in a process of its own, which a test can kill at any moment.

    python tests/fakes/indexing_process.py LIBRARY NEWS [MAX_FILE_BYTES]

Brings a library up to date with a folder, using `HashingEncoder`. After every batch it prints how
many articles are stored for good. With MAX_FILE_BYTES no file can grow beyond that size, as on a
disk that is full.
"""

import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2]))

from fakes.hashing_encoder import HashingEncoder
from qa.indexing.sync import sync_library
from qa.ingest.chunking import split_into_passages
from qa.schema.filters import EVERYTHING
from qa.settings import PassageSettings
from qa.store.indexes.bm25 import exact_terms
from qa.store.local import LocalLibrary
from qa.text.language import detect_language

SETTINGS = PassageSettings()
_DIM = 32


@dataclass(frozen=True)
class KilledRun:
    """How far a run had come when it was killed.

    Attributes:
        after_s: seconds from its start to its end.
        reported: articles that it had reported as stored.
        is_done: whether it had finished before it could be killed.
    """

    after_s: float
    reported: int
    is_done: bool


def write_news(folder: Path, articles: int) -> None:
    """Write articles of a few passages each; "kabarN" stands in the Nth only."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(articles):
        body = "\n\n".join(f"Alinea {n} dari kabar{number}: " + "kata " * 80 for n in range(4))
        (folder / f"{number:04}.txt").write_text(body, "utf-8")


def kill_at_random(
    library: Path, news: Path, times: int, longest_s: float, seed: int
) -> Iterator[KilledRun]:
    """Start `times` runs, kill each at a random moment, and yield how far it had come."""
    drawn = random.Random(seed)
    for _ in range(times):
        after_s = drawn.uniform(0.0, longest_s)
        command = [sys.executable, __file__, str(library), str(news)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            began = time.monotonic()
            try:
                process.wait(after_s)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
            assert process.stdout is not None
            said = process.stdout.read().split()
        counts = [int(word) for word in said if word.isdigit()]
        yield KilledRun(time.monotonic() - began, max(counts, default=0), "done" in said)


def assert_whole(folder: Path, news: Path, at_least: int) -> int:
    """Assert that a library left behind is consistent; return the number of its articles."""
    with closing(LocalLibrary.create(folder)) as library:
        articles = library.articles()
        assert len(articles) >= at_least, (len(articles), at_least)
        rows = library.passages(library.rows(EVERYTHING))
        assert len(library.vectors) == len(rows)
        spans = {(p.article.id, p.start, p.end) for p in rows.values()}
        assert spans == {
            (article.id, passage.start, passage.end)
            for article in articles
            for passage in split_into_passages(article, SETTINGS.max_chars, SETTINGS.overlap_chars)
        }
        for article in articles:
            assert article.text == (news / Path(article.path).name).read_text("utf-8")
        for article in articles[:: max(1, len(articles) // 5)]:
            word = f"kabar{int(Path(article.path).stem)}"
            found = library.search_bm25(exact_terms((word,)), article.language, 1)
            assert [rows[hit.row].article.id for hit in found] == [article.id]
    return len(articles)


def _main(folder: Path, news: Path, max_file_bytes: int | None = None) -> None:
    encoder = HashingEncoder(_DIM)
    if max_file_bytes is not None:
        # The language detector writes a file when it is first used: before the limit is set.
        detect_language("berita panjang " * 20)
        resource.setrlimit(resource.RLIMIT_FSIZE, (max_file_bytes, max_file_bytes))
    library = LocalLibrary.create(folder)
    before = library.counts()[0]

    def report(progress: object) -> None:
        print(before + progress.articles, flush=True)  # type: ignore[attr-defined]  # noqa: T201

    sync_library(library, [news], encoder.name, lambda: encoder, SETTINGS, report)
    library.close()
    print("done", flush=True)  # noqa: T201


if __name__ == "__main__":
    _main(Path(sys.argv[1]), Path(sys.argv[2]), *map(int, sys.argv[3:]))
