"""Chats: questions asked one after the other, each with its standalone form and right answer.

After CANARD (Elgohary et al. 2019, "Can You Unpack That? Learning to Rewrite
Questions-in-Context"): a follow-up is compared with the same question rewritten to need no history.
The layout is described in `qa/evaluation/gold/README.md`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.evaluation.datasets.files import DataError, check_split, filter_split, read_rows
from qa.evaluation.datasets.gold import GoldQuestion, evidence_of, items_of

STANDS_ALONE = ("first", "subject_change")
"""The kinds of turn that do not depend on the turns before."""


@dataclass(frozen=True, slots=True)
class GoldChat:
    """Questions in the order they are asked, each with those before it as its history."""

    id: str
    split: str
    turns: tuple[GoldQuestion, ...]

    def __post_init__(self) -> None:
        if not self.turns:
            raise ValueError(f"chat {self.id!r} has no turns")


def read_chats(path: Path, split: str = "test") -> tuple[GoldChat, ...]:
    """Return the chats of a split, "test", "tune" or "all", in order.

    Raises:
        DataError: the file cannot be read, or a line is not of the layout.
    """
    check_split(split)
    return filter_split([_chat(row, where) for row, where in read_rows(path)], split)


def chat_articles(path: Path) -> Path:
    """Return the folder of the articles that belong to a file of chats."""
    return path.with_suffix("")


def _chat(row: Mapping[str, Any], where: str) -> GoldChat:
    try:
        asked = [turn["question"] for turn in row["turns"]]
        turns = [_turn(row, n, asked[: n - 1]) for n in range(1, len(asked) + 1)]
        return GoldChat(row["id"], row["split"], tuple(turns))
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(
            f"{where}: is no chat ({error!r}); see qa/evaluation/gold/README.md"
        ) from error


def _turn(chat: Mapping[str, Any], number: int, history: Sequence[str]) -> GoldQuestion:
    turn = chat["turns"][number - 1]
    return GoldQuestion(
        id=f"{chat['id']}-{number}",
        stem=chat["id"],
        kind=turn["kind"],
        language=turn["language"],
        question=turn["question"],
        history=tuple(history),
        items=items_of(turn),
        evidence=evidence_of(turn),
        split=chat["split"],
        standalone="" if turn["kind"] in STANDS_ALONE else turn["standalone"],
    )
