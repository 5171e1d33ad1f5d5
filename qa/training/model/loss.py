"""The loss of reading.

Three objectives on each passage (the start, the end, the span as a whole: Fajcik et al. 2021,
"Rethinking the Objectives of Extractive Question Answering"), each a softmax with "no answer" at
position 0; and one over all the passages of a question (Clark and Gardner 2018, "Simple and
Effective Multi-Paragraph Reading Comprehension"), so that scores of different passages compare.
"""

import torch
from torch import Tensor

from qa.training.model.network import FORBIDDEN, span_scores
from qa.training.model.rows import NO_ANSWER, Batch


def reading_loss(
    batch: Batch, scores: tuple[Tensor, Tensor, Tensor], max_span: int, group_weight: float
) -> Tensor:
    """Return the mean loss of the batch's rows, a scalar.

    Where a row has several answers, the items of a list, each is a target with an equal share.
    """
    starts, ends, pairs = scores
    spans = span_scores(starts, ends, pairs, batch.allowed, max_span)
    targets = _targets(batch)
    open_ = batch.allowed.clone()
    open_[:, 0] = True
    whole = _cross_entropy(spans.flatten(1), targets.flatten(1))
    start = _cross_entropy(starts.masked_fill(~open_, FORBIDDEN), targets.any(2))
    end = _cross_entropy(ends.masked_fill(~open_, FORBIDDEN), targets.any(1))
    loss = (whole + (start + end) / 2).mean()
    return loss + group_weight * _group_loss(batch, spans, targets)


def _targets(batch: Batch) -> Tensor:
    rows, length = batch.ids.shape
    targets = torch.zeros((rows, length, length), dtype=torch.bool)
    for number, row in enumerate(batch.rows):
        for first, last in row.targets:
            targets[number, first, last] = True
    return targets


def _cross_entropy(scores: Tensor, targets: Tensor) -> Tensor:
    right = scores.masked_fill(~targets, 0.0).sum(1) / targets.sum(1)
    return scores.logsumexp(1) - right


def _group_loss(batch: Batch, spans: Tensor, targets: Tensor) -> Tensor:
    numbers: dict[str, list[int]] = {}
    for number, row in enumerate(batch.rows):
        numbers.setdefault(row.example.group, []).append(number)
    losses: list[Tensor] = []
    for members in numbers.values():
        if len(members) > 1 and any(batch.rows[n].targets != NO_ANSWER for n in members):
            # A span counts by how far it is above its own passage's "no answer".
            above = (spans[members] - spans[members, 0, 0, None, None]).clone()
            above[:, 0, 0] = FORBIDDEN
            right = targets[members].clone()
            right[:, 0, 0] = False
            losses.append(_cross_entropy(above.view(1, -1), right.view(1, -1))[0])
    return torch.stack(losses).sum() / len(batch.rows) if losses else spans.new_zeros(())
