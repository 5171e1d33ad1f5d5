"""Whether a sentence puts together names and offices that are not together in the quotation."""

from collections.abc import Iterator
from itertools import pairwise

from qa.llm.verify.alignment import Alignment, Phrase, Placed, breaks, tokens_of
from qa.llm.verify.verbs import is_passive
from qa.text.language import small_words
from qa.text.names import is_office

IS_WORDS = frozenset(
    ("is", "was", "are", "were", "as", "become", "became", "adalah", "ialah", "merupakan")
) | {"sebagai", "menjadi"}
"""Words that tell what someone is."""

_MOST_APART = 3


def is_apart(a: Alignment) -> bool:
    """Say whether the words of one name stand apart: "Andrei Lavrov" of two men."""
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
    """Say whether a token is no other name: a small letter's word, or alone in brackets."""
    is_alone = a.quoted[n].follows_break and a.quoted[n + 1].follows_break
    return is_alone or not a.quoted[n].is_capital


def _is_title_of(a: Alignment, one: Placed, other: Placed) -> bool:
    """Say whether a comma may stand between the two: "Presiden Rusia, Vladimir Putin"."""
    run = a.run(one.last)
    return other.first > one.last and any(is_office(a.quoted[n].word) for n in run)


def _is_office_of(a: Alignment, each: Placed) -> bool:
    return is_office(a.quoted[each.last].word)


def is_anothers(a: Alignment) -> bool:
    """Say whether an office that the sentence gives to one stands with another's name."""
    return any(_is_held_by_another(a, role, name) for role, name in _roles(a))


def _roles(a: Alignment) -> Iterator[tuple[Phrase, Phrase]]:
    """Yield each office of the sentence with the name that it is given to."""
    phrases = list(a.phrases)
    for phrase in phrases:
        offices = [n for n, each in enumerate(phrase) if _is_an_office(a, each)]
        if offices and any(a.is_named(each) for each in phrase[offices[-1] + 1 :]):
            yield phrase[: offices[-1] + 1], phrase[offices[-1] + 1 :]
    for one, other in pairwise(phrases):
        if is_told_as(a, one[-1], other[0]):
            for role, name in ((one, other), (other, one)):
                if any(_is_an_office(a, each) for each in role) and any(
                    a.is_named(each) for each in name
                ):
                    yield role, name


def _is_an_office(a: Alignment, each: Placed) -> bool:
    return is_office(a.said[each.unit.first].word) or _is_office_of(a, each)


def is_told_as(a: Alignment, one: Placed, other: Placed) -> bool:
    """Say whether the sentence tells the one as the other: "A, chairman", "A is the chairman"."""
    between = a.said[one.unit.last + 1 : other.unit.first]
    if not all(token.word in small_words() | IS_WORDS for token in between):
        return False
    if is_passive(a.said, other.unit.first):
        return False
    comma = a.said[one.unit.last + 1].follows_break
    return comma or any(token.word in IS_WORDS for token in between)


def _is_held_by_another(a: Alignment, role: Phrase, name: Phrase) -> bool:
    mine = tokens_of(role)
    named = tokens_of([each for each in name if a.is_named(each)])
    run = a.run(max(mine))
    others = [n for n in run if a.quoted[n].is_capital and n not in mine | named]
    if named <= set(run):
        # Whatever stands between the two, another name or a verb, parts them.
        low, high = sorted((min(named), max(mine)))
        between = frozenset(range(low + 1, high)) - mine - tokens_of(name)
        return any(not is_office(a.quoted[n].word) for n in between)
    follows = min(mine) < min(named) and min(named) == run[-1] + 1
    return bool(others) and not follows
