"""Gold questions: what was asked, what a right answer says, and where that is written.

The layout is told in the README beside the file. What an answer is worth:
`qa.evaluation.metrics.claims`.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

from qa.evaluation import EvaluationError

SPLITS = ("test", "tune", "all")


class DataError(EvaluationError):
    """A data set cannot be read; the message names the file, the line and what to do."""


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


_Row = TypeVar("_Row", bound=_Identified)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a right answer says, in any of its spellings."""

    name: str
    spellings: tuple[str, ...]

    def __post_init__(self) -> None:
        if not all(self.spellings) or not self.spellings:
            raise ValueError(f"item {self.name!r} has no spelling, or an empty one")

    def said_in(self, text: str) -> bool:
        """Say whether a spelling stands in the text as whole words, in any case."""
        folded = text.casefold()
        return any(
            re.search(rf"(?<!\w){re.escape(spelling.casefold())}(?!\w)", folded)
            for spelling in self.spellings
        )


@dataclass(frozen=True, slots=True)
class Evidence:
    """The characters `start` to `end` of an article's text, which say an item."""

    article: str
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"evidence {self.start}:{self.end} of {self.article} is empty")


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question with what a right answer says; without items it has no answer.

    `stem` is shared by twins: the same question in two languages; or by the turns of a chat.
    `standalone` is a follow-up written out so that it needs no history; empty for the others.
    """

    id: str
    stem: str
    kind: str
    language: str
    question: str
    history: tuple[str, ...]
    items: tuple[Item, ...]
    evidence: tuple[Evidence, ...]
    split: str
    trap: str = ""
    standalone: str = ""

    @property
    def answerable(self) -> bool:
        """Whether the articles answer it."""
        return bool(self.items)


def read_gold(path: Path, split: str = "test") -> tuple[GoldQuestion, ...]:
    """Return the gold questions of one split ("test", "tune") or of both ("all"), in order.

    Raises:
        DataError: the file cannot be read, or a line is not of the layout.
    """
    if split not in SPLITS:
        raise DataError(f"split is {split!r}; expected one of {', '.join(SPLITS)}")
    every = [_question(row, where) for row, where in rows(path)]
    return tuple(q for q in every if split in ("all", q.split))


def rows(path: Path) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield each row of a JSON Lines file with its place, for messages.

    Raises:
        DataError: the file cannot be read, or a line is not a JSON object.
    """
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: cannot be read ({error}); name a JSON Lines file") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        where = f"{path}: line {number}"
        try:
            row = json.loads(line)
        except ValueError as error:
            raise DataError(f"{where}: is not JSON ({error}); mend the line") from error
        if not isinstance(row, dict):
            raise DataError(f"{where}: is not a JSON object; mend the line")
        yield row, where


def filter_rows(found: Sequence[_Row], prefixes: Sequence[str], path: Path) -> tuple[_Row, ...]:
    """Return the rows whose id starts with one of the prefixes, in order; all if there are none.

    Raises:
        DataError: no row's id does; the message names the path that the rows are from.
    """
    kept = tuple(row for row in found if not prefixes or row.id.startswith(tuple(prefixes)))
    if found and not kept:
        named = " or ".join(map(repr, prefixes))
        raise DataError(f"{path}: no id starts with {named}; name another prefix with --rows")
    return kept


def _question(row: dict[str, Any], where: str) -> GoldQuestion:
    try:
        return GoldQuestion(
            id=row["id"],
            stem="+".join(sorted((row["id"], row["twin"]))),
            kind=row["kind"],
            language=row["language"],
            question=row["question"],
            history=tuple(row["history"]),
            items=items_of(row),
            evidence=evidence_of(row),
            split=row["split"],
            trap=row.get("trap", ""),
            standalone=row.get("standalone", ""),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(f"{where}: is no gold question ({error!r}); see tests/gold") from error


def items_of(row: Mapping[str, Any]) -> tuple[Item, ...]:
    """Return what a right answer says, by a row of any of our layouts."""
    return tuple(Item(item["name"], tuple(item["spellings"])) for item in row["items"])


def evidence_of(row: Mapping[str, Any]) -> tuple[Evidence, ...]:
    """Return where that is written, by a row of any of our layouts."""
    return tuple(Evidence(e["article"], e["start"], e["end"]) for e in row["evidence"])


def items_said(items: Sequence[Item], text: str) -> int:
    """Return how many of the items stand in the text."""
    return sum(item.said_in(text) for item in items)
