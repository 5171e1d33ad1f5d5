"""Whether a sentence that is laid beside a quotation says no more than it, and nothing else.

By rules about words and their order. They are meant to let nothing false through rather than all
that is true: what is dropped costs a sentence, and the exact answer stands.
"""

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import pairwise

from qa.language import small_words
from qa.reader.name import is_office
from qa.value.quantity import Quantity
from qa.writing.alignment import Alignment, Placed, breaks
from qa.writing.certainty import Hold, holds_by_word
from qa.writing.token import Token


class Fault(Enum):
    """Why a quotation does not support a sentence."""

    UNSAID = "a word or value that the quotation does not have"
    EMPTY = "too little is said"
    HELD = "the quotation holds back what the sentence says, or the other way round"
    APART = "words that stand together stand apart in the quotation"
    HOLDER = "an office or a description is another's in the quotation"
    ORDER = "names stand in another order"
    VOICE = "who does and who suffers is exchanged"
    WAY = "from, to or by is another in the quotation"
    COUNTED = "a number counts something else in the quotation"
    AGAIN = "the same words are said again, or few of its words say anything"
    WHO = "it begins with a pronoun, and does not say who is meant"


_STRICT = frozenset(
    (Hold.NOT, Hold.DENIED, Hold.COMING, Hold.MAYBE, Hold.IF, Hold.NEARLY, Hold.WANTED,
     Hold.ACCUSED, Hold.TOLD_TO)
)  # fmt: skip
_TOLD = frozenset((Hold.SAID, Hold.ACCUSED, Hold.DENIED, Hold.MAYBE))
_WAYS = {
    "from": "from dari of", "to": "to ke menuju towards into kepada", "by": "by oleh",
    "against": "against melawan terhadap atas versus lawan",
}  # fmt: skip
_WAY_OF = {word: way for way, table in _WAYS.items() for word in table.split()}
_FREE = frozenset(["in", "at", "on", "di", "pada", "during", "near", "inside", "since", "dalam"])
_SOURCES = frozenset(word for word, held in holds_by_word().items() if Hold.SAID in held)
_IS = frozenset(
    [
        "is",
        "was",
        "are",
        "were",
        "as",
        "adalah",
        "ialah",
        "merupakan",
        "sebagai",
        "menjadi",
        "become",
        "became",
    ]
)
_BE = frozenset(["is", "was", "are", "were", "be", "been", "being", "get", "got"])
_PASSIVE = re.compile(r"di(?!ri\b|a\b|ngin|nding|alog|plomasi|plomat|rektur|nasti|visi)\w{4,}")
_ACTIVE = re.compile(r"me(?:ng?|ny|m|r|l|w)?\w{4,}")
_MOST_APART = 3
_MOST_BEFORE = 8
_LEAST_SHARE = 0.25
_PEOPLE = frozenset(["he", "she", "they", "dia", "ia", "mereka", "beliau"])
_PRONOUNS = frozenset(
    [
        "he",
        "she",
        "they",
        "it",
        "this",
        "that",
        "these",
        "those",
        "dia",
        "ia",
        "mereka",
        "beliau",
        "ini",
        "itu",
    ]
)


def faults(alignment: Alignment) -> Iterator[Fault]:
    """Yield what speaks against a quotation's supporting a sentence; nothing where it does."""
    if alignment.missing:
        yield Fault.UNSAID
    if sum(each.unit.is_needed for each in alignment.placed) < 2:
        yield Fault.EMPTY
        return
    rules = {
        Fault.HELD: _is_held,
        Fault.APART: _is_apart,
        Fault.HOLDER: _is_anothers,
        Fault.ORDER: _is_disordered,
        Fault.VOICE: _is_turned,
        Fault.WAY: _goes_another_way,
        Fault.COUNTED: _counts_another,
        Fault.AGAIN: _says_little,
        Fault.WHO: _begins_with_a_pronoun,
    }
    yield from (fault for fault, is_broken in rules.items() if is_broken(alignment))


