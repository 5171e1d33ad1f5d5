"""Word order, voice and prepositions: does a sentence exchange agent, patient, origin or goal?

Both languages put the agent before the verb and the patient after it, so names must keep their
order. Phrases of place and time, and attributions, may move.
"""

from collections.abc import Sequence
from functools import cache

from qa.llm.verify.alignment import Alignment, Phrase, Placed, Token, breaks
from qa.llm.verify.hedges import HedgeCue, hedge_cues_by_word
from qa.llm.verify.roles import is_apposition, is_passive, is_verb
from qa.text.language import all_function_words

_WAYS = {
    "from": "from dari of", "to": "to ke menuju towards into kepada", "by": "by oleh",
    "against": "against melawan terhadap atas versus lawan",
}  # fmt: skip
_WAY_OF = {word: way for way, table in _WAYS.items() for word in table.split()}
_FREE = frozenset(("in", "at", "on", "di", "pada", "during", "near", "inside", "since", "dalam"))
_MOST_BEFORE = 8
_MOST_FLIPPED = 4


def is_reordered(a: Alignment) -> bool:
    """Return whether words that may not move stand in another order."""
    moved = {each for phrase in a.phrases if _is_source(a, phrase) for each in phrase}
    fixed = [each for each in a.placed if each.unit.value is None and each not in moved]
    return any(
        one.first > other.first and not _may_change_places(a, one, other)
        for n, one in enumerate(fixed)
        for other in fixed[n + 1 :]
    )


def _may_change_places(a: Alignment, one: Placed, other: Placed) -> bool:
    """Return whether two units may change places."""
    if _is_linked(a, one, other) or (is_agentless_passive(a, other) and _suffers(a, one, other)):
        return True
    is_in_one = not breaks(a.quoted, other.last, one.first)
    if _is_free(a, one) or _is_free(a, other):
        # "In Jakarta, they met": the phrase belongs to what follows.
        return is_in_one or not breaks(a.quoted, 0, other.last)
    return is_in_one and one.first - other.last <= _MOST_FLIPPED and _is_flipped(a, one, other)


def _is_flipped(a: Alignment, one: Placed, other: Placed) -> bool:
    """Return whether both are in one phrase that translation or "of" inverts."""
    between = range(one.unit.last + 1, other.unit.first + 1)
    if any(a.said[n].follows_break for n in between):
        return False
    # "North Korea" is "Korea Utara"; but "A beat B" is not "B mengalahkan A".
    within = a.placed[a.placed.index(one) : a.placed.index(other) + 1]
    has_verb = any(is_verb(a, each) for each in within)
    is_of = any(a.said[n].word == "of" for n in between)
    is_owned = any(a.said[n - 1].is_possessive for n in between)
    return is_owned or ((a.is_translated or is_of) and not has_verb)


def _is_linked(a: Alignment, one: Placed, other: Placed) -> bool:
    """Return whether the two are a name and its description, whose order is free."""
    first, last = a.placed.index(one), a.placed.index(other)
    for n in range(first, last):
        if not is_apposition(a, a.placed[n], a.placed[n + 1]):
            continue
        if a.said[a.placed[n].unit.last + 1].follows_break:
            return True
        # "A is B" for "B is A": all words of A, and all words of B.
        before, after = a.placed[: n + 1], a.placed[n + 1 :]
        if min(each.first for each in before) > max(each.first for each in after):
            return True
    return False


def _is_free(a: Alignment, each: Placed) -> bool:
    """Return whether a name is in a phrase of place or time, which may move."""
    return _before(a.said, each.unit.first) in _FREE and _before(a.quoted, each.first) in _FREE


def _is_source(a: Alignment, phrase: Phrase) -> bool:
    """Return whether a phrase is the attribution of a statement, which may move."""
    if any(a.said[each.unit.first].word in _sources() for each in phrase):
        return True
    last, high = phrase[-1].unit, max(each.last for each in phrase)
    mine = _before(a.said, last.first) in _sources() or _says(a.said, last.last)
    return mine and (_before(a.quoted, high) in _sources() or _says(a.quoted, high))


