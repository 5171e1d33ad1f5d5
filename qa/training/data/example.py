"""Examples: a question with one passage and its answers; reading them, and cutting passages.

Knows nothing of tokens or arrays: `qa.training.model.rows` makes those.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

from embeddings.errors import TanyaError

SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’')\]]*(?:\[\d+\])*\s+|\n+")
WORD = re.compile(r"\w+")


class TrainingDataError(TanyaError):
    """A file of training data is missing, or is not of its format; the message names it."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question on a passage.

    Attributes:
        id: of the example.
        group: shared by the examples of one question on several passages, which are scored against
            one another.
        source: the name of its source; see `qa.training.data.source`.
        language: of the question.
        question: as it is asked.
        passage: as it is read.
        answers: (start, end) of each, in characters of the passage; none where it does not answer.
    """

    id: str
    group: str
    source: str
    language: str
    question: str
    passage: str
    answers: tuple[tuple[int, int], ...]

    def __post_init__(self) -> None:
        for start, end in self.answers:
            if not 0 <= start < end <= len(self.passage):
                raise TrainingDataError(
                    f"{self.id}: an answer at {start}:{end} is outside its passage; mend the row"
                )

    @property
    def texts(self) -> tuple[str, ...]:
        """The words of each answer."""
        return tuple(self.passage[start:end] for start, end in self.answers)


def read_examples(path: Path) -> tuple[Example, ...]:
    """Return the reading rows of a JSON Lines file, in its order.

    Raises:
        TrainingDataError: the file cannot be read, a row lacks a field, or an answer does not stand
            at its offset.
    """
    source = path.name.split(".")[0]
    try:
        lines = path.read_text("utf-8").splitlines()
        return tuple(_example(source, json.loads(line)) for line in lines)
    except (OSError, KeyError, ValueError) as error:
        raise TrainingDataError(
            f"{path}: {error!r}; expected rows as its README describes"
        ) from error


def _example(source: str, row: dict[str, Any]) -> Example:
    passage = str(row["passage"])
    answers: list[tuple[int, int]] = []
    for answer in row["answers"]:
        start, text = int(answer["start"]), str(answer["text"]).rstrip()
        if passage[start : start + len(text)] != text:
            raise ValueError(f"{row['id']}: {text!r} does not stand at {start}")
        answers.append(_trimmed(passage, start, start + len(text)))
    kept = tuple(dict.fromkeys(_most_agreed(answers)))
    identity = str(row["id"])
    language, question = str(row["language"]), str(row["question"])
    return Example(identity, identity, source, language, question, passage, kept)


def _trimmed(passage: str, start: int, end: int) -> tuple[int, int]:
    while start < end - 1 and passage[start].isspace():
        start += 1
    return start, end


def _most_agreed(answers: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    # Several annotators marked some questions: what most of them marked, the first on a tie.
    if not answers:
        return []
    most = max(answers.count(answer) for answer in answers)
    return [next(answer for answer in answers if answers.count(answer) == most)]


def sentences(passage: str) -> list[tuple[int, int]]:
    """Return where each sentence starts and ends; together they cover the passage."""
    cuts = [0, *(match.end() for match in SENTENCE_END.finditer(passage)), len(passage)]
    return [(a, b) for a, b in pairwise(cuts) if b > a]


def context_window(
    example: Example, max_chars: int, centre: tuple[int, int], random: Random
) -> Example:
    """Return the example with its passage cut to whole sentences around `centre`, drawn at random.

    The sentences that `centre`, (start, end) in the passage, overlaps are kept even where they are
    longer than `max_chars`. Answers outside the window are dropped.
    """
    if len(example.passage) <= max_chars:
        return example
    spans = sentences(example.passage)
    first = max(i for i, (start, _) in enumerate(spans) if start <= centre[0])
    last = min(i for i, (_, end) in enumerate(spans) if end >= min(centre[1], spans[-1][1]))
    last = max(first, last)
    for before in _directions(random, first, len(spans) - 1 - last):
        grown = (first - 1, last) if before else (first, last + 1)
        if spans[grown[1]][1] - spans[grown[0]][0] > max_chars:
            break
        first, last = grown
    return _cut(example, spans[first][0], spans[last][1])


def _directions(random: Random, before: int, after: int) -> Iterator[bool]:
    directions = [True] * before + [False] * after
    random.shuffle(directions)
    yield from directions


def _cut(example: Example, start: int, end: int) -> Example:
    answers = tuple((a - start, b - start) for a, b in example.answers if start <= a and b <= end)
    passage = example.passage[start:end]
    return replace(example, passage=passage, answers=answers)


def negative_sentences(example: Example, max_chars: int, random: Random) -> Example | None:
    """Return other sentences of the passage, as a negative; None where all hold an answer."""
    answers = {example.passage[a:b].lower() for a, b in example.answers}

    def holds_one(start: int, end: int) -> bool:
        return any(answer in example.passage[start:end].lower() for answer in answers)

    spans = [
        (start, end)
        for start, end in sentences(example.passage)
        if not holds_one(start, end) and not any(a < end and b > start for a, b in example.answers)
    ]
    if not spans:
        return None
    first = last = random.randrange(len(spans))
    while last + 1 < len(spans) and spans[last + 1][0] == spans[last][1]:
        start, end = spans[first][0], spans[last + 1][1]
        # Two sentences may hold together what neither does: the end of one, the start of the next.
        if end - start > max_chars or holds_one(start, end):
            break
        last += 1
    return replace(_cut(example, spans[first][0], spans[last][1]), answers=())


def likely_location(example: Example, siblings: Sequence[Example]) -> tuple[int, int]:
    """Return where in the passage a question without an answer would be answered.

    That is the answer of the most similar question on the same passage, or else the sentence that
    shares most words with the question.
    """
    words = _words(example.question)
    answered = [sibling for sibling in siblings if sibling.answers]
    if answered:
        return max(answered, key=lambda s: _jaccard(words, _words(s.question))).answers[0]
    spans = sentences(example.passage)
    return max(spans, key=lambda s: len(words & _words(example.passage[slice(*s)])))


def _words(text: str) -> set[str]:
    return set(WORD.findall(text.lower()))


def _jaccard(one: set[str], other: set[str]) -> float:
    return len(one & other) / (len(one | other) or 1)
