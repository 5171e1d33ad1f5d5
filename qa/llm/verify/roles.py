"""Names, offices and verb forms: does a sentence combine what the quotation keeps apart?

Verbs are recognized by affixes: Indonesian prefixes, English suffixes.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from qa.llm.verify.alignment import Alignment, Phrase, Placed, Token, breaks, tokens_of
from qa.text.language import all_function_words
from qa.text.names import is_office
from qa.text.tokens import stem

COPULAS = frozenset(
    ("is", "was", "are", "were", "as", "become", "became", "adalah", "ialah", "merupakan")
) | {"sebagai", "menjadi"}
"""Words between a name and its description."""
_MOST_APART = 3
_BE = frozenset(("is", "was", "are", "were", "be", "been", "being", "get", "got"))
_PASSIVE = re.compile(r"di(?!ri\b|a\b|ngin|nding|alog|plomasi|plomat|rektur|nasti|visi)\w{4,}")
_ACTIVE = re.compile(r"me(?:ng?|ny|m|r|l|w)?\w{4,}")
_VERB = re.compile(rf"{_PASSIVE.pattern}|{_ACTIVE.pattern}|(?:ber|ter)\w{{3,}}|\w{{3,}}ed")


def is_verb(a: Alignment, each: Placed) -> bool:
    """Return whether an aligned word has the form of a verb in either language."""
    its = (a.said[each.unit.first], a.quoted[each.first])
    words = [token.word for token in its if not token.is_capital and not is_office(token.word)]
    return any(_VERB.fullmatch(word) and stem(word, "id") != word for word in words)


def is_passive(its: Sequence[Token], n: int) -> bool | None:
    """Return whether a verb is passive; None where its form does not tell."""
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


def splits_name(a: Alignment) -> bool:
    """Return whether a name is combined from several: "Andrei Lavrov" from two people."""
    used = a.used
    for one, other in a.pairs:
        if not (a.is_adjacent(one, other) and a.is_named(one) and a.is_named(other)):
            continue
        low, high = sorted(((one.first, one.last), (other.first, other.last)))
        between = range(low[1] + 1, high[0])
        if breaks(a.quoted, low[1], high[0]) and not _is_title_of(a, one, other):
            return True
        if any(n not in used and not _is_short_form(a, n) for n in between):
            return True
        if len(between) > _MOST_APART:
            return True
    return False


def _is_short_form(a: Alignment, n: int) -> bool:
    """Return whether a token is not another name: in lower case, or alone in brackets."""
    is_alone = a.quoted[n].follows_break and a.quoted[n + 1].follows_break
    return is_alone or not a.quoted[n].is_capital


def _is_title_of(a: Alignment, one: Placed, other: Placed) -> bool:
    """Return whether a comma between them is apposition: "Presiden Rusia, Vladimir Putin"."""
    run = a.run(one.last)
    return other.first > one.last and any(is_office(a.quoted[n].word) for n in run)


def _is_office_of(a: Alignment, each: Placed) -> bool:
    return is_office(a.quoted[each.last].word)


def misattributes_role(a: Alignment) -> bool:
    """Return whether an office is given to another person than in the quotation."""
    return any(_is_held_by_another(a, role, name) for role, name in _roles(a))


def _roles(a: Alignment) -> Iterator[tuple[Phrase, Phrase]]:
    """Yield each office of the sentence with the name that holds it there."""
    phrases = list(a.phrases)
    for phrase in phrases:
        offices = [n for n, each in enumerate(phrase) if _is_an_office(a, each)]
        if offices and any(a.is_named(each) for each in phrase[offices[-1] + 1 :]):
            yield phrase[: offices[-1] + 1], phrase[offices[-1] + 1 :]
    for one, other in pairwise(phrases):
        if is_apposition(a, one[-1], other[0]):
            for role, name in ((one, other), (other, one)):
                if any(_is_an_office(a, each) for each in role) and any(
                    a.is_named(each) for each in name
                ):
                    yield role, name


def _is_an_office(a: Alignment, each: Placed) -> bool:
    return is_office(a.said[each.unit.first].word) or _is_office_of(a, each)


def is_apposition(a: Alignment, one: Placed, other: Placed) -> bool:
    """Return whether one describes the other: "A, chairman" or "A is the chairman"."""
    between = a.said[one.unit.last + 1 : other.unit.first]
    if not all(token.word in all_function_words() | COPULAS for token in between):
        return False
    if is_passive(a.said, other.unit.first):
        return False
    comma = a.said[one.unit.last + 1].follows_break
    return comma or any(token.word in COPULAS for token in between)


def _is_held_by_another(a: Alignment, role: Phrase, name: Phrase) -> bool:
    mine = tokens_of(role)
    named = tokens_of([each for each in name if a.is_named(each)])
    run = a.run(max(mine))
    others = [n for n in run if a.quoted[n].is_capital and n not in mine | named]
    if named <= set(run):
        # Any other word between office and name, such as a verb, separates them.
        low, high = sorted((min(named), max(mine)))
        between = frozenset(range(low + 1, high)) - mine - tokens_of(name)
        return any(not is_office(a.quoted[n].word) for n in between)
    follows = min(mine) < min(named) and min(named) == run[-1] + 1
    return bool(others) and not follows