@cache
def _sources() -> frozenset[str]:
    return frozenset(word for word, held in hedge_cues_by_word().items() if HedgeCue.SAID in held)


def _says(its: Sequence[Token], n: int) -> bool:
    """Return whether a verb of saying follows directly: "officials said"."""
    return n + 1 < len(its) and its[n + 1].word in _sources()


def _before(its: Sequence[Token], n: int) -> str:
    """Return the preposition before a name or word, skipping the other words of the name."""
    most = _MOST_BEFORE if its[n].is_capital else 2
    for back in range(n - 1, max(-1, n - most), -1):
        word = its[back].word
        if its[back + 1].follows_break:
            return ""
        if word in _FREE or word in _WAY_OF or word in _sources():
            return word
        if word in all_function_words() and word != "the":
            return ""
    return ""


def voice_differs(a: Alignment) -> bool:
    """Return whether a verb is passive in one of the two and active in the other."""
    for each in a.placed:
        if each.unit.value is not None:
            continue
        said, quoted = a.said[each.unit.first], a.quoted[each.first]
        if said.is_capital and quoted.is_capital:
            continue
        mine, its = is_passive(a.said, each.unit.first), is_passive(a.quoted, each.first)
        is_other_form = a.is_translated or said.word != quoted.word
        if _is_exchanged(mine, its, a.is_translated, is_other_form) and not (
            is_agentless_passive(a, each) and _is_all_before_suffering(a, each)
        ):
            return True
    return False


def _is_exchanged(
    mine: bool | None, its: bool | None, is_translated: bool, is_other_form: bool
) -> bool:
    """Return whether exactly one of two verbs is passive, as far as their forms tell."""
    if mine is not None and its is not None:
        return mine != its
    # Where one form does not tell, the other decides.
    return (bool(mine) and is_other_form) or (bool(its) and is_translated)


def is_agentless_passive(a: Alignment, verb: Placed) -> bool:
    """Return whether a verb is an agentless passive in the sentence only."""
    mine = is_passive(a.said, verb.unit.first)
    after = {token.word for token in a.said[verb.unit.last + 1 :]}
    names_who = after & {"by", "oleh"} or a.said[verb.unit.first].word.startswith("di")
    return mine is True and not names_who and is_passive(a.quoted, verb.first) is not True


def _is_all_before_suffering(a: Alignment, verb: Placed) -> bool:
    before = [each for each in a.placed if each.unit.last < verb.unit.first]
    return bool(before) and all(_suffers(a, each, verb) for each in before)


def _suffers(a: Alignment, each: Placed, verb: Placed) -> bool:
    """Return whether a word closely follows a verb in the quotation: its patient."""
    is_behind = 0 < each.first - verb.last <= _MOST_BEFORE
    return is_behind and not breaks(a.quoted, verb.last, each.first)


def preposition_differs(a: Alignment) -> bool:
    """Return whether a name changes its preposition: from, to, by or against."""
    for each in a.placed:
        if not a.is_named(each):
            continue
        mine = _WAY_OF.get(_before(a.said, each.unit.first))
        its = _WAY_OF.get(_before(a.quoted, each.first))
        if mine and its and mine != its:
            return True
    return _is_done_by_another(a)


def _is_done_by_another(a: Alignment) -> bool:
    """Return whether a "by" belongs to a verb that the sentence leaves out."""
    used = a.used
    for each in a.placed:
        if _way_before(a.said, each.unit.first) != "by":
            continue
        by = next((n for n in range(each.first, -1, -1) if a.quoted[n].word in ("oleh", "by")), 0)
        if by and by - 1 not in used and is_passive(a.quoted, by - 1):
            return True
    return False


def _way_before(its: Sequence[Token], n: int) -> str | None:
    return _WAY_OF.get(its[n - 1].word) if n else None