def _is_held(a: Alignment) -> bool:
    mine = _holding(a.said, a.values_said)
    there = _holding(a.quoted, a.values_quoted)
    first, last = _around(a)
    near = _holding(a.quoted, a.values_quoted, first, last)
    for held in mine:
        # "Not" is no word of the whole sentence, but of its clause.
        where = near if held & _STRICT else there
        if not any(held & other for other in where):
            return True
    if any(held & _STRICT and not any(held & other for other in mine) for held in near):
        return True
    return _is_anyones_word(a) and not any(held & _TOLD for held in mine)


def _holding(
    its: Sequence[Token], values: frozenset[int], first: int = 0, last: int | None = None
) -> list[frozenset[Hold]]:
    """Return the kinds of each word that holds back, those of dates and numbers left out."""
    table = holds_by_word()
    stop = len(its) if last is None else last + 1
    words = (its[n].word for n in range(first, stop) if n not in values)
    return [table[word] for word in words if word in table]


def _is_anyones_word(a: Alignment) -> bool:
    """Say whether the quotation tells what the sentence says as what someone says."""
    table = holds_by_word()
    used = {n for each in a.placed for n in range(each.first, each.last + 1)}
    for n, token in enumerate(a.quoted):
        if Hold.SAID not in table.get(token.word, ()):
            continue
        # ", ujar Peskov" at the end, "Peskov mengatakan bahwa" before what is said.
        is_behind = token.follows_break and n > 0
        if any((m < n) if is_behind else (m > n) for m in used):
            return True
    return False


def _around(a: Alignment) -> tuple[int, int]:
    """Return the first and last token of the clauses of the quotation that the sentence uses."""
    first = min(each.first for each in a.placed)
    last = max(each.last for each in a.placed)
    start = first
    while start > 0 and not a.quoted[start].follows_break:
        start -= 1
    end = last
    while end + 1 < len(a.quoted) and not a.quoted[end + 1].follows_break:
        end += 1
    return start, end


def _pairs(a: Alignment) -> Iterator[tuple[Placed, Placed]]:
    yield from zip(a.placed, a.placed[1:], strict=False)


def _is_adjacent(a: Alignment, one: Placed, other: Placed) -> bool:
    """Say whether two units stand side by side in the sentence."""
    side_by_side = other.unit.first == one.unit.last + 1
    return side_by_side and not a.said[other.unit.first].follows_break


def _is_named(a: Alignment, each: Placed) -> bool:
    return each.unit.value is None and a.quoted[each.first].is_capital


def _is_apart(a: Alignment) -> bool:
    """Say whether the words of one name stand apart: "Andrei Lavrov" of two men."""
    used = {n for each in a.placed for n in range(each.first, each.last + 1)}
    for one, other in _pairs(a):
        if not (_is_adjacent(a, one, other) and _is_named(a, one) and _is_named(a, other)):
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
    run = _run(a, one.last)
    return other.first > one.last and any(is_office(a.quoted[n].word) for n in run)


def _is_office_of(a: Alignment, each: Placed) -> bool:
    return is_office(a.quoted[each.last].word)


Phrase = list[Placed]


def _is_anothers(a: Alignment) -> bool:
    """Say whether an office that the sentence gives to one stands with another's name."""
    return any(_is_held_by_another(a, role, name) for role, name in _roles(a))


def _roles(a: Alignment) -> Iterator[tuple[Phrase, Phrase]]:
    """Yield each office of the sentence with the name that it is given to."""
    phrases = list(_phrases(a))
    for phrase in phrases:
        offices = [n for n, each in enumerate(phrase) if _is_an_office(a, each)]
        if offices and any(_is_named(a, each) for each in phrase[offices[-1] + 1 :]):
            yield phrase[: offices[-1] + 1], phrase[offices[-1] + 1 :]
    for one, other in pairwise(phrases):
        if _is_told_as(a, one[-1], other[0]):
            for role, name in ((one, other), (other, one)):
                if any(_is_an_office(a, each) for each in role) and any(
                    _is_named(a, each) for each in name
                ):
                    yield role, name


