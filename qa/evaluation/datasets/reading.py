"""Reading rows: a question, a passage, and the spans of it that answer; and pools of passages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from qa.evaluation.datasets.files import DataError, read_rows


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """The words of an answer, and where they start in the passage; None where that is unknown."""

    text: str
    start: int | None


@dataclass(frozen=True, slots=True)
class ReadingQuestion:
    """A question about one passage; no answers where the passage does not answer.

    `stem` is shared by the same question in other languages.
    """

    id: str
    stem: str
    language: str
    question: str
    passage: str
    answers: tuple[GoldSpan, ...]

    @property
    def expected(self) -> tuple[str, ...]:
        """The words of every answer, each once."""
        return tuple(dict.fromkeys(answer.text for answer in self.answers))

    def __post_init__(self) -> None:
        if not self.question.strip() or not self.passage.strip():
            raise ValueError(f"{self.id}: the question or the passage is empty")
        for answer in self.answers:
            start = answer.start
            if start is not None and not self.passage.startswith(answer.text, start):
                raise ValueError(f"{self.id}: {answer.text!r} does not stand at {start}")


def read_reading(path: Path) -> tuple[ReadingQuestion, ...]:
    """Return the questions of a file in the reading layout or the cross-lingual one, in order.

    A cross-lingual row gives two questions, one in English and one in Indonesian, on the same
    Indonesian passage.

    Raises:
        DataError: the file cannot be read, or a line is of neither layout.
    """
    found = tuple(q for row, where in read_rows(path) for q in _questions(row, where))
    ids = {question.id for question in found}
    if len(ids) < len(found):
        raise DataError(f"{path}: two rows have the same id; give each its own")
    if not found:
        raise DataError(f"{path}: has no rows; name a file in the reading layout")
    return found


def read_pool(paths: Sequence[Path], articles: int | None = None) -> tuple[str, ...]:
    """Return the passages of these files, each text once, in order.

    Args:
        paths: files in the reading or the cross-lingual layout, of which each row's passage is
            taken, or of articles in `paragraphs`, of which each paragraph is.
        articles: how many articles of each file of articles are taken, the first; all unless given.

    Raises:
        DataError: a file cannot be read, or a row has neither passage nor paragraphs.
    """
    found: dict[str, None] = {}
    for path in paths:
        taken = 0
        for row, where in read_rows(path):
            taken += "paragraphs" in row
            if articles is not None and taken > articles:
                break
            found |= dict.fromkeys(_passages(row, where))
    return tuple(found)


def _passages(row: dict[str, Any], where: str) -> list[str]:
    kept: Any = row["paragraphs"] if "paragraphs" in row else [row.get("passage")]
    if not isinstance(kept, list):
        raise DataError(f"{where}: its paragraphs are no list; it is no pool")
    every = cast("list[object]", kept)
    texts = [each for each in every if isinstance(each, str)]
    if len(texts) < len(every):
        raise DataError(f"{where}: has neither a passage nor paragraphs; it is no pool")
    return [text for text in texts if text.strip()]


def _questions(row: dict[str, Any], where: str) -> Iterator[ReadingQuestion]:
    try:
        if "question_en" in row:
            yield _crossing(row, "en")
            yield _crossing(row, "id")
            return
        answers = tuple(GoldSpan(a["text"], a["start"]) for a in row["answers"])
        yield ReadingQuestion(
            row["id"], row["id"], row["language"], row["question"], row["passage"], answers
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DataError(
            f"{where}: is not in the reading layout ({error!r}); expected id, language, question, "
            "passage, answers"
        ) from error


def _crossing(row: dict[str, Any], language: str) -> ReadingQuestion:
    answer = GoldSpan(row["answer_id"], None)
    return ReadingQuestion(
        id=f"{row['id']}-{language}",
        stem=row["id"],
        language=language,
        question=row[f"question_{language}"],
        passage=row["passage"],
        answers=(answer,),
    )
