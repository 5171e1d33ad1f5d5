"""Findings to an answer: what is claimed, what it is cited from, or that nothing is.

Says the same thing once: findings that say the same become one claim with all their citations,
however each spells it.
"""

from collections.abc import Iterable

from qa.answer import Answer, Claim
from qa.copies import independent_sources
from qa.lexical import words
from qa.question import Question
from qa.reader.finding import Finding, Reading
from qa.settings import AnswerSettings
from qa.statement import Statement, statements
from qa.value.name import Name
from qa.value.relation import Relation

Agreed = list[Statement]
"""Statements of one thing, the best first."""


def compose(asked: str, question: Question, reading: Reading, settings: AnswerSettings) -> Answer:
    """Return the answer that a reading makes.

    Args:
        asked: the question as it was typed.
        question: the same, standing on its own.
        reading: with at least one finding.
        settings: how much is said.
    """
    said = _agreed(question, reading.told, settings.max_claims)
    claims = tuple(_claim(question, agreed) for agreed in said)
    return Answer(asked, question.language, claims, reading.confidence, reading.passages)


def _agreed(question: Question, findings: Iterable[Finding], most: int) -> list[Agreed]:
    """Return what the first findings say; one that tells of several things says several."""
    said: list[Agreed] = []
    sentences: set[tuple[str, int, int]] = set()
    for finding in findings:
        for statement in statements(finding, question.kind):
            same = _same(statement, said, question.asks_for_several)
            if same is not None:
                same.append(statement)
            elif len(sentences | {statement.place}) <= most:
                sentences.add(statement.place)
                said.append([statement])
    return said


def _same(statement: Statement, said: Iterable[Agreed], in_list: bool) -> Agreed | None:
    """Return those that say the same, or else the first that a statement can be said with."""
    can = [agreed for agreed in said if all(_agree(statement, other, in_list) for other in agreed)]
    exactly = (a for a in can if any(statement.relation(s) is Relation.SAME for s in a))
    return next(exactly, can[0] if can else None)


def _agree(one: Statement, other: Statement, in_list: bool) -> bool:
    found = one.relation(other)
    if one.place == other.place:
        # The items of one sentence are told apart by it.
        return words(one.text) == words(other.text)
    if one.finding.is_exact and other.finding.is_exact and not _is_wider(one, other, in_list):
        return found.agrees
    return found is Relation.SAME


def _is_wider(one: Statement, other: Statement, in_list: bool) -> bool:
    """Say whether two items of lists, where "Jawa" and "Jawa Barat" are two, only overlap."""
    if not in_list or not isinstance(one.value, Name) or not isinstance(other.value, Name):
        return in_list
    shared = min(len(one.value.words), len(other.value.words))
    return shared == 1 and not one.value.is_person


def _claim(question: Question, agreed: Agreed) -> Claim:
    """Return what all of these say, in the most exact words that one has for it."""
    exact = [s for s in agreed if s.finding.is_exact] or agreed
    told = min(exact, key=lambda s: (s.spread, s.finding.article.language != question.language))
    ordered = [told, *(statement for statement in agreed if statement is not told)]
    citations = tuple(dict.fromkeys(statement.citation for statement in ordered))
    return Claim(told.text, citations, independent_sources(citations))
