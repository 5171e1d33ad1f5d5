"""Conflict detection: publishers that contradict each other, or list different items.

A conflict needs answers to the same question from articles of two publishers that cannot both be
true. A more precise value, another spelling, another event or two statements of one publisher are
no conflict. Which side is right is not decided here.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.answer.clusters import (
    SentenceKey,
    Statement,
    StatementCluster,
    supporting_statements,
)
from qa.answer.duplicates import is_same_publisher
from qa.answer.event_coreference import is_announced, is_same_event, publication_day
from qa.schema.question import Question, QuestionType
from qa.schema.reading import ReaderOutput
from qa.settings import AnswerSettings
from qa.text.questions import asks_for_list, question_type
from qa.values.compare import Value, compare_values
from qa.values.relation import ValueRelation

_OPEN_LIST = re.compile(
    r"\b(?:antara lain|di antaranya|seperti|misalnya|termasuk|among others|among them|such as|"
    r"including|like|for example)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ConflictSide:
    """One side of a conflict.

    Attributes:
        clusters: one claim, or the items of a list; each with all statements that agree.
        statements: the statements of the articles that hold this side as a whole.
    """

    clusters: tuple[StatementCluster, ...]
    statements: tuple[Statement, ...]

    @property
    def newest(self) -> int:
        """Publication day of the newest article, as an ordinal; 0 where none has a date."""
        days = [
            day for statement in self.statements if (day := publication_day(statement)) is not None
        ]
        return max(days).toordinal() if days else 0

    def is_announced(self, news_days: int) -> bool:
        """Say whether all articles were published before the event that they report."""
        return all(is_announced(statement, news_days) for statement in self.statements)


def find_conflicts(
    question: Question,
    output: ReaderOutput,
    clusters: list[StatementCluster],
    settings: AnswerSettings,
) -> tuple[ConflictSide, ...]:
    """Return the sides of a conflict, newest first; empty where there is none.

    Clusters that belong to a side only are appended to `clusters`.

    Args:
        question: which the candidates answer.
        output: of the reader.
        clusters: the claims of the answer, best first.
        settings: how many sides are shown, and which candidates may contradict.
    """
    supporting = list(supporting_statements(question, output, settings))
    if asks_for_list(question):
        sides = _list_sides(supporting, clusters)
    else:
        sides = _claim_sides(question, supporting, clusters, settings)
    sides = sides[: settings.max_sides]
    for cluster in (each for side in sides for each in side.clusters):
        if not any(cluster is known for known in clusters):
            clusters.append(cluster)
    return tuple(sorted(sides, key=lambda side: -side.newest)) if len(sides) > 1 else ()


def _claim_sides(
    question: Question,
    supporting: Sequence[Statement],
    clusters: Sequence[StatementCluster],
    settings: AnswerSettings,
) -> list[ConflictSide]:
    """Return the best claim, and the claims that contradict it."""
    first = clusters[0]
    opposing = [
        each
        for each in clusters[1:]
        if any(_contradicts(question, statement, first, settings) for statement in each)
    ]
    for statement in supporting:
        is_known = any(statement in each for each in clusters)
        if is_known or not _contradicts(question, statement, first, settings):
            continue
        agreeing = [each for each in opposing if all(_agrees(statement, other) for other in each)]
        if agreeing:
            agreeing[0].append(statement)
        else:
            opposing.append([statement])
    return [ConflictSide((each,), tuple(each)) for each in (first, *opposing)]


def _agrees(one: Statement, other: Statement) -> bool:
    return one.relation_to(other).agrees


def _contradicts(
    question: Question, statement: Statement, cluster: StatementCluster, settings: AnswerSettings
) -> bool:
    """Say whether a statement of another publisher contradicts every statement of a cluster."""
    is_place = question_type(question) is QuestionType.PLACE
    return all(
        not is_same_publisher(statement.candidate.article, other.candidate.article)
        and statement.relation_to(other) is ValueRelation.CONFLICTING
        and is_same_event(question, statement, other, settings.news_days)
        and not (is_place and _is_same_place(statement, other, settings.max_place_gap_chars))
        for other in cluster
    )


def _is_same_place(one: Statement, other: Statement, max_gap_chars: int) -> bool:
    """Say whether either article names both places close together: a hall and its town."""
    first, second = re.escape(one.text), re.escape(other.text)
    near = rf"[^.\n]{{0,{max_gap_chars}}}"
    form = re.compile(rf"\b(?:{first}{near}{second}|{second}{near}{first})\b")
    return any(form.search(each.candidate.article.text) for each in (one, other))


def _list_sides(
    supporting: Sequence[Statement], clusters: Sequence[StatementCluster]
) -> list[ConflictSide]:
    """Return the lists of two or more publishers that overlap but are not equal.

    A list is a sentence with several items; an item that its article names elsewhere is not missing
    from it.
    """
    statements = [statement for cluster in clusters for statement in cluster]
    statements.sort(key=lambda statement: -statement.candidate.score)
    statements += [statement for statement in supporting if statement not in statements]
    by_sentence: dict[SentenceKey, list[Statement]] = {}
    for statement in statements:
        by_sentence.setdefault(statement.sentence_key, []).append(statement)
    lists = [each for each in by_sentence.values() if len(_items(each)) > 1]
    if not lists or clusters[0][0].sentence_key != lists[0][0].sentence_key:
        return []
    differing = lists[:1]
    for other in lists[1:]:
        if all(_differ(one, other, statements) for one in differing):
            differing.append(other)
    if len(differing) == 1:
        return []
    known = list(clusters)
    return [ConflictSide(tuple(_item_clusters(each, known)), tuple(each)) for each in differing]


def _differ(
    one: Sequence[Statement], other: Sequence[Statement], statements: Sequence[Statement]
) -> bool:
    """Say whether two lists share half of their items, and one lacks an item of the other."""
    ours, theirs = _items(one), _items(other)
    shared = len(ours) - len(_missing(ours, theirs))
    articles = (one[0].candidate.article, other[0].candidate.article)
    if is_same_publisher(*articles) or 2 * shared < min(len(ours), len(theirs)):
        return False
    # An open list ("among others") lacks nothing.
    is_ours_short = not _is_open(one) and _missing(theirs, _article_items(one, statements))
    is_theirs_short = not _is_open(other) and _missing(ours, _article_items(other, statements))
    return bool(is_ours_short or is_theirs_short)


def _missing(items: Sequence[Value], among: Sequence[Value]) -> list[Value]:
    return [
        item for item in items if not any(compare_values(item, other).agrees for other in among)
    ]


def _article_items(statements: Sequence[Statement], among: Sequence[Statement]) -> list[Value]:
    """Return all items that the article of a list names anywhere."""
    article = statements[0].candidate.article
    return _items([statement for statement in among if statement.candidate.article == article])


def _items(statements: Sequence[Statement]) -> list[Value]:
    """Return the distinct values of the statements."""
    items: list[Value] = []
    for statement in statements:
        if not any(compare_values(statement.value, other).agrees for other in items):
            items.append(statement.value)
    return items


def _is_open(statements: Sequence[Statement]) -> bool:
    """Say whether a list is marked as incomplete: "among others", "antara lain"."""
    return any(_OPEN_LIST.search(statement.candidate.text) for statement in statements)


def _item_clusters(
    statements: Sequence[Statement], clusters: list[StatementCluster]
) -> Iterator[StatementCluster]:
    """Yield the cluster of each item of a list; new ones are appended to `clusters`."""
    yielded: list[StatementCluster] = []
    for statement in statements:
        cluster = next((each for each in clusters if statement in each), None)
        if cluster is None:
            cluster = next((e for e in clusters if all(_agrees(statement, s) for s in e)), None)
            if cluster is None:
                cluster = list[Statement]()
                clusters.append(cluster)
            cluster.append(statement)
        if not any(cluster is each for each in yielded):
            yielded.append(cluster)
            yield cluster
