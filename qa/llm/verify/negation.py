"""Negation and hedging: do sentence and quotation carry the same hedges?

The scope of "not", "will", "may" or "denied" is a clause: the sentence must have those of the
clauses that it uses, and no others. Attributed statements must stay attributed.
"""

from collections.abc import Iterable, Sequence
from itertools import chain

from qa.llm.verify.alignment import Alignment, Token
from qa.llm.verify.clauses import CONTRASTIVE, clauses, used_clauses
from qa.llm.verify.hedges import HedgeCue, hedge_cues_by_word

_STRICT = frozenset(
    (
        HedgeCue.NOT,
        HedgeCue.DENIED,
        HedgeCue.COMING,
        HedgeCue.MAYBE,
        HedgeCue.IF,
        HedgeCue.NEARLY,
        HedgeCue.WANTED,
        HedgeCue.ACCUSED,
        HedgeCue.TOLD_TO,
    )
)
_WITH_TO = frozenset(("set", "going", "due"))
_MOST_BEHIND = 2
_TOLD = frozenset((HedgeCue.SAID, HedgeCue.ACCUSED, HedgeCue.DENIED, HedgeCue.MAYBE))


def is_hedged_differently(a: Alignment) -> bool:
    """Return whether one of the two has a hedge that the other lacks."""
    mine = _holding(a.said, a.values_said)
    there = _holding(a.quoted, a.values_quoted)
    near = _holding(a.quoted, a.values_quoted, chain.from_iterable(used_clauses(a)))
    for held in mine:
        # The scope of "not" is its clause, not the whole quotation.
        where = near if held & _STRICT else there
        if not any(held & other for other in where):
            return True
    if any(held & _STRICT and not any(held & other for other in mine) for held in near):
        return True
    if _is_another_denied(a):
        return True
    return _is_anyones_word(a) and not any(held & _TOLD for held in mine)


def _is_another_denied(a: Alignment) -> bool:
    """Return whether a negation precedes different words in sentence and quotation."""
    near = frozenset(chain.from_iterable(used_clauses(a)))
    words = [each for each in a.placed if each.unit.is_needed]
    last = -1
    for each in words:
        mine = _denies(a.said, range(last + 1, each.unit.first))
        before = max((other.last for other in words if other.last < each.first), default=-1)
        its = _denies(a.quoted, near.intersection(range(before + 1, each.first)))
        if mine != its:
            return True
        last = each.unit.last
    return False


def _denies(its: Sequence[Token], among: Iterable[int]) -> int:
    table = hedge_cues_by_word()
    return sum(HedgeCue.NOT in table.get(its[n].word, ()) for n in among)


def _holding(
    its: Sequence[Token], values: frozenset[int], among: Iterable[int] | None = None
) -> list[frozenset[HedgeCue]]:
    """Return the kinds of each hedge cue outside dates and numbers."""
    table = hedge_cues_by_word()
    places = range(len(its)) if among is None else among
    return [
        table[its[n].word]
        for n in places
        if n not in values and its[n].word in table and not _is_put(its, n)
    ]


def _is_put(its: Sequence[Token], n: int) -> bool:
    """Return whether "set" or "going" stands without the "to" that makes it a hedge."""
    after = its[n + 1].word if n + 1 < len(its) else ""
    return its[n].word in _WITH_TO and after != "to"


def _is_anyones_word(a: Alignment) -> bool:
    """Return whether the quotation attributes what the sentence says to a speaker."""
    table = hedge_cues_by_word()
    used = a.used
    for clause in clauses(a.quoted):
        for n in clause:
            if HedgeCue.SAID not in table.get(a.quoted[n].word, ()):
                continue
            # "Peskov mengatakan bahwa" stands before; ", ujar Peskov" and ", Peskov said" behind.
            is_last = clause.stop - n <= _MOST_BEHIND and not a.quoted[n].word.startswith("di")
            is_behind = clause.start > 0 and (n == clause.start or is_last)
            if any((m < n) if is_behind else (n < m < _end_of_speech(a, n)) for m in used):
                return True
    return False


def _end_of_speech(a: Alignment, said: int) -> int:
    """Return the token after reported speech: the "but" of "Rina said no, but Dedi agreed"."""
    behind = (n for n in range(said + 1, len(a.quoted)) if a.quoted[n].word in CONTRASTIVE)
    return next(behind, len(a.quoted))
