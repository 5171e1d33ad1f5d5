"""Whether the numbers of a sentence count what they count in the quotation."""

from qa.llm.verify.alignment import Alignment, Placed, breaks
from qa.llm.verify.clauses import AND
from qa.values.quantity import Quantity

_MOST_APART = 4
_PART = frozenset(("half", "third", "quarter", "fifth", "tenth", "most", "none", "some")) | {
    "separuh", "setengah", "sepertiga", "seperempat", "seperlima", "sebagian", "mayoritas",
}  # fmt: skip


def counts_another(a: Alignment) -> bool:
    """Say whether a number stands with another word than in the quotation, or in another clause."""
    for n, (one, other) in enumerate(a.pairs):
        if _is_number(one) == _is_number(other) or not _are_close(a, one, other):
            continue
        if _is_far(a, one, other):
            return True
        if _is_number(one) and _is_part_of(a, one):
            return True
        # What is counted stands behind its number; before it only where nothing does.
        behind = a.placed[n + 2] if n + 2 < len(a.placed) else None
        is_counted = _is_number(one) or behind is None or not _are_close(a, other, behind)
        if is_counted and _is_nearer_to_another(a, one, other):
            return True
    return False


def _is_number(each: Placed) -> bool:
    return isinstance(each.unit.value, Quantity)


def _are_close(a: Alignment, one: Placed, other: Placed) -> bool:
    between = a.said[one.unit.last + 1 : other.unit.first + 1]
    return len(between) <= 2 and not any(token.follows_break for token in between)


def _is_far(a: Alignment, one: Placed, other: Placed) -> bool:
    low, high = sorted(((one.first, one.last), (other.first, other.last)))
    is_counted = _is_number(one) and high[0] - low[1] > _MOST_APART
    return is_counted or breaks(a.quoted, low[1], high[0]) > 0


def _is_part_of(a: Alignment, number: Placed) -> bool:
    """Say whether the quotation tells of a part of it, and the sentence does not."""
    before = range(max(0, number.first - _MOST_APART), number.first)
    return any(a.quoted[n].word in _PART and n not in a.used for n in before)


def _is_nearer_to_another(a: Alignment, one: Placed, other: Placed) -> bool:
    """Say whether another number of the quotation stands nearer to the word that is counted."""
    number, word = (one, other) if _is_number(one) else (other, one)
    mine = range(number.first, number.last + 1)
    nearest = min((_apart(n, word), n > word.last) for n in mine)
    others = a.numbers_quoted.difference(mine)
    return any((_apart(n, word), n > word.last) < nearest for n in others)


def _apart(n: int, word: Placed) -> int:
    return max(word.first - n, n - word.last)


def leaves_out_of_a_list(a: Alignment) -> bool:
    """Say whether a counted list is told in part: "three regions, Amur" of Amur and two more."""
    if not any(_is_number(each) for each in a.placed):
        return False
    used = a.used
    for n, token in enumerate(a.quoted):
        if token.word not in AND:
            continue
        before, after = _name_at(a, range(n - 1, n - 3, -1)), _name_at(a, range(n + 1, n + 3))
        if before is not None and after is not None and (before in used) != (after in used):
            return True
    return False


def _name_at(a: Alignment, tokens: range) -> int | None:
    """Return the first of these tokens of the quotation that is a name's."""
    inside = (n for n in tokens if 0 <= n < len(a.quoted))
    return next((n for n in inside if a.quoted[n].is_capital), None)
