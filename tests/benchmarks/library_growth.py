"""Search time, recall, memory and disk of a library of ten thousand to a million passages.

Run by hand: python tests/benchmarks/library_growth.py INDOSUM.jsonl QUESTIONS.jsonl FOLDER [SIZES].
The passages of IndoSum (see the README of the evaluation data) are encoded. Beyond their number,
synthetic passages follow: the vector of one rotated towards another's by up to 0.6 radians about
the mean of all, which keeps mean and spread, with a text of the words of both. The questions come
from a reading set. Measured for each size: a search (question to passages, after 50 for warm-up),
its vector part alone, recall@10 against exact search, memory, opening, answering, and adding 100
articles.
"""

import json
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from embeddings.base import Encoder, Matrix
from embeddings.load import open_encoder
from qa.indexing.sync import digest, sync_library
from qa.ingest.chunking import split_into_passages
from qa.retrieval.hybrid import HybridRetriever
from qa.schema.article import Article
from qa.schema.passage import Passage
from qa.schema.question import Question
from qa.settings import Settings, read_settings
from qa.store.documents import IndexedDocument, SourceRecord
from qa.store.local import LocalLibrary

SIZES = (10_000, 100_000, 1_000_000)
QUESTIONS, FIRST = 200, 50
PASSAGES_AN_ARTICLE = 8
TURNED = (0.1, 0.6)
NEW_ARTICLES = 100


@dataclass(frozen=True)
class Corpus:
    """Texts with their vectors, and articles that no library holds yet."""

    texts: list[str]
    vectors: Matrix
    mean: np.ndarray
    questions: list[str]
    later: list[str]


def main() -> None:
    """Print the figures of each size."""
    indosum, questions, folder = map(Path, sys.argv[1:4])
    sizes = tuple(map(int, sys.argv[4:])) or SIZES
    settings = read_settings()
    encoder = open_encoder(settings.encoder.model, settings.encoder.cache_folder, print)
    corpus = _corpus(indosum, questions, folder, encoder)
    print(f"{len(corpus.texts)} passages of articles; beyond them, variations")
    for size in (0, *sizes):
        place = folder / f"library-{size}"
        if not place.exists():
            began = time.perf_counter()
            _make(place, corpus, size, encoder)
            print(f"{size}: made in {time.perf_counter() - began:.0f} s", flush=True)
        if size:
            print(f"{size}: {_searched(place, corpus, encoder)}", flush=True)
            print(f"{size}: {_opened(place, corpus)}", flush=True)
        print(f"{size}: {_grown(place, corpus, encoder)}", flush=True)


def _corpus(indosum: Path, questions: Path, folder: Path, encoder: Encoder) -> Corpus:
    folder.mkdir(parents=True, exist_ok=True)
    rows = [json.loads(line) for line in indosum.read_text("utf-8").splitlines()]
    articles = ["\n\n".join(row["paragraphs"]) for row in rows]
    later, kept = articles[:NEW_ARTICLES], articles[NEW_ARTICLES:]
    texts = [passage.text for n, text in enumerate(kept) for passage in _split(str(n), text)]
    path = folder / "vectors.npy"
    if not path.exists():
        np.save(path, encoder.encode_documents(texts))
    asked = [json.loads(line) for line in questions.read_text("utf-8").splitlines()]
    by_lot = np.random.default_rng(7).permutation(len(asked))[: QUESTIONS + FIRST]
    vectors = np.load(path)
    return Corpus(
        texts, vectors, vectors.mean(axis=0), [_question(asked[n]) for n in by_lot], later
    )


def _question(row: dict[str, str]) -> str:
    return row.get("question") or row["question_id"]


def _split(name: str, text: str) -> tuple[Passage, ...]:
    article = Article(name, name, text, name, "id")
    return split_into_passages(
        article, Settings().passage.max_chars, Settings().passage.overlap_chars
    )


