"""Views: the sides that an answer shows where its sources disagree."""

from itertools import permutations

from qa.evaluation.datasets.collections import CollectionQuestion, contains_words, page_name
from qa.evaluation.datasets.conflicts import ConflictCase, ExpectedView
from qa.evaluation.metrics import statistics as statistic
from qa.evaluation.metrics.statistics import Measure, mean_of
from qa.schema.answer import Answer, View

MEASURES = (
    mean_of("views_shown"),
    Measure("views_precision", ("views_right", "views_shown"), statistic.share),
    Measure("views_recall", ("views_right", "views_planted"), statistic.share),
    mean_of("views_missed", lower_is_better=True),
    mean_of("false_alarm", lower_is_better=True),
    mean_of("one_claim"),
)


def case_view_values(answer: Answer, case: ConflictCase) -> dict[str, float]:
    """Return the values of the views in an answer to a conflict case.

    Args:
        answer: to the question of the case.
        case: with the views that are right.

    Returns:
        "views_planted": whether the articles disagree; "views_shown": whether any views are shown;
        "views_right": whether the articles disagree and exactly the expected views are shown, each
        with all its items and marked as announced or not. "views_missed" only where the articles
        disagree, "false_alarm" only where they do not. "one_claim", only where all articles say the
        same: whether the first claim cites them all.
    """
    planted, shown = bool(case.views), bool(answer.views)
    values = {
        "views_planted": float(planted),
        "views_shown": float(shown),
        "views_right": float(planted and _match(answer.views, case.views)),
    }
    if planted:
        values["views_missed"] = float(not shown)
    else:
        values["false_alarm"] = float(shown)
    if case.is_one_claim:
        cited = {c.article.id for claim in answer.claims[:1] for c in claim.citations}
        values["one_claim"] = float(len(cited) == len(case.articles))
    return values


def _match(views: tuple[View, ...], expected: tuple[ExpectedView, ...]) -> bool:
    """Say whether the views are those expected, in any order, and none is missing."""
    if len(views) != len(expected):
        return False
    return any(
        all(_is(view, wanted) for view, wanted in zip(order, expected, strict=True))
        for order in permutations(views)
    )


def _is(view: View, expected: ExpectedView) -> bool:
    texts = [claim.text for claim in view.claims]
    has_all = all(any(item.matches(text) for text in texts) for item in expected.items)
    return has_all and view.is_announced is expected.is_announced


def collection_view_values(answer: Answer, asked: CollectionQuestion) -> dict[str, float]:
    """Return the values of the views in an answer to a conflict of a collection.

    Returns:
        "views_planted": 1.0; "views_shown": whether any views are shown; "views_right": whether
        each view states a side and cites only pages of that side, and no side is missing.
    """
    sides = [_sides(view, asked) for view in answer.views]
    right = all(sides) and set[int]().union(*sides) == set(range(len(asked.items)))
    return {
        "views_planted": 1.0,
        "views_shown": float(bool(answer.views)),
        "views_right": float(right),
    }


def _sides(view: View, asked: CollectionQuestion) -> set[int]:
    """Return the numbers of the sides that a view states and cites only pages of."""
    text = "\n".join(claim.text for claim in view.claims)
    cited = {c.article.id: c.article for claim in view.claims for c in claim.citations}.values()
    sides = enumerate(zip(asked.items, asked.evidence, strict=True))
    return {
        number
        for number, (item, words) in sides
        if item.matches(text)
        and all(page_name(p) in asked.pages and contains_words(words, p.text) for p in cited)
    }
