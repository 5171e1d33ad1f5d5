"""Whether a quotation holds back what a sentence says, or the other way round.

"Not", "will", "may" and "denied" belong to a clause: a sentence has to have them where its clause
has them, and may have none that are not there. What someone says is told as what someone says.
"""

from collections.abc import Sequence

from qa.writing.alignment import Alignment
from qa.writing.certainty import Hold, holds_by_word
from qa.writing.token import Token

_STRICT = frozenset(
    (
        Hold.NOT,
        Hold.DENIED,
        Hold.COMING,
        Hold.MAYBE,
        Hold.IF,
        Hold.NEARLY,
        Hold.WANTED,
        Hold.ACCUSED,
        Hold.TOLD_TO,
    )
)
_TOLD = frozenset((Hold.SAID, Hold.ACCUSED, Hold.DENIED, Hold.MAYBE))


def is_held(a: Alignment) -> bool:
    """Say whether one of the two holds back what the other says."""
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
    used = a.used
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
