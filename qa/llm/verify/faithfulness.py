"""Faithfulness: does an aligned sentence say nothing beyond its quotation?

Rules on words and their order, made for precision rather than recall: a faithful sentence that is
dropped costs little, since the exact answer stands.
"""

from collections.abc import Iterator
from enum import Enum

from qa.llm.verify.alignment import Alignment
from qa.llm.verify.clauses import (
    counts_differ,
    has_ambiguous_subject,
    mixes_clauses,
    truncates_list,
)
from qa.llm.verify.negation import is_hedged_differently
from qa.llm.verify.order import is_reordered, preposition_differs, voice_differs
from qa.llm.verify.roles import COPULAS, misattributes_role, splits_name
from qa.text.language import all_function_words


class Fault(Enum):
    """Why a quotation does not support a sentence."""

    MISSING = "a word or value that the quotation does not have"
    EMPTY = "it has too little content to be verified"
    HEDGE = "sentence and quotation differ in a negation or another hedge"
    SPLIT = "a name is put together from words that are apart in the quotation"
    ROLE = "an office or a description belongs to another name in the quotation"
    ORDER = "words stand in another order"
    VOICE = "a verb changes between active and passive"
    PREPOSITION = "a name has another preposition in the quotation"
    CLAUSE = "a word or a date comes from an unrelated clause of the quotation"
    AMBIGUOUS = "the subject of the quotation is ambiguous"
    COUNT = "a number counts something else in the quotation"
    LIST = "items of a counted list are left out"
    REPETITION = "words are repeated, or few of them have content"
    PRONOUN = "it begins with an unresolved pronoun"
    SPEAKER = "it says I, we or you, or asks, where the quotation does not"


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
    """Yield every fault of an aligned sentence; nothing where it is faithful."""
    if alignment.missing:
        yield Fault.MISSING
    if _things_said(alignment) < _LEAST_THINGS:
        yield Fault.EMPTY
        return
    rules = {
        Fault.HEDGE: is_hedged_differently,
        Fault.SPLIT: splits_name,
        Fault.ROLE: misattributes_role,
        Fault.ORDER: is_reordered,
        Fault.VOICE: voice_differs,
        Fault.PREPOSITION: preposition_differs,
        Fault.CLAUSE: mixes_clauses,
        Fault.AMBIGUOUS: has_ambiguous_subject,
        Fault.COUNT: counts_differ,
        Fault.LIST: truncates_list,
        Fault.REPETITION: _says_little,
        Fault.PRONOUN: _begins_with_a_pronoun,
        Fault.SPEAKER: _speaks_for_itself,
    }
    yield from (fault for fault, is_broken in rules.items() if is_broken(alignment))


def _things_said(a: Alignment) -> int:
    """Count the names, values and other content words of a sentence."""
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
        first in _THINGS and (not rest or rest[0] in all_function_words() | COPULAS)
    )


def _speaks_for_itself(a: Alignment) -> bool:
    """Return whether it has a "we" or a question that the quotation lacks; models invent those."""
    quoted = {token.word for token in a.quoted}
    says_we = any(token.word in _US for token in a.said) and _US.isdisjoint(quoted)
    asks = any(token.word in _ASKING for token in a.said[:_ASKS_AT])
    return says_we or (asks and _ASKING.isdisjoint(quoted))
