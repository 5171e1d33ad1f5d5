"""Passages near a question that do not answer it.

They are what the retriever would hand to the reader by mistake: nearest by the encoder among the
other passages of the same source, none of which holds the answer's words. A passage may answer in
other words all the same; that is rare, and the reader bears it.
"""

import json
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from embeddings.encoder import Encoder, Vector
from qa.evaluation.squad import normalised
from qa.reader.training.example import DataError, Example, read_examples

LOG = logging.getLogger(__name__)
SOURCES = ("facqa", "idk-mrc")
LOOKED_AT = 24
KEPT = 6
MAX_CHARS = 300


def near_passages(data: Path, encoder: Encoder) -> dict[str, list[str]]:
    """Return what `near_each` gives for every source that has a pool of its own."""
    near: dict[str, list[str]] = {}
    for source in SOURCES:
        near |= near_each(read_examples(data / f"{source}.train.jsonl"), encoder)
        LOG.info("near passages: %s is done, %d questions in all", source, len(near))
    return near


def near_each(examples: Sequence[Example], encoder: Encoder) -> dict[str, list[str]]:
    """Return up to KEPT passages for each example that has an answer, nearest first.

    The passages are those of the examples themselves, all of one language.
    """
    passages = sorted({example.passage for example in examples})
    plain = [_plain(passage, examples[0].language) for passage in passages]
    # A news passage says in its first sentences what it is about: enough to be near.
    vectors = encoder.encode_documents([passage[:MAX_CHARS] for passage in passages])
    near: dict[str, list[str]] = {}
    for example in examples:
        if not example.answers:
            continue
        scores: Vector = vectors @ encoder.encode_query(example.question)
        answers = [_plain(text, example.language) for text in example.texts]
        found = [
            passages[i]
            for i in map(int, np.argsort(-scores, kind="stable")[:LOOKED_AT])
            if passages[i] != example.passage and not any(a in plain[i] for a in answers)
        ]
        near[example.id] = found[:KEPT]
    return near


def open_near(path: Path) -> Mapping[str, Sequence[str]]:
    """Return what `near_passages` gave, from the file that it was kept in.

    Raises:
        DataError: the file cannot be read.
    """
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(f"{path}: {error}; delete it to have it made again") from error


def _plain(text: str, language: str) -> str:
    return f" {normalised(text, language)} "
