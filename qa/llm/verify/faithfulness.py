"""Whether a sentence that is laid beside a quotation says no more than it, and nothing else.

By rules about words and their order. They are meant to let nothing false through rather than all
that is true: what is dropped costs a sentence, and the exact answer stands.
"""

from collections.abc import Iterator
from enum import Enum

from qa.llm.verify.alignment import Alignment
from qa.llm.verify.clauses import is_of_either, is_scattered
from qa.llm.verify.counts import counts_another, leaves_out_of_a_list
from qa.llm.verify.held import is_held
from qa.llm.verify.order import goes_another_way, is_disordered, is_turned
from qa.llm.verify.roles import IS_WORDS, is_anothers, is_apart
from qa.text.language import small_words


class Fault(Enum):
    """Why a quotation does not support a sentence."""

    UNSAID = "a word or value that the quotation does not have"
    EMPTY = "too little is said"
    HELD = "the quotation holds back what the sentence says, or the other way round"
    APART = "words that stand together stand apart in the quotation"
    HOLDER = "an office or a description is another's in the quotation"
    ORDER = "words stand in another order"
    VOICE = "who does and who suffers is exchanged"
    WAY = "from, to or by is another in the quotation"
    SCATTERED = "a clause of the quotation that tells something else gives a word or a date"
    EITHER = "who did it may be either of two"
    COUNTED = "a number counts something else in the quotation"
    LISTED = "it counts a list, and leaves out some of it"
    AGAIN = "the same words are said again, or few of its words say anything"
    WHO = "it begins with a pronoun, and does not say who is meant"
    SPEAKS = "it speaks of itself or to the reader, or asks, and the quotation does not"


_LEAST_SHARE = 0.25
_MOST_AGAIN = 1
_LEAST_THINGS = 2
_PEOPLE = frozenset(("he", "she", "they", "dia", "ia", "mereka", "beliau"))
_US = frozenset(("i", "we", "you", "us", "me", "my", "our", "your")) | {
    "aku", "saya", "kami", "kita", "kamu", "anda",
}  # fmt: skip
_ASKING = frozenset(("who", "what", "when", "where", "why", "how", "which", "whose")) | {
    "siapa", "apa", "apakah", "kapan", "mana", "mengapa", "kenapa", "bagaimana", "berapa",
}  # fmt: skip
_ASKS_AT = 2
_THINGS = frozenset(("it", "this", "that", "these", "those", "ini", "itu"))


def faults(alignment: Alignment) -> Iterator[Fault]:
    """Yield what speaks against a quotation's supporting a sentence; nothing where it does."""
    if alignment.missing:
        yield Fault.UNSAID
    if _things_said(alignment) < _LEAST_THINGS:
        yield Fault.EMPTY
        return
    rules = {
        Fault.HELD: is_held,
        Fault.APART: is_apart,
        Fault.HOLDER: is_anothers,
        Fault.ORDER: is_disordered,
        Fault.VOICE: is_turned,
        Fault.WAY: goes_another_way,
        Fault.SCATTERED: is_scattered,
        Fault.EITHER: is_of_either,
        Fault.COUNTED: counts_another,
        Fault.LISTED: leaves_out_of_a_list,
        Fault.AGAIN: _says_little,
        Fault.WHO: _begins_with_a_pronoun,
        Fault.SPEAKS: _speaks_for_itself,
    }
    yield from (fault for fault, is_broken in rules.items() if is_broken(alignment))


def _things_said(a: Alignment) -> int:
    """Return how many names, values and other words a sentence has; one name says nothing."""
    names = sum(any(map(a.is_named, phrase)) for phrase in a.phrases)
    others = sum(each.unit.is_needed and not a.is_named(each) for each in a.placed)
    return names + others


def _says_little(a: Alignment) -> bool:
    places = [(each.first, each.last) for each in a.placed]
    repeats = len(places) - len(set(places))
    said = sum(each.unit.last - each.unit.first + 1 for each in a.placed)
    return repeats > _MOST_AGAIN or said < _LEAST_SHARE * len(a.said)


def _begins_with_a_pronoun(a: Alignment) -> bool:
    first, *rest = (token.word for token in a.said)
    return first in _PEOPLE or (
        first in _THINGS and (not rest or rest[0] in small_words() | IS_WORDS)
    )


def _speaks_for_itself(a: Alignment) -> bool:
    """Say whether it has a "we" or a question that the quotation has not: models make them up."""
    quoted = {token.word for token in a.quoted}
    says_we = any(token.word in _US for token in a.said) and _US.isdisjoint(quoted)
    asks = any(token.word in _ASKING for token in a.said[:_ASKS_AT])
    return says_we or (asks and _ASKING.isdisjoint(quoted))
