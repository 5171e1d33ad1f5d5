"""Failures: which questions were not answered well, of what type, and how often by kind."""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.evaluation.outcome import Outcome

FAILURE_TYPES = ("refused", "answered", "wrong", "partly")


def failure_type(outcome: Outcome) -> str:
    """Return the type of a failure; empty for an answer with the full score.

    Returns:
        "refused": an answerable question; "answered": an unanswerable one; "wrong": nothing that is
        required is said; "partly": some of it is.
    """
    if outcome.score >= 1.0:
        return ""
    if not outcome.values["answerable"]:
        return "answered"
    if outcome.text is None:
        return "refused"
    return "wrong" if outcome.score == 0.0 else "partly"


def failures(outcomes: Sequence[Outcome]) -> tuple[Outcome, ...]:
    """Return the outcomes that are failures, in order."""
    return tuple(outcome for outcome in outcomes if failure_type(outcome))


@dataclass(frozen=True, slots=True)
class KindSummary:
    """The results of the questions of one kind.

    Attributes:
        kind: of the questions.
        questions: how many.
        score: their mean.
        counts: failures of each type, in the order of FAILURE_TYPES.
        right_unrefused: the share of answers that would be right if nothing were refused.
    """

    kind: str
    questions: int
    score: float
    counts: tuple[int, ...]
    right_unrefused: float


def by_kind(outcomes: Sequence[Outcome]) -> tuple[KindSummary, ...]:
    """Return a summary for each kind of question, the lowest score first."""
    kinds = dict.fromkeys(outcome.kind for outcome in outcomes)
    found = [_summary(kind, [o for o in outcomes if o.kind == kind]) for kind in kinds]
    return tuple(sorted(found, key=lambda summary: (summary.score, summary.kind)))


def _summary(kind: str, outcomes: Sequence[Outcome]) -> KindSummary:
    score = sum(outcome.score for outcome in outcomes) / len(outcomes)
    found = [failure_type(outcome) for outcome in outcomes]
    ways = tuple(found.count(each) for each in FAILURE_TYPES)
    bold = sum(outcome.values["right"] for outcome in outcomes) / len(outcomes)
    return KindSummary(kind, len(outcomes), score, ways, bold)


def kind_table(outcomes: Sequence[Outcome]) -> list[list[str]]:
    """Return the summaries by kind as a table, with its head."""
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
            *map(str, each.counts),
            f"{each.right_unrefused:.2f}",
        ]
        for each in by_kind(outcomes)
    ]
    return [head, *rows]
