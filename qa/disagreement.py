"""Disagreement: articles that say different things of one matter, or list different items.

Told only where both say it outright and both sentences are on what the question asks of. What is
only more exact, otherwise spelled or of another matter is no disagreement. Which side is right is
not decided.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.agreement import SAME_MATTER, Agreed, heard
from qa.matter import Matter, day_of, is_announced, is_one_matter
from qa.question import Kind, Question
from qa.reader.finding import Reading
from qa.statement import Statement
from qa.value.relation import Relation
from qa.value.value import Value, relation

MOST_SIDES = 4
LIST_SENTENCE = 0.5
"""`SAME_SENTENCE` for lists, which share items besides."""

_CLOSE_CHARS = 40
_OPEN_LIST = re.compile(
    r"\b(?:antara lain|di antaranya|seperti|misalnya|termasuk|among others|among them|such as|"
    r"including|like|for example)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Side:
    """What some articles hold.

    Attributes:
        said: one thing, or the items of a list, with all that say any of them.
        held: the statements of those who hold all of it.
    """

    said: tuple[Agreed, ...]
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


def sides(
    question: Question, matter: Matter, reading: Reading, said: list[Agreed]
) -> tuple[Side, ...]:
    """Return what the articles hold where they differ, newest first; none where they do not.

    What only one side says, and was not told so far, is added to `said`.

    Args:
        question: which the findings answer.
        matter: what it asks of.
        reading: of the articles.
        said: what is told, the best first.
    """
    if question.asks_for_several:
        found = _lists(question, matter, reading, said)
    else:
        found = _single(question, matter, reading, said)
    return tuple(sorted(found, key=lambda side: -side.newest)) if len(found) > 1 else ()


def _single(question: Question, matter: Matter, reading: Reading, said: list[Agreed]) -> list[Side]:
    first = said[0]
    if not first[0].finding.is_exact or matter.in_passage(first[0]) < SAME_MATTER:
        return []
    against = [
        each
        for each in said[1:]
        if any(_is_against(question, matter, statement, first) for statement in each)
    ]
    for statement in heard(question, matter, reading):
        known = any(statement in each for each in said)
        if known or not _is_against(question, matter, statement, first):
            continue
        same = [each for each in against if all(_agrees(statement, other) for other in each)]
        if same:
            same[0].append(statement)
        else:
            against.append([statement])
    found = [first, *against][:MOST_SIDES]
    said += [each for each in found if not any(each is other for other in said)]
    return [Side((each,), tuple(each)) for each in found]


def _agrees(one: Statement, other: Statement) -> bool:
    return one.relation(other).agrees


def _is_against(question: Question, matter: Matter, statement: Statement, first: Agreed) -> bool:
    """Say whether a statement differs from all that say the first thing, on the same matter."""
    if statement.finding.is_exact:
        on_it = matter.in_passage(statement) >= SAME_MATTER
    else:
        on_it = matter.in_sentence(statement) == 1.0
    if not on_it:
        return False
    articles = {other.finding.article.id for other in first}
    return statement.finding.article.id not in articles and all(
        statement.relation(other) is Relation.DIFFERENT
        and is_one_matter(question, statement, other)
        and not (question.kind is Kind.PLACE and _are_in_one_place(statement, other))
        for other in first
    )


def _are_in_one_place(one: Statement, other: Statement) -> bool:
    """Say whether either article names both places side by side: a hall and its town."""
    first, second = re.escape(one.text), re.escape(other.text)
    near = rf"[^.\n]{{0,{_CLOSE_CHARS}}}"
    form = re.compile(rf"\b(?:{first}{near}{second}|{second}{near}{first})\b")
    return any(form.search(each.finding.article.text) for each in (one, other))


def _lists(question: Question, matter: Matter, reading: Reading, said: list[Agreed]) -> list[Side]:
    """Return the lists of two articles or more that share items, and not all of them.

    A list is a sentence that names several; what an article names elsewhere is not missing in it.
    """
    every = _all(question, matter, reading, said)
    listed: dict[tuple[str, int, int], list[Statement]] = {}
    for statement in every:
        listed.setdefault(statement.place, []).append(statement)
    found = [each for each in listed.values() if len(_items(each)) > 1]
    if not found or said[0][0].place != found[0][0].place:
        return []
    differing = found[:1]
    for other in found[1:]:
        if all(_are_two_lists(one, other, every) for one in differing):
            differing.append(other)
    if len(differing) == 1:
        return []
    return [Side(tuple(_groups(e, said)), tuple(e)) for e in differing[:MOST_SIDES]]


def _all(
    question: Question, matter: Matter, reading: Reading, said: list[Agreed]
) -> list[Statement]:
    """Return what is told, the best first, and what is heard beside it."""
    told = [statement for agreed in said for statement in agreed]
    told.sort(key=lambda statement: -statement.finding.score)
    heard_too = heard(question, matter, reading, LIST_SENTENCE)
    return [*told, *(statement for statement in heard_too if statement not in told)]


def _are_two_lists(
    some: Sequence[Statement], others: Sequence[Statement], every: Sequence[Statement]
) -> bool:
    here, there = _items(some), _items(others)
    fewer = min(len(here), len(there))
    shared = len(here) - len(_missing(here, there))
    if some[0].finding.article == others[0].finding.article or 2 * shared < fewer:
        return False
    # What the one does not list, though it does not say that there is more.
    lacks_here = _missing(there, _named_by(some, every)) and not _is_open(some)
    lacks_there = _missing(here, _named_by(others, every)) and not _is_open(others)
    return bool(lacks_here or lacks_there)


def _missing(items: Sequence[Value], among: Sequence[Value]) -> list[Value]:
    return [item for item in items if not any(relation(item, other).agrees for other in among)]


def _named_by(statements: Sequence[Statement], every: Sequence[Statement]) -> list[Value]:
    """Return all that the article of a list names."""
    article = statements[0].finding.article
    return _items([statement for statement in every if statement.finding.article == article])


def _items(statements: Sequence[Statement]) -> list[Value]:
    """Return the items of an article's list, each once."""
    items: list[Value] = []
    for value in (value for statement in statements for value in statement.values):
        if not any(relation(value, other).agrees for other in items):
            items.append(value)
    return items


def _is_open(statements: Sequence[Statement]) -> bool:
    """Say whether a list does not claim to be the whole."""
    return any(_OPEN_LIST.search(statement.finding.text) for statement in statements)


def _groups(statements: Sequence[Statement], said: list[Agreed]) -> Iterator[Agreed]:
    """Yield what an article's list is told by; what was not told so far is added to `said`."""
    groups: list[Agreed] = []
    for statement in statements:
        group = next((each for each in said if statement in each), None)
        if group is None:
            group = next((e for e in said if all(_agrees(statement, s) for s in e)), None)
            if group is None:
                said.append([statement])
                group = said[-1]
            else:
                group.append(statement)
        if not any(group is each for each in groups):
            groups.append(group)
            yield group