def _phrases(a: Alignment) -> Iterator[Phrase]:
    """Yield the units that stand side by side, together."""
    phrase: Phrase = []
    for each in a.placed:
        if each.unit.value is not None:
            continue
        if phrase and not _is_adjacent(a, phrase[-1], each):
            yield phrase
            phrase = []
        phrase.append(each)
    if phrase:
        yield phrase


def _is_an_office(a: Alignment, each: Placed) -> bool:
    return is_office(a.said[each.unit.first].word) or _is_office_of(a, each)


def _is_told_as(a: Alignment, one: Placed, other: Placed) -> bool:
    """Say whether the sentence tells the one as the other: "A, chairman", "A is the chairman"."""
    between = a.said[one.unit.last + 1 : other.unit.first]
    if not all(token.word in small_words() | _IS for token in between):
        return False
    comma = a.said[one.unit.last + 1].follows_break
    return comma or any(token.word in _IS for token in between)


def _is_held_by_another(a: Alignment, role: Phrase, name: Phrase) -> bool:
    mine = _tokens_of(role)
    named = _tokens_of([each for each in name if _is_named(a, each)])
    run = _run(a, max(mine))
    others = [n for n in run if a.quoted[n].is_capital and n not in mine | named]
    if named <= set(run):
        low, high = sorted((min(named), max(mine)))
        return any(low < n < high and not is_office(a.quoted[n].word) for n in others)
    follows = min(mine) < min(named) and min(named) == run[-1] + 1
    return bool(others) and not follows


def _tokens_of(phrase: Phrase) -> set[int]:
    return {n for each in phrase for n in range(each.first, each.last + 1)}


def _run(a: Alignment, n: int) -> range:
    """Return the tokens around one without a comma or a small word between."""
    first = last = n
    while (
        first > 0
        and not a.quoted[first].follows_break
        and a.quoted[first - 1].word not in small_words()
    ):
        first -= 1
    end = len(a.quoted)
    while last + 1 < end and not a.quoted[last + 1].follows_break:
        if a.quoted[last + 1].word in small_words():
            break
        last += 1
    return range(first, last + 1)


def _is_disordered(a: Alignment) -> bool:
    moved = {each for phrase in _phrases(a) if _is_source(a, phrase) for each in phrase}
    fixed = [
        each
        for each in a.placed
        if each.unit.value is None and each not in moved and not _is_free(a, each)
    ]
    if any(_goes_back(a, one, other) for one, other in pairwise(fixed)):
        return True
    named = [each for each in fixed if _is_named(a, each)]
    return any(
        one.first > other.first and _run(a, one.first) != _run(a, other.first)
        for n, one in enumerate(named)
        for other in named[n + 1 :]
        if not _is_linked(a, one, other)
    )


def _is_linked(a: Alignment, one: Placed, other: Placed) -> bool:
    """Say whether the sentence tells what one name is by the other, whose order does not matter."""
    between = a.placed[a.placed.index(one) : a.placed.index(other) + 1]
    return any(_is_told_as(a, first, second) for first, second in pairwise(between))


def _goes_back(a: Alignment, one: Placed, other: Placed) -> bool:
    """Say whether what follows in the sentence stands in an earlier clause of the quotation."""
    if other.first >= one.first or _is_told_as(a, one, other):
        return False
    if breaks(a.quoted, other.last, one.first):
        return True
    # Behind a name: "Rina sued the state" of "the state sued the defendant Rina".
    is_behind = _is_named(a, one) and not _is_named(a, other) and one.first - other.last > 2
    return is_behind and not a.said[one.unit.last].is_possessive


def _is_free(a: Alignment, each: Placed) -> bool:
    """Say whether a name stands in a phrase of place or time, which may stand anywhere."""
    return _before(a.said, each.unit.first) in _FREE and _before(a.quoted, each.first) in _FREE


