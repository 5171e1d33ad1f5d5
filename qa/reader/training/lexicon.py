"""A lexicon of English and Indonesian words, induced from parallel sentences.

IBM Model 1 (Brown et al. 1993, "The Mathematics of Statistical Machine Translation") in both
directions; a pair of words is kept where both directions agree. Makes no use of word order, and
translates nothing: `switch` swaps words with it.
"""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

PARALLEL = ("ntrex.en-id.jsonl", "tico19.en-id.jsonl", "tatoeba.en-id.jsonl")
WORD = re.compile(r"\w+(?:['’-]\w+)*")
ROUNDS = 8
LEAST_AGREEMENT = 0.03
OPTIONS = 3
LEAST_SCORE = 0.25

Table = Mapping[str, tuple[tuple[str, float], ...]]
"""By word: its translations and their weights, which add up to 1."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words in lower case, both ways."""

    to_english: Table
    to_indonesian: Table


def read_lexicon(data: Path) -> Lexicon:
    """Return the lexicon of the parallel text in this folder."""
    pairs: list[tuple[list[str], list[str]]] = []
    for name in PARALLEL:
        for line in (data / name).read_text("utf-8").splitlines():
            row = json.loads(line)
            pairs.append((words(row["en"]), words(row["id"])))
    return induce(pairs)


def read_cognates(path: Path) -> list[tuple[str, str, float]]:
    """Return (English, Indonesian, score) from the file that `cognates` is kept in."""
    return [(en, id_, float(score)) for en, id_, score in json.loads(path.read_text("utf-8"))]


def extended(lexicon: Lexicon, pairs: Sequence[tuple[str, str, float]]) -> Lexicon:
    """Return the lexicon with a translation for words that it did not have."""
    sure = [(en, id_) for en, id_, score in pairs if score >= LEAST_SCORE]
    return Lexicon(
        to_english={id_: ((en, 1.0),) for en, id_ in sure} | dict(lexicon.to_english),
        to_indonesian={en: ((id_, 1.0),) for en, id_ in sure} | dict(lexicon.to_indonesian),
    )


def words(text: str) -> list[str]:
    """Return the text's words in lower case."""
    return WORD.findall(text.lower())


def induce(pairs: Sequence[tuple[Sequence[str], Sequence[str]]]) -> Lexicon:
    """Return the lexicon of pairs of (English, Indonesian) sentences, as words."""
    english, indonesian = _ids([en for en, _ in pairs]), _ids([id_ for _, id_ in pairs])
    links = _links(pairs, english, indonesian)
    forward = _model1(links.sentence, links.english, links.indonesian, len(indonesian))
    backward = _model1(links.sentence_back, links.indonesian, links.english, len(english))
    agreement = forward * backward
    first, best = np.unique(links.english * len(indonesian) + links.indonesian, return_index=True)
    table = {
        divmod(int(code), len(indonesian)): float(agreement[at])
        for code, at in zip(first, best, strict=True)
        if agreement[at] >= LEAST_AGREEMENT
    }
    en_words, id_words = list(english), list(indonesian)
    named = {(en_words[e], id_words[i]): weight for (e, i), weight in table.items()}
    return Lexicon(
        to_english=_table({(i, e): weight for (e, i), weight in named.items()}),
        to_indonesian=_table(named),
    )


@dataclass(frozen=True, slots=True)
class _Links:
    """Every word of every sentence with every word of its other half.

    `sentence` and `sentence_back` number the words to be explained, in each direction.
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
) -> NDArray[np.float64]:
    """Return for each link the chance of its target word given its source word."""
    _, pair = np.unique(source * targets + target, return_inverse=True)
    chance = np.ones(len(source))
    for _ in range(ROUNDS):
        share = chance / np.bincount(explained, chance)[explained]
        together = np.bincount(pair, share)[pair]
        chance = together / np.bincount(source, share)[source]
    return chance


def _table(weights: Mapping[tuple[str, str], float]) -> Table:
    options: dict[str, list[tuple[float, str]]] = {}
    for (word, other), weight in weights.items():
        options.setdefault(word, []).append((weight, other))
    return {word: _shares(sorted(found, reverse=True)[:OPTIONS]) for word, found in options.items()}


def _shares(found: Sequence[tuple[float, str]]) -> tuple[tuple[str, float], ...]:
    # A translation far behind the best is more often a mistake than a synonym.
    near = [(weight, word) for weight, word in found if weight >= found[0][0] / 3]
    total = sum(weight for weight, _ in near)
    return tuple((word, weight / total) for weight, word in near)
