"""Gold questions: a question, the items of a right answer, and their evidence in the articles.

The layout is described in `qa/evaluation/gold/README.md`. Answers are measured in
`qa.evaluation.metrics.claims`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.evaluation.datasets.files import DataError, check_split, filter_split, read_rows


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a right answer has to say, with its accepted spellings."""

    name: str
    spellings: tuple[str, ...]

    def __post_init__(self) -> None:
        if not all(self.spellings) or not self.spellings:
            raise ValueError(f"item {self.name!r} has no spelling, or an empty one")

    def matches(self, text: str) -> bool:
        """Say whether a text holds one of the spellings as whole words, in any case."""
        folded = text.casefold()
        return any(
            re.search(rf"(?<!\w){re.escape(spelling.casefold())}(?!\w)", folded)
            for spelling in self.spellings
        )


@dataclass(frozen=True, slots=True)
class Evidence:
    """The characters `start` to `end` of an article's text, which state an item."""

    article: str
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"evidence {self.start}:{self.end} of {self.article} is empty")


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question with the items of a right answer.

    Attributes:
        id: of the question.
        stem: shared by twins, the same question in two languages; or by the turns of a chat.
        kind: what is asked for, as "who"; see the README.
        language: of the question.
        question: as it is asked.
        history: the questions asked before it, oldest first.
        items: that a right answer says; none where the articles do not answer.
        evidence: where the articles state them.
        split: "tune" or "test".
        trap: what makes an unanswerable question look answerable; else empty.
        standalone: a follow-up rewritten to need no history; empty for other questions.
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
    def expected(self) -> tuple[str, ...]:
        """The names of the items."""
        return tuple(item.name for item in self.items)

    @property
    def answerable(self) -> bool:
        """Whether the articles answer it."""
        return bool(self.items)


def read_gold(path: Path, split: str = "test") -> tuple[GoldQuestion, ...]:
    """Return the gold questions of a split, "test", "tune" or "all", in order.

    Raises:
        DataError: the file cannot be read, or a line is not of the layout.
    """
    check_split(split)
    return filter_split([_question(row, where) for row, where in read_rows(path)], split)


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
        raise DataError(
            f"{where}: is no gold question ({error!r}); see qa/evaluation/gold/README.md"
        ) from error


def items_of(row: Mapping[str, Any]) -> tuple[Item, ...]:
    """Return the items of a row of gold questions or of a turn of a chat."""
    return tuple(Item(item["name"], tuple(item["spellings"])) for item in row["items"])


def evidence_of(row: Mapping[str, Any]) -> tuple[Evidence, ...]:
    """Return the evidence of a row of gold questions or of a turn of a chat."""
    return tuple(Evidence(e["article"], e["start"], e["end"]) for e in row["evidence"])


def count_matches(items: Sequence[Item], text: str) -> int:
    """Return how many of the items a text states."""
    return sum(item.matches(text) for item in items)
