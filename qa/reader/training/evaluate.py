"""How well a network reads: exact match, token F1, telling answerable from not.

Exact match and F1 are those of SQuAD 2.0 (Rajpurkar et al. 2018), on text in Unicode's NFKC.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from qa.reader.training.network import Network, span_scores
from qa.reader.training.rows import Row, batch_of

ARTICLES = re.compile(r"\b(a|an|the)\b")


@dataclass(frozen=True, slots=True)
class Prediction:
    """The best span of a row, and the log odds that its passage answers (all spans together)."""

    id: str
    text: str
    log_odds: float
    margin: float


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares from 0 to 100; `auroc` from 0 to 1, NaN where all rows are of one kind."""

    rows: int
    exact_match: float
    f1: float
    answered_exact_match: float
    answered_f1: float
    auroc: float


def read(network: Network, rows: Sequence[Row], max_span: int, tokens: int) -> list[Prediction]:
    """Return a prediction for each row, in their order."""
    predictions: dict[int, Prediction] = {}
    order = sorted(range(len(rows)), key=lambda i: len(rows[i].ids))
    batch: list[int] = []
    for number in order:
        if batch and (len(batch) + 1) * len(rows[number].ids) > tokens:
            predictions |= _read(network, rows, batch, max_span)
            batch = []
        batch.append(number)
    if batch:
        predictions |= _read(network, rows, batch, max_span)
    return [predictions[number] for number in range(len(rows))]


def _read(
    network: Network, rows: Sequence[Row], numbers: Sequence[int], max_span: int
) -> dict[int, Prediction]:
    batch = batch_of([rows[number] for number in numbers])
    with torch.inference_mode():
        scores = network.forward(batch.ids, batch.segments, batch.lengths)
        spans = span_scores(*scores, batch.allowed, max_span)
        none = spans[:, 0, 0].clone()
        spans[:, 0, 0] = -torch.inf
        flat = spans.flatten(1)
        best = flat.argmax(1)
        odds = flat.logsumexp(1) - none
        margin = flat.gather(1, best[:, None])[:, 0] - none
    length = batch.ids.shape[1]
    return {
        number: Prediction(
            rows[number].example.id,
            rows[number].text(*divmod(int(best[i]), length)),
            float(odds[i]),
            float(margin[i]),
        )
        for i, number in enumerate(numbers)
    }


def figures(
    predictions: Sequence[Prediction], answers: Mapping[str, Sequence[str]], threshold: float
) -> Figures:
    """Return the figures of predictions, refused where the log odds are under `threshold`.

    Args:
        predictions: one for each row.
        answers: the right answers by id, none where the passage does not answer.
        threshold: in log odds; a span below it counts as no answer.
    """
    pairs = [(prediction, answers[prediction.id]) for prediction in predictions]
    refused = [(p.text if p.log_odds >= threshold else "", right) for p, right in pairs]
    answered = [(p.text, right) for p, right in pairs if right]
    return Figures(
        len(pairs),
        _mean([exact_match(text, right) for text, right in refused]),
        _mean([token_f1(text, right) for text, right in refused]),
        _mean([exact_match(text, right) for text, right in answered]),
        _mean([token_f1(text, right) for text, right in answered]),
        auroc([p.log_odds for p, _ in pairs], [bool(right) for _, right in pairs]),
    )


def best_threshold(
    predictions: Sequence[Prediction], answers: Mapping[str, Sequence[str]]
) -> float:
    """Return the log odds under which refusing gives the best F1."""
    tried = np.linspace(-4, 4, 81)
    return float(max(tried, key=lambda t: figures(predictions, answers, float(t)).f1))


def exact_match(text: str, right: Sequence[str]) -> float:
    """Return 1 where the text is one of the right answers; for no answer, where it is empty."""
    return float(any(normal(text) == normal(answer) for answer in right or [""]))


def token_f1(text: str, right: Sequence[str]) -> float:
    """Return the best F1 over the words shared with a right answer."""
    return max(_f1(normal(text).split(), normal(answer).split()) for answer in right or [""])


def _f1(words: Sequence[str], right: Sequence[str]) -> float:
    if not words or not right:
        return float(words == right)
    shared = sum((Counter(words) & Counter(right)).values())
    return 2 * shared / (len(words) + len(right))


def normal(text: str) -> str:
    """Return the text without case, punctuation, English articles and double spaces."""
    text = unicodedata.normalize("NFKC", text).lower()
    text = "".join(c for c in text if not unicodedata.category(c).startswith(("P", "S")))
    return " ".join(ARTICLES.sub(" ", text).split())


def auroc(scores: Sequence[float], positive: Sequence[bool]) -> float:
    """Return the chance that a positive scores above a negative; ties count half."""
    order = np.argsort(scores, kind="stable")
    ranked = np.asarray(scores)[order]
    _, starts, counts = np.unique(ranked, return_index=True, return_counts=True)
    ranks = np.repeat(starts + (counts + 1) / 2, counts)
    right = np.asarray(positive)[order]
    positives, negatives = int(right.sum()), int((~right).sum())
    if not positives or not negatives:
        return float("nan")
    return float((ranks[right].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def _mean(values: Sequence[float]) -> float:
    return 100 * sum(values) / len(values) if values else float("nan")
