"""Where answers fail: which questions, in what way, and how often by kind."""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.evaluation.outcome import Outcome

WAYS = ("refused", "answered", "wrong", "partly")


def way(outcome: Outcome) -> str:
    """Return how an answer failed; empty for one that is all right.

    Returns:
        "refused" what the articles do answer; "answered" what they do not; "wrong" where nothing
        required was said, and "partly" where some was.
    """
    if outcome.score >= 1.0:
        return ""
    if not outcome.values["answerable"]:
        return "answered"
    if outcome.text is None:
        return "refused"
    return "wrong" if outcome.score == 0.0 else "partly"


def failures(outcomes: Sequence[Outcome]) -> tuple[Outcome, ...]:
    """Return the outcomes that are not all right, in order."""
    return tuple(outcome for outcome in outcomes if way(outcome))


@dataclass(frozen=True, slots=True)
class KindSummary:
    """How the questions of one kind came out: their mean score, and how many failed in each way.

    `bold` is the share of answers that would be right if nothing were refused.
    """

    kind: str
    questions: int
    score: float
    ways: tuple[int, ...]
    bold: float


def by_kind(outcomes: Sequence[Outcome]) -> tuple[KindSummary, ...]:
    """Return a summary of each kind of question, the worst first."""
    kinds = dict.fromkeys(outcome.kind for outcome in outcomes)
    found = [_summary(kind, [o for o in outcomes if o.kind == kind]) for kind in kinds]
    return tuple(sorted(found, key=lambda summary: (summary.score, summary.kind)))


def _summary(kind: str, outcomes: Sequence[Outcome]) -> KindSummary:
    score = sum(outcome.score for outcome in outcomes) / len(outcomes)
    found = [way(outcome) for outcome in outcomes]
    ways = tuple(found.count(each) for each in WAYS)
    bold = sum(outcome.values["right"] for outcome in outcomes) / len(outcomes)
    return KindSummary(kind, len(outcomes), score, ways, bold)


def kind_cells(outcomes: Sequence[Outcome]) -> list[list[str]]:
    """Return the summary by kind as a table, with its head."""
    head = [
        "kind",
        "questions",
        "score",
        "refused",
        "should refuse",
        "wrong",
        "in part",
        "right if never refused",
    ]
    rows = [
        [
            each.kind,
            str(each.questions),
            f"{each.score:.2f}",
            *map(str, each.ways),
            f"{each.bold:.2f}",
        ]
        for each in by_kind(outcomes)
    ]
    return [head, *rows]
