"""Feedback: what users judged of answers, kept beside the library.

A JSON Lines file, `feedback.jsonl`, with one judgement a line: the question, the earlier questions
of its chat, and the answer's record without the texts of its articles, which the library has.
Nothing in Tanya reads the file; it is written for whoever looks for the questions that fail.
"""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from qa.schema.answer import Answer

if TYPE_CHECKING:
    from qa.answer.record import JsonObject

FEEDBACK_FILE = "feedback.jsonl"


class Verdict(StrEnum):
    """What a user judged of an answer."""

    RIGHT = "right"
    ANSWER_WRONG = "answer wrong"
    EVIDENCE_WRONG = "evidence wrong"


@dataclass(frozen=True, slots=True)
class Feedback:
    """One judgement of an answer.

    Attributes:
        time: when it was given, with its time zone.
        verdict: what the user judged.
        question: the question as it was typed.
        history: the earlier questions of the chat, oldest first.
        answer: the answer's record, without the texts of its articles.
    """

    time: datetime
    verdict: Verdict
    question: str
    history: tuple[str, ...]
    answer: "JsonObject"

    def __post_init__(self) -> None:
        if self.time.tzinfo is None:
            raise ValueError(f"feedback was given at {self.time}, without a time zone")

    def to_json(self) -> str:
        """Return the judgement as one line of JSON."""
        fields = {
            "time": self.time.isoformat(),
            "verdict": self.verdict.value,
            "question": self.question,
            "history": list(self.history),
            "answer": self.answer,
        }
        return json.dumps(fields, ensure_ascii=False)


def feedback(answer: Answer, history: Sequence[str], verdict: Verdict) -> Feedback:
    """Return a judgement of an answer, given now."""
    from qa.answer.record import AnswerRecord

    record = AnswerRecord.of(answer).without_texts()
    return Feedback(datetime.now(UTC), verdict, answer.question, tuple(history), record)


def add_feedback(folder: Path, given: Feedback) -> None:
    """Append a judgement to the folder's file: the whole line, or none of it.

    Raises:
        OSError: the file cannot be written.
    """
    line = given.to_json().encode() + b"\n"
    # One write in append mode, so that lines of several processes do not mix.
    file = os.open(folder / FEEDBACK_FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        written = os.write(file, line)
        if written < len(line):
            os.ftruncate(file, os.fstat(file).st_size - written)
            raise OSError(f"{folder / FEEDBACK_FILE}: the disk is full; make room on it")
    finally:
        os.close(file)
