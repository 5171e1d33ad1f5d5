"""Compose an answer from candidates: its claims, their citations, and the views of a conflict.

Candidates that agree become one claim; where sources contradict each other, each side becomes a
view.
"""

import re
from collections.abc import Sequence

from qa.answer.clusters import StatementCluster, cluster_statements, to_claim
from qa.answer.conflicts import ConflictSide, find_conflicts
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
    typed: str, question: Question, output: ReaderOutput, settings: AnswerSettings
) -> Answer:
    """Return the answer of a reader's output.

    Args:
        typed: the question as it was typed.
        question: the standalone question.
        output: with at least one candidate.
        settings: how many sentences and sides an answer has.
    """
    clusters = cluster_statements(question, output, settings)
    sides = find_conflicts(question, output, clusters, settings)
    # The sides of a conflict are worded in full, since they may differ in unit or time of day.
    conflicting = [id(cluster) for side in sides for cluster in side.clusters]
    claims_by_cluster = {
        id(cluster): to_claim(question, cluster, settings, in_full=id(cluster) in conflicting)
        for cluster in clusters
    }
    views = tuple(
        View(
            tuple(claims_by_cluster[id(c)] for c in _in_order(clusters, side)),
            side.is_announced(settings.news_days),
        )
        for side in sides
    )
    claims = tuple(claims_by_cluster.values())
    if views and question_type(question) is QuestionType.TIME:
        # A time on no side belongs to another event than the one in conflict.
        claims = tuple(c for c in claims if any(c in view.claims for view in views))
    if _NOW.search(question.text):
        claims = _newest_first(claims, views)
    return Answer(typed, question.language, claims, output.confidence, output.passages, views=views)


def _in_order(clusters: Sequence[StatementCluster], side: ConflictSide) -> list[StatementCluster]:
    """Return the clusters of a side in the order of the answer."""
    return [each for each in clusters if any(each is other for other in side.clusters)]


def _newest_first(claims: Sequence[Claim], views: Sequence[View]) -> tuple[Claim, ...]:
    """Return the claims in the order of the views, newest first, then the others."""
    return tuple(dict.fromkeys((*(claim for view in views for claim in view.claims), *claims)))
