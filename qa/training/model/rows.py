"""Tokenise examples into rows for the network, and collate rows into batches.

A row is `<s> question </s> passage </s>`. Knows nothing of where examples come from, nor of the
network's weights.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import torch
from torch import Tensor

from embeddings.e5.bundled import TOKENIZER_FILE
from embeddings.e5.tokenizer import Offsets, TextTokenizer
from qa.reader.weights import BEGIN, END, MAX_QUESTION_TOKENS
from qa.training.data.example import Example

Pieces = tuple[list[int], Offsets]
NO_ANSWER = ((0, 0),)


@dataclass(frozen=True, slots=True)
class Row:
    """An example as token ids.

    Attributes:
        example: that it was made from.
        ids: of all its tokens.
        passage_start: the position of the passage's first token.
        offsets: (start, end) of each token of the passage, in characters of the passage.
        targets: (first, last) positions of each answer, both included; (0, 0) for "no answer".
    """

    example: Example
    ids: tuple[int, ...]
    passage_start: int
    offsets: tuple[tuple[int, int], ...]
    targets: tuple[tuple[int, int], ...]

    @property
    def longest_span(self) -> int:
        """The most tokens between the first and the last of an answer; 0 for a single token."""
        return max(last - first for first, last in self.targets)

    @property
    def is_truncated(self) -> bool:
        """Whether it had answers, and all of them were cut off."""
        return bool(self.example.answers) and self.targets == NO_ANSWER

    def text(self, first: int, last: int) -> str:
        """Return the passage's text from one position to another, both included."""
        start = self.offsets[first - self.passage_start][0]
        return self.example.passage[start : self.offsets[last - self.passage_start][1]]


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows as tensors, padded to one length.

    Attributes:
        rows: that it was made from.
        ids: shape (rows, length).
        segments: 0 for the question, 1 for the passage; shape (rows, length).
        lengths: of each row without its padding; shape (rows,).
        allowed: whether a position may begin or end an answer; shape (rows, length).
    """

    rows: tuple[Row, ...]
    ids: Tensor
    segments: Tensor
    lengths: Tensor
    allowed: Tensor


class RowTokenizer:
    """Tokenises examples with the encoder's tokenizer."""

    def __init__(self, tokenizer: TextTokenizer) -> None:
        self._tokenizer = tokenizer

    @classmethod
    def open(cls, encoder: Path) -> "RowTokenizer":
        """Return a row tokenizer with the tokenizer of a model folder."""
        # Rows are cut here, by pieces: the tokenizer's own limit is never met.
        return cls(TextTokenizer.open(encoder / TOKENIZER_FILE, MAX_QUESTION_TOKENS))

    def rows(self, examples: Sequence[Example], max_tokens: int) -> list[Row]:
        """Return a row for each example, of at most `max_tokens`: the passage is truncated.

        An example all of whose answers are cut off becomes a row without an answer.
        """
        questions = self._tokenizer.pieces([example.question for example in examples])
        passages = self._tokenizer.pieces([example.passage for example in examples])
        return [
            _row(example, question[:MAX_QUESTION_TOKENS], passage, max_tokens)
            for example, (question, _), passage in zip(examples, questions, passages, strict=True)
        ]


def _row(example: Example, question: list[int], passage: Pieces, max_tokens: int) -> Row:
    start = len(question) + 2
    room = max_tokens - start - 1
    ids = (BEGIN, *question, END, *passage[0][:room], END)
    offsets = tuple(passage[1][:room])
    targets = tuple(
        (found[0] + start, found[1] + start)
        for answer in example.answers
        if (found := _tokens(offsets, *answer)) is not None
    )
    return Row(example, ids, start, offsets, targets or NO_ANSWER)


def _tokens(offsets: Sequence[tuple[int, int]], start: int, end: int) -> tuple[int, int] | None:
    # A token of nothing but space has no characters of its own and begins no answer.
    inside = [i for i, (a, b) in enumerate(offsets) if a < b and a < end and b > start]
    if not inside or offsets[inside[-1]][1] < end:
        return None
    return inside[0], inside[-1]


def collate(rows: Sequence[Row]) -> Batch:
    """Return the rows as a batch, padded to the longest of them."""
    length = max(len(row.ids) for row in rows)
    # Padding needs no id of its own: the lengths keep it out of attention.
    ids = torch.zeros((len(rows), length), dtype=torch.long)
    segments = torch.zeros_like(ids)
    allowed = torch.zeros((len(rows), length), dtype=torch.bool)
    for number, row in enumerate(rows):
        size = len(row.ids)
        ids[number, :size] = torch.tensor(row.ids)
        segments[number, row.passage_start : size] = 1
        for at, (start, end) in enumerate(row.offsets, row.passage_start):
            allowed[number, at] = end > start
    lengths = torch.tensor([len(row.ids) for row in rows])
    return Batch(tuple(rows), ids, segments, lengths, allowed)


def group_rows(rows: Sequence[Row]) -> list[list[Row]]:
    """Return the rows of each group together, groups in the order of their first row."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.example.group, []).append(row)
    return list(groups.values())


def count_tokens(batches: Sequence[Sequence[Row]]) -> int:
    """Return the tokens of all rows, without padding."""
    return sum(len(row.ids) for rows in batches for row in rows)


def shuffled_batches(
    groups: Sequence[Sequence[Row]], tokens: int, pool: int, random: Random
) -> list[list[Row]]:
    """Return the groups in batches, in random order; each group stays in one batch.

    Args:
        groups: rows of one question each.
        tokens: of a batch at most, padding included; a longer group is a batch of its own.
        pool: so many groups at a time are sorted by length, so that little is padded.
        random: the source of the order.
    """
    order = list(groups)
    random.shuffle(order)
    batches: list[list[Row]] = []
    for start in range(0, len(order), pool):
        made = list(_batches(order[start : start + pool], tokens))
        random.shuffle(made)
        batches += made
    return batches


def _batches(groups: Sequence[Sequence[Row]], tokens: int) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for group in sorted(groups, key=_longest):
        if batch and (len(batch) + len(group)) * _longest(group) > tokens:
            yield batch
            batch = []
        batch += group
    if batch:
        yield batch


def _longest(group: Sequence[Row]) -> int:
    return max(len(row.ids) for row in group)
