"""Predictions of a network, and their figures: exact match, token F1, AUROC of answerability.

The first two are measured as in `qa.evaluation.metrics.squad`. Reads no data.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray

from embeddings.e5.onnx_session import batch_by_length
from qa.evaluation.metrics.squad import exact_match, token_f1
from qa.training.config import ValidationConfig
from qa.training.data.example import Example
from qa.training.model.network import Network, span_scores
from qa.training.model.rows import Row, collate

Column = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Prediction:
    """The best span of a text.

    Attributes:
        text: its words.
        log_odds: that the text answers at all: of all its spans against "no answer".
        margin: by how much the span scores above the "no answer" of its own window.
    """

    text: str
    log_odds: float
    margin: float


@dataclass(frozen=True, slots=True)
class Figures:
    """How well a set of questions was answered.

    Attributes:
        rows: how many questions.
        exact_match: in percent; refusing is right where there is no answer.
        f1: token F1 in percent, likewise.
        answered_exact_match: of the answerable questions, none refused; None if there are none.
        answered_f1: likewise.
        auroc: of telling answerable questions from others by the log odds, 0 to 1; None where all
            or none are answerable.
    """

    rows: int
    exact_match: float
    f1: float
    answered_exact_match: float | None
    answered_f1: float | None
    auroc: float | None


def predict(network: Network, rows: Sequence[Row], max_span: int, tokens: int) -> list[Prediction]:
    """Return a prediction for each row, in their order, in batches of at most `tokens`."""
    predictions: dict[int, Prediction] = {}
    for numbers in batch_by_length([len(row.ids) for row in rows], tokens):
        predictions |= _read(network, rows, numbers, max_span)
    return [predictions[number] for number in range(len(rows))]


def _read(
    network: Network, rows: Sequence[Row], numbers: Sequence[int], max_span: int
) -> dict[int, Prediction]:
    batch = collate([rows[number] for number in numbers])
    with torch.inference_mode():
        scores = network.forward(batch.ids, batch.segments, batch.lengths)
        spans = span_scores(*scores, batch.allowed, max_span)
        none = spans[:, 0, 0].clone()
        spans[:, 0, 0] = -torch.inf
        flat = spans.flatten(1)
        best_scores, best = flat.max(1)
        margins = best_scores - none
        odds = flat.logsumexp(1) - none
    length = batch.ids.shape[1]
    return {
        number: Prediction(
            rows[number].text(*divmod(int(best[i]), length)), float(odds[i]), float(margins[i])
        )
        for i, number in enumerate(numbers)
    }


def merge_windows(predictions: Sequence[Prediction]) -> Prediction:
    """Return the prediction for a text from those for its windows.

    Its span is the one with the widest margin, its log odds the highest of any window.
    """
    best = max(predictions, key=lambda each: each.margin)
    return replace(best, log_odds=max(each.log_odds for each in predictions))


def figures(
    predictions: Sequence[Prediction], examples: Sequence[Example], threshold: float
) -> Figures:
    """Return the figures of predictions that are refused below a threshold.

    Args:
        predictions: one for each of `examples`, in their order.
        examples: what was asked.
        threshold: in log odds.

    Raises:
        ValueError: there are no examples, or not as many predictions.
    """
    scores = _Scores.of(predictions, examples)
    return Figures(
        rows=len(examples),
        exact_match=100 * float(scores.refusing(scores.exact, threshold).mean()),
        f1=100 * float(scores.refusing(scores.f1, threshold).mean()),
        answered_exact_match=_percent(scores.exact[scores.answerable]),
        answered_f1=_percent(scores.f1[scores.answerable]),
        auroc=_auroc(scores),
    )


def best_threshold(
    predictions: Sequence[Prediction], examples: Sequence[Example], config: ValidationConfig
) -> float:
    """Return the log odds below which refusing gives the highest F1; the lowest on a tie."""
    scores = _Scores.of(predictions, examples)
    thresholds = np.linspace(-config.max_threshold, config.max_threshold, config.thresholds)
    return float(max(thresholds, key=lambda t: scores.refusing(scores.f1, float(t)).mean()))


@dataclass(frozen=True, slots=True)
class _Scores:
    """The scores of predictions that are not refused, and which questions are answerable."""

    log_odds: Column
    answerable: NDArray[np.bool_]
    exact: Column
    f1: Column

    @classmethod
    def of(cls, predictions: Sequence[Prediction], examples: Sequence[Example]) -> "_Scores":
        if not examples:
            raise ValueError("no examples; figures need at least one")
        pairs = list(zip(predictions, examples, strict=True))
        return cls(
            log_odds=np.array([p.log_odds for p, _ in pairs]),
            answerable=np.array([bool(e.answers) for _, e in pairs]),
            exact=np.array([exact_match(p.text, e.texts, e.language) for p, e in pairs]),
            f1=np.array([token_f1(p.text, e.texts, e.language) for p, e in pairs]),
        )

    def refusing(self, scores: Column, threshold: float) -> Column:
        """Return the scores with those below the threshold refused, which is right or wrong."""
        return np.where(self.log_odds >= threshold, scores, ~self.answerable)


def _auroc(scores: _Scores) -> float | None:
    if scores.answerable.all() or not scores.answerable.any():
        return None
    from sklearn.metrics import (
        roc_auc_score,  # pyright: ignore[reportUnknownVariableType]
    )

    area = roc_auc_score(scores.answerable, scores.log_odds)  # pyright: ignore[reportUnknownVariableType]
    return float(area)  # pyright: ignore[reportUnknownArgumentType]


def _percent(values: Column) -> float | None:
    return 100 * float(values.mean()) if len(values) else None
