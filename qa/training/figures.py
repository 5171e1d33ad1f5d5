"""How well a network reads: exact match, token F1, telling answerable from not.

The measures are those of `qa.evaluation`; what is here is how a network's spans come to them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch

from embeddings.batching import batches
from qa.evaluation.metrics.squad import exact_match, token_f1
from qa.evaluation.metrics.statistics import Column, auroc
from qa.training.data.example import Example
from qa.training.model.network import Network, span_scores
from qa.training.rows import Row, batch_of

THRESHOLDS = np.linspace(-4, 4, 81)


@dataclass(frozen=True, slots=True)
class Prediction:
    """The best span of what was read.

    `log_odds` are of its passage answering, all spans together; `margin` is by how much this one
    span scores above its own passage's "no answer".
    """

    text: str
    log_odds: float
    margin: float


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares from 0 to 100; `auroc` from 0 to 1.

    What is `answered_` is of the questions that have an answer, none of them refused. None where
    the rows are all answerable, or all not, and a figure is not defined.
    """

    rows: int
    exact_match: float
    f1: float
    answered_exact_match: float | None
    answered_f1: float | None
    auroc: float | None


def read(network: Network, rows: Sequence[Row], max_span: int, tokens: int) -> list[Prediction]:
    """Return a prediction for each row, in their order, reading at most `tokens` at a time."""
    predictions: dict[int, Prediction] = {}
    for numbers in batches([len(row.ids) for row in rows], tokens):
        predictions |= _read(network, rows, numbers, max_span)
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


def best_of_windows(predictions: Sequence[Prediction]) -> Prediction:
    """Return the prediction for a text that was read in these windows.

    Its span is the one with the widest margin; its log odds are the best of any window.
    """
    best = max(predictions, key=lambda each: each.margin)
    return replace(best, log_odds=max(each.log_odds for each in predictions))


def figures(
    predictions: Sequence[Prediction], examples: Sequence[Example], threshold: float
) -> Figures:
    """Return the figures of predictions, refused where the log odds are under `threshold`.

    Args:
        predictions: one for each of `examples`, in their order.
        examples: what was asked.
        threshold: in log odds; a span below it counts as no answer.

    Raises:
        ValueError: there are none, or not as many predictions as examples.
    """
    worth = _Worth.of(predictions, examples)
    answerable = worth.answerable.astype(bool)
    (apart,) = auroc(np.ones((1, len(examples))), worth.odds, worth.answerable)
    return Figures(
        rows=len(examples),
        exact_match=100 * float(worth.refusing(worth.exact, threshold).mean()),
        f1=100 * float(worth.refusing(worth.f1, threshold).mean()),
        answered_exact_match=_percent(worth.exact[answerable]),
        answered_f1=_percent(worth.f1[answerable]),
        auroc=None if np.isnan(apart) else float(apart),
    )


def best_threshold(predictions: Sequence[Prediction], examples: Sequence[Example]) -> float:
    """Return the log odds under which refusing gives the best F1."""
    worth = _Worth.of(predictions, examples)
    return float(max(THRESHOLDS, key=lambda t: worth.refusing(worth.f1, float(t)).mean()))


@dataclass(frozen=True, slots=True)
class _Worth:
    """What each prediction is worth when it is said, and whether there was anything to say."""

    odds: Column
    answerable: Column
    exact: Column
    f1: Column

    @classmethod
    def of(cls, predictions: Sequence[Prediction], examples: Sequence[Example]) -> "_Worth":
        if not examples:
            raise ValueError("no examples; there are no figures of nothing")
        pairs = list(zip(predictions, examples, strict=True))
        return cls(
            odds=np.array([p.log_odds for p, _ in pairs]),
            answerable=np.array([float(bool(e.answers)) for _, e in pairs]),
            exact=np.array([exact_match(p.text, e.texts, e.language) for p, e in pairs]),
            f1=np.array([token_f1(p.text, e.texts, e.language) for p, e in pairs]),
        )

    def refusing(self, said: Column, threshold: float) -> Column:
        """Return what each is worth where those below the threshold are refused."""
        return np.where(self.odds >= threshold, said, 1 - self.answerable)


def _percent(values: Column) -> float | None:
    return 100 * float(values.mean()) if len(values) else None
