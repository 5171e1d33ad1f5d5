"""Passages near a question that do not answer it: `python -m qa.reader.training.near ...`.

They are what the retriever would hand to the reader by mistake: nearest by the encoder among the
other passages of the same source, none of which holds the answer's words. A passage may answer in
other words all the same; that is rare, and the reader bears it.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from embeddings.encoder import Encoder, Vector
from qa.reader.training.evaluate import normal
from qa.reader.training.example import DataError, Example, read_examples

SOURCES = ("facqa", "idk-mrc")
LOOKED_AT = 24
KEPT = 6
MAX_CHARS = 300


def near_passages(examples: Sequence[Example], encoder: Encoder) -> dict[str, list[str]]:
    """Return up to KEPT passages for each example that has an answer, nearest first."""
    passages = sorted({example.passage for example in examples})
    plain = [f" {normal(passage)} " for passage in passages]
    # A news passage says in its first sentences what it is about: enough to be near.
    vectors = encoder.encode_documents([passage[:MAX_CHARS] for passage in passages])
    near: dict[str, list[str]] = {}
    for example in examples:
        if not example.answers:
            continue
        scores: Vector = vectors @ encoder.encode_query(example.question)
        answers = [f" {normal(example.passage[a:b])} " for a, b in example.answers]
        found = [
            passages[i]
            for i in map(int, np.argsort(-scores)[:LOOKED_AT])
            if passages[i] != example.passage and not any(a in plain[i] for a in answers)
        ]
        near[example.id] = found[:KEPT]
    return near


def open_near(path: Path | None) -> Mapping[str, Sequence[str]]:
    """Return what `near_passages` gave, from its file; nothing where no file is named."""
    if path is None:
        return {}
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(
            f"{path}: {error}; write it with python -m qa.reader.training.near"
        ) from error


def main() -> None:
    """Write the near passages of every source that has a pool of its own."""
    from embeddings.graph_encoder import GraphEncoder

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True, help="the encoder's model folder")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    encoder = GraphEncoder(options.encoder)
    near: dict[str, list[str]] = {}
    for source in SOURCES:
        near |= near_passages(read_examples(options.data / f"{source}.train.jsonl"), encoder)
    options.out.write_text(json.dumps(near, ensure_ascii=False), "utf-8")


if __name__ == "__main__":
    main()
