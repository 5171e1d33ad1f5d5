"""Candidates to an answer: what is claimed, what it is cited from, and where articles differ.

Says the same thing once, and both things where the articles say two.
"""

import re
from collections.abc import Sequence

from qa.answer.clusters import cluster_statements, to_claim
from qa.answer.conflicts import find_conflicts
from qa.schema.answer import Answer, Claim, View
from qa.schema.question import Question, QuestionType
from qa.schema.reading import ReaderOutput
from qa.settings import AnswerSettings
from qa.text.questions import question_type

_NOW = re.compile(
    r"\b(?:sekarang|saat ini|kini|terkini|terbaru|hari ini|now|currently|current|latest|today)\b",
    re.IGNORECASE,
)


def compose(
    asked: str, question: Question, reading: ReaderOutput, settings: AnswerSettings
) -> Answer:
    """Return the answer that a reading makes.

    Args:
        asked: the question as it was typed.
        question: the same, standing on its own.
        reading: with at least one candidate.
        settings: how much is said.
    """
    said = cluster_statements(question, reading, settings)
    differing = find_conflicts(question, reading, said, settings)
    # Two sides are told in all the words by which they differ.
    apart = [same for side in differing for same in side.said]
    told = [
        (same, to_claim(question, same, in_full=any(same is each for each in apart)))
        for same in said
    ]
    views = tuple(
        View(
            tuple(claim for same, claim in told if any(same is each for each in side.said)),
            side.is_announced,
        )
        for side in differing
    )
    claims = tuple(claim for _, claim in told)
    if views and question_type(question) is QuestionType.TIME:
        # A time on no side is that of another event than the one that they differ on.
        claims = tuple(c for c in claims if any(c in view.claims for view in views))
    if _NOW.search(question.text):
        claims = _newest_first(claims, views)
    sure = reading.confidence
    return Answer(asked, question.language, claims, sure, reading.passages, views=views)


def _newest_first(claims: Sequence[Claim], views: Sequence[View]) -> tuple[Claim, ...]:
    """Return the claims in the order of the views that hold them, then the others."""
    return tuple(dict.fromkeys((*(claim for view in views for claim in view.claims), *claims)))
