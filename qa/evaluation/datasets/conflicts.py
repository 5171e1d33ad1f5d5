"""Conflict cases: a question with a few articles that answer it, and whether they disagree.

Half of the cases are planted disagreements, half merely look different. The layout is described in
`qa/evaluation/gold/README.md`.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.evaluation.datasets.files import DataError, check_split, filter_split, read_rows
from qa.evaluation.datasets.gold import Item


@dataclass(frozen=True, slots=True)
class ExpectedView:
    """A view that an answer has to show: its items, and whether it was only announced."""

    items: tuple[Item, ...]
    is_announced: bool

    def __post_init__(self) -> None:
        if not self.items:
            raise ValueError("a view has no items")


@dataclass(frozen=True, slots=True)
class ConflictCase:
    """A question that a few articles answer, alike or differently.

    Attributes:
        id: of the case.
        split: "tune" or "test".
        kind: what differs, or only seems to, as "number" or "spelling".
        language: of the question.
        question: as it is asked.
        articles: rows as they are read from a file of many articles.
        items: that a right answer says; where views are expected, those of all views.
        is_one_claim: whether all articles say the same, so that one claim should cite them all.
        views: that are to be shown; none where the articles do not disagree.
    """

    id: str
    split: str
    kind: str
    language: str
    question: str
    articles: tuple[Mapping[str, str], ...]
    items: tuple[Item, ...]
    is_one_claim: bool
    views: tuple[ExpectedView, ...]

    @property
    def expected(self) -> tuple[str, ...]:
        """The names of the items."""
        return tuple(item.name for item in self.items)

    @property
    def stem(self) -> str:
        """Its id: a case belongs together with no other."""
        return self.id

    def __post_init__(self) -> None:
        if len(self.articles) < 2 or not self.items:
            raise ValueError(f"case {self.id!r} needs two articles, and what a right answer says")
        if len(self.views) == 1 or (self.views and self.is_one_claim):
            raise ValueError(f"case {self.id!r} has one view, or views of what is one claim")


def read_cases(path: Path, split: str = "test") -> tuple[ConflictCase, ...]:
    """Return the cases of a split, "test", "tune" or "all", in order.

    Raises:
        DataError: the file cannot be read, or a line is not of the layout.
    """
    check_split(split)
    return filter_split([_case(row, where) for row, where in read_rows(path)], split)


def write_articles(cases: Sequence[ConflictCase], path: Path) -> None:
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


def _case(row: Mapping[str, Any], where: str) -> ConflictCase:
    try:
        return ConflictCase(
            id=row["id"],
            split=row["split"],
            kind=row["kind"],
            language=row["language"],
            question=row["question"],
            articles=tuple(row["articles"]),
            items=_items(row["items"]),
            is_one_claim=row["is_one_claim"],
            views=tuple(ExpectedView(_items(v["items"]), v["is_announced"]) for v in row["views"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(
            f"{where}: is no case ({error!r}); see qa/evaluation/gold/README.md"
        ) from error


def _items(every: Sequence[Sequence[str]]) -> tuple[Item, ...]:
    return tuple(Item(spellings[0], tuple(spellings)) for spellings in every)
