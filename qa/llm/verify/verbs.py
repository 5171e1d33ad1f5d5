"""Verbs by their form: in Indonesian by what stands before their root, in English behind it."""

import re
from collections.abc import Sequence

from qa.llm.verify.alignment import Alignment, Placed
from qa.llm.verify.tokens import Token
from qa.text.names import is_office
from qa.text.tokens import stem

_BE = frozenset(("is", "was", "are", "were", "be", "been", "being", "get", "got"))
_PASSIVE = re.compile(r"di(?!ri\b|a\b|ngin|nding|alog|plomasi|plomat|rektur|nasti|visi)\w{4,}")
_ACTIVE = re.compile(r"me(?:ng?|ny|m|r|l|w)?\w{4,}")
_VERB = re.compile(rf"{_PASSIVE.pattern}|{_ACTIVE.pattern}|(?:ber|ter)\w{{3,}}|\w{{3,}}ed")


def is_verb(a: Alignment, each: Placed) -> bool:
    """Say whether a word has the form of a verb in one of the two languages."""
    its = (a.said[each.unit.first], a.quoted[each.first])
    words = [token.word for token in its if not token.is_capital and not is_office(token.word)]
    return any(_VERB.fullmatch(word) and stem(word, "id") != word for word in words)


def is_passive(its: Sequence[Token], n: int) -> bool | None:
    """Say whether a verb is passive; None where the form does not tell."""
    word = its[n].word
    before = [token.word for token in its[max(0, n - 3) : n]]
    after = [token.word for token in its[n + 1 : n + 3]]
    if _PASSIVE.fullmatch(word):
        return True
    if _ACTIVE.fullmatch(word):
        return False
    if word.endswith(("ed", "en")):
        return any(each in _BE for each in before) or "by" in after
    return None