def _make(place: Path, corpus: Corpus, size: int, encoder: Encoder) -> None:
    """Write a library of this many passages, whose vectors need no encoder."""
    partial = place.with_name(f"{place.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    with closing(LocalLibrary.create(partial)) as library:
        library.reset_for_encoder(encoder.name, encoder.dim)
        batch: list[IndexedDocument] = []
        for entry in _entries(corpus, size):
            batch.append(entry)
            if len(batch) == 1000:
                library.update(batch, ())
                library.compact()
                batch.clear()
        library.update(batch, ())
        library.compact()
        library.flush()
    partial.rename(place)


def _entries(corpus: Corpus, size: int) -> Iterator[IndexedDocument]:
    drawn = np.random.default_rng(11)
    parts: list[str] = []
    vectors: list[np.ndarray] = []
    for number in range(size):
        text, vector = _passage(corpus, number, drawn)
        parts.append(text)
        vectors.append(vector)
        if len(parts) == PASSAGES_AN_ARTICLE or number == size - 1:
            yield _entry(f"{number:07}", parts, np.stack(vectors))
            parts, vectors = [], []


def _passage(corpus: Corpus, number: int, drawn: np.random.Generator) -> tuple[str, np.ndarray]:
    count = len(corpus.texts)
    if number < count:
        return corpus.texts[number], corpus.vectors[number]
    one, other = drawn.integers(0, count, 2)
    # Turned so, vectors keep the mean and the spread of those they are of.
    angle, mean = drawn.uniform(*TURNED), corpus.mean
    turned = np.cos(angle) * (corpus.vectors[one] - mean) + np.sin(angle) * (
        corpus.vectors[other] - mean
    )
    vector = mean + turned
    words = [*corpus.texts[one].split()[::2], *corpus.texts[other].split()[1::2]]
    return " ".join(words), (vector / np.linalg.norm(vector)).astype(np.float32)


def _entry(name: str, parts: list[str], vectors: Matrix) -> IndexedDocument:
    text = "\n\n".join(parts)
    article = Article(name, name, text, f"{name}.txt", "id", source=f"Paper {hash(name) % 50}")
    spans: list[Passage] = []
    at = 0
    for part in parts:
        spans.append(Passage(article, at, at + len(part)))
        at += len(part) + 2
    kept = SourceRecord("/news", article.path, digest(article, Settings().passage))
    return IndexedDocument(article, kept, tuple(spans), vectors)


def _searched(place: Path, corpus: Corpus, encoder: Encoder) -> str:
    with closing(LocalLibrary.open(place)) as library:
        retriever = HybridRetriever(library, encoder, Settings().retrieval)
        first, texts = corpus.questions[:FIRST], corpus.questions[FIRST:]
        for text in first:
            # As a process that has answered some: what it looks at is mapped into its memory.
            retriever.retrieve(Question(text, "id"))
        asked = [Question(text, "id") for text in texts]
        whole = [_seconds(lambda q=q: retriever.retrieve(q)) for q in asked]
        queries = [encoder.encode_query(text) for text in texts]
        near = [_seconds(lambda q=q: library.vectors.search(q, "id", 10)) for q in queries]
        recall = _recall(library, queries)
        stats = library.vectors.stats["id"]
    return (
        f"search {1000 * statistics.median(whole):.1f} ms, of it vectors "
        f"{1000 * statistics.median(near):.2f} ms; recall@10 {recall:.4f}; {stats}"
    )


def _recall(library: LocalLibrary, queries: list[np.ndarray]) -> float:
    """Return recall@10 against every vector in the store."""
    stacked, kept = np.stack(queries), []
    rows: list[int] = []
    vectors: list[np.ndarray] = []

    def take() -> None:
        scores = np.stack(vectors) @ stacked.T
        kept.append((np.asarray(rows), scores))
        rows.clear()
        vectors.clear()

    for row, _, vector in library._store.iter_passages():
        rows.append(row)
        vectors.append(vector)
        if len(rows) == 50_000:
            take()
    if rows:
        take()
    numbers = np.concatenate([r for r, _ in kept])
    scores = np.concatenate([s for _, s in kept])
    shares = []
    for n, query in enumerate(queries):
        best = set(numbers[np.argpartition(-scores[:, n], 10)[:10]].tolist())
        found = {hit.row for hit in library.vectors.search(query, "id", 10)}
        shares.append(len(best & found) / 10)
    return float(np.mean(shares))


_PROGRAM = """
import json, sys, time
began = time.perf_counter()
from qa.assistant import Assistant  # noqa: E402
from qa.schema.question import Question
assistant = Assistant.open(sys.argv[1])
opened = time.perf_counter()
first, *others = json.loads(sys.argv[2])
assistant.ask(first)
ended = time.perf_counter()
for question in others:
    assistant.retriever.retrieve(Question(question, "id"))
(line,) = (line for line in open("/proc/self/status") if line.startswith("VmRSS"))
print(opened - began, ended - opened, int(line.split()[1]) / 1024)
"""


def _opened(place: Path, corpus: Corpus) -> str:
    """Open and ask in a process of its own, three times over."""
    asked = json.dumps(["Kapan Presiden Jokowi bertemu Setya Novanto?", *corpus.questions])
    command = [sys.executable, "-c", _PROGRAM, str(place), asked]
    ran = [subprocess.run(command, capture_output=True, text=True, check=True) for _ in range(3)]
    figures = [[float(word) for word in each.stdout.split()] for each in ran]
    opening, asking, used = (statistics.median(column) for column in zip(*figures, strict=True))
    return (
        f"opened in {opening:.2f} s, answered in {asking:.2f} s; {used:.0f} MB resident after "
        f"{QUESTIONS + FIRST} questions"
    )


def _grown(place: Path, corpus: Corpus, encoder: Encoder) -> str:
    """Add the later articles to the library, and take them out again."""
    news = place.with_name("later.jsonl")
    lines = [
        json.dumps({"id": f"later-{n}", "title": f"Later {n}", "text": text})
        for n, text in enumerate(corpus.later)
    ]
    news.write_text("\n".join(lines), "utf-8")
    with closing(LocalLibrary.open(place)) as library:
        run = (library, [news], encoder.name, lambda: encoder, Settings().passage, lambda _: None)
        added = _seconds(lambda: sync_library(*run, compacts=True))
        news.write_text(lines[0], "utf-8")
        removed = _seconds(lambda: sync_library(*run, compacts=True))
        library.update((), library.ids(str(news.resolve())))
        library.flush()
    return f"100 articles added in {added:.2f} s, 99 removed in {removed:.2f} s"


def _seconds(work) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
