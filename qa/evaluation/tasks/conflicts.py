"""Cases of disagreement, asked of an assistant over all their articles; what views are worth."""

from collections.abc import Mapping
from itertools import permutations

from qa.evaluation.datasets.conflicts import Case, Expected
from qa.evaluation.metrics.claims import HALF, item_recall
from qa.evaluation.observed import ObservedAssistant
from qa.evaluation.outcome import Outcome, quotations
from qa.schema.answer import Answer, View


class ConflictSet:
    """Cases over the articles of one assistant."""

    def __init__(self, name: str, observed: ObservedAssistant) -> None:
        self._name = name
        self._observed = observed

    def ask(self, case: Case) -> Outcome:
        """Return the outcome of one case."""
        seen = self._observed.ask(case.question)
        guessed = (seen.guess.text if seen.guess else None) or ""
        return Outcome(
            data=self._name,
            id=case.id,
            stem=case.id,
            kind=case.kind,
            language=case.language,
            question=case.question,
            history=(),
            expected=tuple(item.name for item in case.items),
            text=seen.answer.text,
            note=seen.answer.note,
            citations=quotations(seen.answer),
            values={
                "confidence": seen.answer.confidence,
                "answerable": 1.0,
                "refused": float(seen.answer.text is None),
                "right": float(item_recall(case.items, guessed) >= HALF),
                "item_recall": item_recall(case.items, seen.answer.text or ""),
                **view_values(seen.answer, case),
            },
            ms=seen.ms,
        )


def view_values(answer: Answer, case: Case) -> Mapping[str, float]:
    """Return what an answer's views are worth.

    Args:
        answer: to the question of the case.
        case: what is right.

    Returns:
        "views_planted", whether the articles differ; "views_shown", whether any views are;
        "views_right", whether they differ and just the views expected are shown, each with all
        that it says and told as announced or not. "false_alarm" and "views_missed" only where they
        apply. "one_claim", only where all articles say the same: whether the first claim cites all.
    """
    planted, shown = bool(case.views), bool(answer.views)
    right = planted and _are_as_expected(answer.views, case.views)
    values = {
        "views_planted": float(planted),
        "views_shown": float(shown),
        "views_right": float(right),
    }
    if planted:
        values["views_missed"] = float(not shown)
    else:
        values["false_alarm"] = float(shown)
    if case.is_one_claim:
        cited = {c.article.id for claim in answer.claims[:1] for c in claim.citations}
        values["one_claim"] = float(len(cited) == len(case.articles))
    return values


def _are_as_expected(views: tuple[View, ...], expected: tuple[Expected, ...]) -> bool:
    """Say whether each view shown is one of those expected, in any order, and none is missing."""
    if len(views) != len(expected):
        return False
    return any(
        all(_is(view, wanted) for view, wanted in zip(order, expected, strict=True))
        for order in permutations(views)
    )


def _is(view: View, expected: Expected) -> bool:
    said = [claim.text for claim in view.claims]
    has_all = all(any(item.said_in(text) for text in said) for item in expected.items)
    return has_all and view.is_announced is expected.is_announced