def _is_source(a: Alignment, phrase: Phrase) -> bool:
    """Say whether a phrase tells who says it, at the beginning or at the end of either."""
    if any(a.said[each.unit.first].word in _SOURCES for each in phrase):
        return True
    last, high = phrase[-1].unit, max(each.last for each in phrase)
    mine = _before(a.said, last.first) in _SOURCES or _says(a.said, last.last)
    return mine and (_before(a.quoted, high) in _SOURCES or _says(a.quoted, high))


def _says(its: Sequence[Token], n: int) -> bool:
    """Say whether a word that says stands right behind another: "officials said"."""
    return n + 1 < len(its) and its[n + 1].word in _SOURCES


def _before(its: Sequence[Token], n: int) -> str:
    """Return the preposition before a name, past the words of the name, or right before a word."""
    most = _MOST_BEFORE if its[n].is_capital else 2
    for back in range(n - 1, max(-1, n - most), -1):
        word = its[back].word
        if its[back + 1].follows_break:
            return ""
        if word in _FREE or word in _WAY_OF or word in _SOURCES:
            return word
        if word in small_words() and word != "the":
            return ""
    return ""


def _is_turned(a: Alignment) -> bool:
    for each in a.placed:
        if each.unit.value is not None:
            continue
        said, quoted = a.said[each.unit.first], a.quoted[each.first]
        if said.is_capital and quoted.is_capital:
            continue
        mine, its = _is_passive(a.said, each.unit.first), _is_passive(a.quoted, each.first)
        if mine is not None and its is not None and mine != its:
            return True
    return False


def _is_passive(its: Sequence[Token], n: int) -> bool | None:
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


def _says_little(a: Alignment) -> bool:
    places = [(each.first, each.last) for each in a.placed]
    repeats = len(places) - len(set(places))
    said = sum(each.unit.last - each.unit.first + 1 for each in a.placed)
    return repeats > 1 or said < _LEAST_SHARE * len(a.said)


def _begins_with_a_pronoun(a: Alignment) -> bool:
    first, *rest = (token.word for token in a.said)
    return first in _PRONOUNS and (not rest or rest[0] in small_words() | _IS or first in _PEOPLE)


def _goes_another_way(a: Alignment) -> bool:
    for each in a.placed:
        if not _is_named(a, each):
            continue
        mine = _WAY_OF.get(_before(a.said, each.unit.first))
        its = _WAY_OF.get(_before(a.quoted, each.first))
        if mine and its and mine != its:
            return True
    return _is_done_by_another(a)


def _is_done_by_another(a: Alignment) -> bool:
    """Say whether a "by" belongs to a verb of the quotation that the sentence leaves out."""
    used = {n for each in a.placed for n in range(each.first, each.last + 1)}
    for each in a.placed:
        if _way_before(a.said, each.unit.first) != "by":
            continue
        by = next((n for n in range(each.first, -1, -1) if a.quoted[n].word in ("oleh", "by")), 0)
        if by and by - 1 not in used and _is_passive(a.quoted, by - 1):
            return True
    return False


def _way_before(its: Sequence[Token], n: int) -> str | None:
    return _WAY_OF.get(its[n - 1].word) if n else None


def _counts_another(a: Alignment) -> bool:
    """Say whether a number stands with another word than in the quotation, or in another clause."""
    return any(
        _is_number(one) != _is_number(other) and _is_far(a, one, other) for one, other in _pairs(a)
    )


def _is_number(each: Placed) -> bool:
    return isinstance(each.unit.value, Quantity)


def _is_far(a: Alignment, one: Placed, other: Placed) -> bool:
    if other.unit.first - one.unit.last > 2 or a.said[other.unit.first].follows_break:
        return False
    low, high = sorted(((one.first, one.last), (other.first, other.last)))
    # What is counted stands right behind its number.
    is_counted = _is_number(one) and high[0] - low[1] > _MOST_APART + 1
    return is_counted or breaks(a.quoted, low[1], high[0]) > 0
