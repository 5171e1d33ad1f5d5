"""Whether a sentence that is laid beside a quotation says no more than it, and nothing else.

By rules about words and their order. They are meant to let nothing false through rather than all
that is true: what is dropped costs a sentence, and the exact answer stands.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from enum import Enum

from qa.language import small_words
from qa.reader.name import is_office
from qa.value.moment import Moment
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
_WAYS = {
    "from": "from dari of", "to": "to ke menuju towards into kepada", "by": "by oleh",
    "against": "against melawan terhadap atas versus lawan",
}  # fmt: skip
_WAY_OF = {word: way for way, table in _WAYS.items() for word in table.split()}
_FREE = frozenset(["in", "at", "on", "di", "pada", "during", "near", "inside", "since", "dalam"])
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
    if len(alignment.placed) < 2:
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
    table = holds_by_word()
    said = [token.word for token in a.said if token.word in table]
    around = _around(a)
    quoted = [token.word for token in around if token.word in table]
    every = [token.word for token in a.quoted if token.word in table]
    mine = {hold for word in said for hold in table[word]}
    there = {hold for word in every for hold in table[word]}
    if any(table[word].isdisjoint(there) for word in said):
        return True
    held_there = (word for word in quoted if table[word] & _STRICT)
    if any(table[word].isdisjoint(mine) for word in held_there):
        return True
    return _is_anyones_word(a) and mine.isdisjoint(
        (Hold.SAID, Hold.ACCUSED, Hold.DENIED, Hold.MAYBE)
    )


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


def _around(a: Alignment) -> Sequence[Token]:
    """Return the tokens of the quotation from the clause of the first word used to the last."""
    first = min(each.first for each in a.placed)
    last = max(each.last for each in a.placed)
    start = first
    while start > 0 and not a.quoted[start].follows_break:
        start -= 1
    end = last
    while end + 1 < len(a.quoted) and not a.quoted[end + 1].follows_break:
        end += 1
    return a.quoted[start : end + 1]


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
        if any(n not in used and a.quoted[n].is_capital for n in between):
            return True
        if len(between) > _MOST_APART:
            return True
    return False


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
    for one, other in itertools.pairwise(phrases):
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
    named = [each for each in a.placed if _is_named(a, each)]
    for n, one in enumerate(named):
        for other in named[n + 1 :]:
            if one.first <= other.first or _run(a, one.first) == _run(a, other.first):
                continue
            if not (_is_free(a, one) or _is_free(a, other)):
                return True
    return False


def _is_free(a: Alignment, each: Placed) -> bool:
    """Say whether a name stands in a phrase of place or time, which may stand anywhere."""
    return _before(a.said, each.unit.first) in _FREE and _before(a.quoted, each.first) in _FREE


def _before(its: Sequence[Token], n: int) -> str:
    """Return the preposition before a name, past the words of the name itself."""
    for back in range(n - 1, max(-1, n - 5), -1):
        if its[back].word in _FREE or its[back].word in _WAY_OF:
            return its[back].word
        if its[back + 1].follows_break or (
            its[back].word in small_words() and its[back].word != "the"
        ):
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
    for n, each in enumerate(a.placed[:-1]):
        if each.unit.value is None or isinstance(each.unit.value, Moment):
            continue
        after = a.placed[n + 1]
        is_next = after.unit.first - each.unit.last <= 2
        if is_next and not -2 <= after.first - each.last <= _MOST_APART + 1:
            return True
    return False
