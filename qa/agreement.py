"""Agreement: statements of several articles that say one thing.

A statement joins others only where it can be said together with each of them, so that "2000"
does not make one of "Juli 2000" and "Mei 2000".
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from qa.answer import Citation, Claim
from qa.copies import independent_sources
from qa.lexical import words
from qa.matter import Matter
from qa.question import Question
from qa.reader.finding import Finding, Reading
from qa.statement import Statement, statements
from qa.value.moment import Moment
from qa.value.name import Name
from qa.value.relation import Relation

Agreed = list[Statement]
"""Statements of one thing, the best first."""

HEARD_BEHIND = 7.0
"""How far a finding's score may lie behind the best and still be heard for or against it."""

SAME_MATTER = 0.43
"""The weight of the question's words that the passage of an exact finding must have."""

SAME_SENTENCE = 0.6
"""The share of them that a sentence must have that answers less exactly."""


def agreed(question: Question, matter: Matter, reading: Reading, most: int) -> list[Agreed]:
    """Return what the findings that are told say, with all that say the same.

    A finding that is not told by itself still backs one that is.

    Args:
        question: which the findings answer.
        matter: what it asks of.
        reading: with at least one finding.
        most: of how many sentences new things are told.
    """
    said: list[Agreed] = []
    sentences: set[tuple[str, int, int]] = set()
    told = reading.told
    for finding in told:
        for statement in statements(finding, question.kind):
            same = _same(statement, said, in_list=question.asks_for_several)
            if same is not None:
                same.append(statement)
            elif len(sentences | {statement.place}) <= most:
                sentences.add(statement.place)
                said.append([statement])
    for statement in heard(question, matter, reading):
        exact = [each for each in said if each[0].finding.is_exact]
        same = _same(statement, exact, in_list=question.asks_for_several)
        if same is not None and statement.finding not in told:
            same.append(statement)
    return said


def heard(
    question: Question, matter: Matter, reading: Reading, least: float = SAME_SENTENCE
) -> Iterator[Statement]:
    """Yield what the findings say that are near enough to the best and on the same matter.

    Args:
        question: which the findings answer.
        matter: what it asks of.
        reading: with at least one finding.
        least: the share of the question's words that the sentence of an inexact finding must have.
    """
    for finding in _near(reading):
        for statement in statements(finding, question.kind):
            if finding.is_exact:
                is_on_it = matter.in_passage(statement) >= SAME_MATTER
            else:
                is_on_it = matter.in_sentence(statement) >= least
            if is_on_it:
                yield statement


def _near(reading: Reading) -> Sequence[Finding]:
    least = reading.findings[0].score - HEARD_BEHIND
    return [finding for finding in reading.findings if finding.score >= least]


def _same(statement: Statement, said: Iterable[Agreed], *, in_list: bool) -> Agreed | None:
    """Return those that say the same, or else the first that a statement can be said with."""
    can = [each for each in said if all(_agree(statement, other, in_list) for other in each)]
    exactly = (a for a in can if any(statement.relation(s) is Relation.SAME for s in a))
    return next(exactly, can[0] if can else None)


def _agree(one: Statement, other: Statement, in_list: bool) -> bool:
    found = one.relation(other)
    if one.place == other.place:
        # The items of one sentence are told apart by it.
        return words(one.text) == words(other.text)
    exact = one.finding.is_exact and other.finding.is_exact
    if (exact and not _is_wider(one, other, in_list)) or _are_people(one, other):
        return found.agrees
    return found is Relation.SAME or (found.agrees and _backs(one, other))


def _backs(one: Statement, other: Statement) -> bool:
    """Say whether a sentence tells a time more exactly than the answer that it backs."""
    return isinstance(one.value, Moment) and other.finding.is_exact and one.spread <= other.spread


def _are_people(one: Statement, other: Statement) -> bool:
    return all(isinstance(s.value, Name) and s.value.is_person for s in (one, other))


def _is_wider(one: Statement, other: Statement, in_list: bool) -> bool:
    """Say whether two items of lists, where "Jawa" and "Jawa Barat" are two, only overlap."""
    if not in_list or not isinstance(one.value, Name) or not isinstance(other.value, Name):
        return in_list
    return min(len(one.value.words), len(other.value.words)) == 1


def claim_of(question: Question, same: Agreed, *, in_full: bool = False) -> Claim:
    """Return what all of these say, in the most exact words that one has for it.

    Args:
        question: which they answer.
        same: at least one.
        in_full: whether a day is told with its time, and a number with its unit, where the
            answer's own words are fewer.
    """
    if in_full:
        same = [statement.told_in_full() for statement in same]
    exact = [s for s in same if s.finding.is_exact] or same
    told = min(exact, key=lambda s: (s.spread, s.finding.article.language != question.language))
    ordered = [told, *(statement for statement in same if statement is not told)]
    citations = tuple(_citations(ordered))
    return Claim(told.text, citations, independent_sources(citations))


def _citations(ordered: Sequence[Statement]) -> Iterator[Citation]:
    """Yield a citation for each sentence, with all the words in it that were asked for."""
    cited: dict[tuple[str, int, int], list[Citation]] = {}
    for statement in ordered:
        cited.setdefault(statement.place, []).append(statement.citation)
    for first, *others in cited.values():
        marks = list(first.marks)
        for mark in (mark for citation in others for mark in citation.marks):
            if not any(mark.overlaps(other) for other in marks):
                marks.append(mark)
        yield replace(first, marks=tuple(sorted(marks, key=lambda mark: mark.start)))
