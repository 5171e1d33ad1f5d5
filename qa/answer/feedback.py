"""What readers thought of answers, kept beside the library for the evaluation to read.

A file of JSON Lines: one judgement each, with the question, the earlier questions of its chat and
the whole answer, but for the texts of the articles, which the library has.
"""

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import cast

from qa.answer.record import Record, answer_record
from qa.schema.answer import Answer

FEEDBACK_FILE = "feedback.jsonl"


class Verdict(StrEnum):
    """What a reader thought of an answer."""

    RIGHT = "right"
    ANSWER_WRONG = "answer wrong"
    EVIDENCE_WRONG = "evidence wrong"


@dataclass(frozen=True, slots=True)
class Feedback:
    """One judgement, as it is kept.

    Attributes:
        time: when it was given, with its zone.
        verdict: what the reader thought.
        question: as it was asked.
        history: the earlier questions of the chat, oldest first.
        answer: the answer's record, without the texts of its articles.
    """

    time: datetime
    verdict: Verdict
    question: str
    history: tuple[str, ...]
    answer: Record

    def __post_init__(self) -> None:
        if self.time.tzinfo is None:
            raise ValueError(f"feedback was given at {self.time}, without a time zone")


def feedback(answer: Answer, history: Sequence[str], verdict: Verdict) -> Feedback:
    """Return a judgement of this moment."""
    told = textless_record(answer)
    return Feedback(datetime.now(UTC), verdict, answer.question, tuple(history), told)


def textless_record(answer: Answer) -> Record:
    """Return an answer's record without the texts of its articles."""
    return cast(Record, _without_texts(answer_record(answer)))


def add_feedback(folder: Path, given: Feedback) -> None:
    """Put a judgement at the end of the folder's file: the whole line, or none of it.

    Raises:
        OSError: the file cannot be written.
    """
    kept: Record = {
        "time": given.time.isoformat(),
        "verdict": given.verdict.value,
        "question": given.question,
        "history": list(given.history),
        "answer": given.answer,
    }
    line = json.dumps(kept, ensure_ascii=False).encode() + b"\n"
    # Written in one go at what is the end at that moment, whoever else writes.
    file = os.open(folder / FEEDBACK_FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        written = os.write(file, line)
        if written < len(line):
            os.ftruncate(file, os.fstat(file).st_size - written)
            raise OSError(f"{folder / FEEDBACK_FILE}: the disk is full; make room on it")
    finally:
        os.close(file)


def read_feedback(folder: Path) -> Iterator[Feedback]:
    """Yield the judgements of a folder's file, oldest first; none where there is no file.

    Raises:
        ValueError: a line is damaged; the message names it.
    """
    path = folder / FEEDBACK_FILE
    if not path.exists():
        return
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                yield _read(json.loads(line))
            except (ValueError, KeyError, TypeError) as error:
                raise ValueError(f"{path}: line {number} is damaged ({error}); remove it") from None


def _read(kept: Record) -> Feedback:
    return Feedback(
        datetime.fromisoformat(str(kept["time"])),
        Verdict(kept["verdict"]),
        str(kept["question"]),
        tuple(map(str, cast(list[object], kept["history"]))),
        cast(Record, kept["answer"]),
    )


def _without_texts(value: object, name: str = "") -> object:
    if isinstance(value, dict):
        parts = cast(Record, value).items()
        kept = {k: v for k, v in parts if not (name == "article" and k == "text")}
        return {key: _without_texts(part, key) for key, part in kept.items()}
    if isinstance(value, list):
        return [_without_texts(part) for part in cast(list[object], value)]
    return value
