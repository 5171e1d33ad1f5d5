from math import log

import pytest
import torch

from qa.training.data.example import Example
from qa.training.model.loss import reading_loss
from qa.training.model.rows import Row, collate


def row(targets: tuple[tuple[int, int], ...], answers: int, group: str = "a") -> Row:
    """Three tokens of a passage, at positions 3 to 5."""
    marked = tuple((2 * n, 2 * n + 1) for n in range(answers))
    example = Example(f"{group}{targets}", group, "news", "id", "?", "a b c", marked)
    return Row(example, (0, 9, 2, 10, 11, 12, 2), 3, ((0, 1), (2, 3), (4, 5)), targets)


def scores(rows: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    starts, ends, pairs = torch.zeros(rows, 7), torch.zeros(rows, 7), torch.zeros(rows, 7, 7)
    return starts, ends, pairs.requires_grad_()


def test_two_items_of_a_list_pull_equally_even_where_one_leads():
    # One token each, so that 4 spans are scored: three of the passage, and "no answer".
    starts, ends, pairs = scores(1)
    with torch.no_grad():
        pairs[0, 3, 3] = 2.0
    batch = collate([row(((3, 3), (5, 5)), 2)])
    reading_loss(batch, (starts, ends, pairs), 1, 0.5).backward()
    assert pairs.grad is not None
    shares = torch.tensor([2.0, 0.0, 0.0, 0.0]).softmax(0)
    pull = [-float(pairs.grad[0, n, n]) for n in (3, 4, 5, 0)]
    # Each item is wanted with one half; a loss of either item would leave the second one behind.
    assert pull == pytest.approx(
        [float(w - s) for w, s in zip((0.5, 0, 0.5, 0), shares, strict=True)]
    )


def test_the_loss_of_equal_scores_is_the_logarithm_of_their_number():
    # The span among 4, and half of the start among 4 and of the end among 4.
    found = reading_loss(collate([row(((4, 4),), 1)]), scores(1), 1, 0.5)
    assert found.item() == pytest.approx(2 * log(4))


def test_passages_of_one_question_are_scored_against_one_another():
    batch = collate([row(((3, 3),), 1), row(((0, 0),), 0)])
    starts, ends, pairs = scores(2)
    found = reading_loss(batch, (starts, ends, pairs), 1, 0.5)
    # Beside the two rows, one span among the six of both passages.
    assert found.item() == pytest.approx(2 * log(4) + 0.5 * log(6) / 2)


def test_a_question_whose_answer_was_cut_off_has_a_loss_all_the_same():
    batch = collate([row(((0, 0),), 1), row(((0, 0),), 0)])
    assert reading_loss(batch, scores(2), 1, 0.5).item() == pytest.approx(2 * log(4))
