"""Disagreement: publishers that say different things of one matter, or list different items.

Told only where the reader finds an answer to the same question in articles of two publishers, and
the two cannot both be true. What is only more exact, otherwise spelled or of another event is no
disagreement, and neither is what one publisher says twice. Which side is right is not decided.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.answer.clusters import Statement, StatementCluster, add_support
from qa.answer.duplicates import is_same_publisher
from qa.answer.relevance import day_of, is_announced, is_same_event
from qa.schema.question import Question, QuestionType
from qa.schema.reading import ReaderOutput
from qa.settings import AnswerSettings
from qa.text.questions import asks_for_list, question_type
from qa.values.compare import Value, relation
from qa.values.relation import Relation

_CLOSE_CHARS = 40
_OPEN_LIST = re.compile(
    r"\b(?:antara lain|di antaranya|seperti|misalnya|termasuk|among others|among them|such as|"
    r"including|like|for example)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ConflictSide:
    """What some articles hold.

    Attributes:
        said: one thing, or the items of a list, with all that say any of them.
        held: the statements of those who hold all of it.
    """

    said: tuple[StatementCluster, ...]
    held: tuple[Statement, ...]

    @property
    def newest(self) -> int:
        """The day of the newest article that holds it, as an ordinal; 0 where none has a date."""
        days = [day for statement in self.held if (day := day_of(statement)) is not None]
        return max(days).toordinal() if days else 0

    @property
    def is_announced(self) -> bool:
        """Whether all that hold it were published before the time that they tell of."""
        return all(is_announced(statement) for statement in self.held)


def find_conflicts(
    question: Question,
    reading: ReaderOutput,
    told: list[StatementCluster],
    settings: AnswerSettings,
) -> tuple[ConflictSide, ...]:
    """Return what publishers hold where they differ, newest first; none where they do not.

    What only one side says, and was not told so far, is added to `told`.

    Args:
        question: which the candidates answer.
        reading: of the articles.
        told: what is said in any case, the best first.
        settings: how many sides are told, and what is heard.
    """
    heard = list(add_support(question, reading, settings))
    find = _lists if asks_for_list(question) else _single
    found = find(question, heard, told)[: settings.max_sides]
    for cluster in (each for side in found for each in side.said):
        if not any(cluster is known for known in told):
            told.append(cluster)
    return tuple(sorted(found, key=lambda side: -side.newest)) if len(found) > 1 else ()


def _single(
    question: Question, heard: Sequence[Statement], told: Sequence[StatementCluster]
) -> list[ConflictSide]:
    first = told[0]
    against = [
        each
        for each in told[1:]
        if any(_is_against(question, statement, first) for statement in each)
    ]
    for statement in heard:
        known = any(statement in each for each in told)
        if known or not _is_against(question, statement, first):
            continue
        same = [each for each in against if all(_agrees(statement, other) for other in each)]
        if same:
            same[0].append(statement)
        else:
            against.append([statement])
    return [ConflictSide((each,), tuple(each)) for each in (first, *against)]


def _agrees(one: Statement, other: Statement) -> bool:
    return one.relation(other).agrees


def _is_against(question: Question, statement: Statement, first: StatementCluster) -> bool:
    """Say whether another publisher's statement differs from all that say the first thing."""
    return all(
        not is_same_publisher(statement.candidate.article, other.candidate.article)
        and statement.relation(other) is Relation.DIFFERENT
        and is_same_event(question, statement, other)
        and not (
            question_type(question) is QuestionType.PLACE and _are_in_one_place(statement, other)
        )
        for other in first
    )


def _are_in_one_place(one: Statement, other: Statement) -> bool:
    """Say whether either article names both places side by side: a hall and its town."""
    first, second = re.escape(one.text), re.escape(other.text)
    near = rf"[^.\n]{{0,{_CLOSE_CHARS}}}"
    form = re.compile(rf"\b(?:{first}{near}{second}|{second}{near}{first})\b")
    return any(form.search(each.candidate.article.text) for each in (one, other))


def _lists(
    _question: Question, heard: Sequence[Statement], told: Sequence[StatementCluster]
) -> list[ConflictSide]:
    """Return the lists of two publishers or more that share items, and not all of them.

    A list is a sentence that names several; what an article names elsewhere is not missing in it.
    """
    every = [statement for cluster in told for statement in cluster]
    every.sort(key=lambda statement: -statement.candidate.score)
    every += [statement for statement in heard if statement not in every]
    listed: dict[tuple[str, int, int], list[Statement]] = {}
    for statement in every:
        listed.setdefault(statement.place, []).append(statement)
    found = [each for each in listed.values() if len(_items(each)) > 1]
    if not found or told[0][0].place != found[0][0].place:
        return []
    differing = found[:1]
    for other in found[1:]:
        if all(_are_two_lists(one, other, every) for one in differing):
            differing.append(other)
    if len(differing) == 1:
        return []
    clusters = list(told)
    return [ConflictSide(tuple(_groups(each, clusters)), tuple(each)) for each in differing]


def _are_two_lists(
    some: Sequence[Statement], others: Sequence[Statement], every: Sequence[Statement]
) -> bool:
    here, there = _items(some), _items(others)
    fewer = min(len(here), len(there))
    shared = len(here) - len(_missing(here, there))
    articles = (some[0].candidate.article, others[0].candidate.article)
    if is_same_publisher(*articles) or 2 * shared < fewer:
        return False
    # What the one does not list, though it does not say that there is more.
    lacks_here = _missing(there, _named_by(some, every)) and not _is_open(some)
    lacks_there = _missing(here, _named_by(others, every)) and not _is_open(others)
    return bool(lacks_here or lacks_there)


def _missing(items: Sequence[Value], among: Sequence[Value]) -> list[Value]:
    return [item for item in items if not any(relation(item, other).agrees for other in among)]


def _named_by(statements: Sequence[Statement], every: Sequence[Statement]) -> list[Value]:
    """Return all that the article of a list names."""
    article = statements[0].candidate.article
    return _items([statement for statement in every if statement.candidate.article == article])


def _items(statements: Sequence[Statement]) -> list[Value]:
    """Return the items of an article's list, each once."""
    items: list[Value] = []
    for statement in statements:
        if not any(relation(statement.value, other).agrees for other in items):
            items.append(statement.value)
    return items


def _is_open(statements: Sequence[Statement]) -> bool:
    """Say whether a list does not claim to be the whole."""
    return any(_OPEN_LIST.search(statement.candidate.text) for statement in statements)


def _groups(
    statements: Sequence[Statement], clusters: list[StatementCluster]
) -> Iterator[StatementCluster]:
    """Yield the clusters that tell an article's list; new ones are added to `clusters`."""
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
