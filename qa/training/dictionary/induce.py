"""Word alignment: induce pairs of English and Indonesian words from parallel sentences.

IBM Model 1 (Brown et al. 1993, "The Mathematics of Statistical Machine Translation") in both
directions; a pair of words is kept where both directions agree. Word order is not used.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa.text.dictionary import WORD, WordPair
from qa.training.config import DictionaryConfig

PARALLEL = ("ntrex.en-id.jsonl", "tico19.en-id.jsonl", "tatoeba.en-id.jsonl")


def read_sentences(data: Path) -> list[tuple[list[str], list[str]]]:
    """Return the (English, Indonesian) sentences of the parallel text in this folder, as words.

    Raises:
        OSError: a file cannot be read.
        ValueError: a row is not as the data's README describes.
    """
    rows = [
        json.loads(line)
        for name in PARALLEL
        for line in (data / name).read_text("utf-8").splitlines()
    ]
    return [(words(row["en"]), words(row["id"])) for row in rows]


def words(text: str) -> list[str]:
    """Return the text's words in lower case."""
    return WORD.findall(text.lower())


def induce_pairs(
    pairs: Sequence[tuple[Sequence[str], Sequence[str]]], config: DictionaryConfig
) -> list[WordPair]:
    """Return pairs of words that translate each other, weighted by the agreement of directions.

    Args:
        pairs: (English, Indonesian) sentences, as words in lower case.
        config: how pairs are induced.
    """
    english, indonesian = _ids([en for en, _ in pairs]), _ids([id_ for _, id_ in pairs])
    links = _links(pairs, english, indonesian)
    forward = _model1(
        links.sentence, links.english, links.indonesian, len(indonesian), config.rounds
    )
    backward = _model1(
        links.sentence_back, links.indonesian, links.english, len(english), config.rounds
    )
    agreement = forward * backward
    first, best = np.unique(links.english * len(indonesian) + links.indonesian, return_index=True)
    table = {
        divmod(int(code), len(indonesian)): float(agreement[at])
        for code, at in zip(first, best, strict=True)
        if agreement[at] >= config.min_agreement
    }
    en_words, id_words = list(english), list(indonesian)
    return [WordPair(en_words[e], id_words[i], weight) for (e, i), weight in table.items()]


@dataclass(frozen=True, slots=True)
class _Links:
    """Every word of every sentence with every word of its translation.

    `sentence` and `sentence_back` number the words that are explained, in each direction.
    """

    english: NDArray[np.int64]
    indonesian: NDArray[np.int64]
    sentence: NDArray[np.int64]
    sentence_back: NDArray[np.int64]


def _ids(sentences: Sequence[Sequence[str]]) -> dict[str, int]:
    counts = Counter(word for sentence in sentences for word in sentence)
    return {word: number for number, word in enumerate(sorted(counts))}


def _links(
    pairs: Sequence[tuple[Sequence[str], Sequence[str]]],
    english: Mapping[str, int],
    indonesian: Mapping[str, int],
) -> _Links:
    parts: list[tuple[NDArray[np.int64], ...]] = []
    seen_en = seen_id = 0
    for en, id_ in pairs:
        here = np.array([english[word] for word in en], np.int64)
        there = np.array([indonesian[word] for word in id_], np.int64)
        parts.append(
            (
                np.repeat(here, len(there)),
                np.tile(there, len(here)),
                np.tile(np.arange(len(there)) + seen_id, len(here)),
                np.repeat(np.arange(len(here)) + seen_en, len(there)),
            )
        )
        seen_en, seen_id = seen_en + len(here), seen_id + len(there)
    return _Links(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _model1(
    explained: NDArray[np.int64],
    source: NDArray[np.int64],
    target: NDArray[np.int64],
    targets: int,
    rounds: int,
) -> NDArray[np.float64]:
    """Return for each link the probability of its target word given its source word."""
    _, pair = np.unique(source * targets + target, return_inverse=True)
    probability = np.ones(len(source))
    for _ in range(rounds):
        share = probability / np.bincount(explained, probability)[explained]
        together = np.bincount(pair, share)[pair]
        probability = together / np.bincount(source, share)[source]
    return probability
