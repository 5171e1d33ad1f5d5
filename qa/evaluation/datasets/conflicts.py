"""Cases of disagreement: a question, what a few articles say to it, and whether they differ.

Half are planted disagreements, half merely look different. The layout is told in the README beside
the file.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.evaluation.datasets.gold import SPLITS, DataError, Item, rows


@dataclass(frozen=True, slots=True)
class Expected:
    """A view that is to be shown: all that it says, and whether it was announced."""

    items: tuple[Item, ...]
    is_announced: bool

    def __post_init__(self) -> None:
        if not self.items:
            raise ValueError("a view says nothing")


@dataclass(frozen=True, slots=True)
class Case:
    """A question that a few articles answer.

    Attributes:
        id: of the case.
        split: "tune" or "test".
        kind: what differs, or only seems to.
        language: of the question.
        question: as it is asked.
        articles: rows as they are read from a file of many articles.
        items: what a right answer says; where views are expected, that of them all.
        is_one_claim: whether the articles say the same, which one claim should cite them all for.
        views: what is to be shown; none where the articles do not differ.
    """

    id: str
    split: str
    kind: str
    language: str
    question: str
    articles: tuple[Mapping[str, str], ...]
    items: tuple[Item, ...]
    is_one_claim: bool
    views: tuple[Expected, ...]

    def __post_init__(self) -> None:
        if len(self.articles) < 2 or not self.items:
            raise ValueError(f"case {self.id!r} needs two articles, and what a right answer says")
        if len(self.views) == 1 or (self.views and self.is_one_claim):
            raise ValueError(f"case {self.id!r} has one view, or views of what is one claim")


def read_cases(path: Path, split: str = "test") -> tuple[Case, ...]:
    """Return the cases of one split ("test", "tune") or of both ("all"), in order.

    Raises:
        DataError: the file cannot be read, or a line is not of the layout.
    """
    if split not in SPLITS:
        raise DataError(f"split is {split!r}; expected one of {', '.join(SPLITS)}")
    every = [_case(row, where) for row, where in rows(path)]
    return tuple(case for case in every if split in ("all", case.split))


def write_articles(cases: Sequence[Case], path: Path) -> None:
    """Write the articles of all cases as one file of JSON Lines; an id is the case's and a number.

    Args:
        cases: whose articles are written.
        path: of the file, ending in ".jsonl".
    """
    lines = [
        json.dumps({"id": f"{case.id}-{number}", **article}, ensure_ascii=False)
        for case in cases
        for number, article in enumerate(case.articles, start=1)
    ]
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")


def _case(row: Mapping[str, Any], where: str) -> Case:
    try:
        return Case(
            id=row["id"],
            split=row["split"],
            kind=row["kind"],
            language=row["language"],
            question=row["question"],
            articles=tuple(row["articles"]),
            items=_items(row["items"]),
            is_one_claim=row["is_one_claim"],
            views=tuple(Expected(_items(v["items"]), v["is_announced"]) for v in row["views"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(f"{where}: is no case ({error!r}); see tests/gold") from error


def _items(every: Sequence[Sequence[str]]) -> tuple[Item, ...]:
    return tuple(Item(spellings[0], tuple(spellings)) for spellings in every)
