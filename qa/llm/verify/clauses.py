"""Clauses and counts: does a sentence mix words of unrelated clauses, or count something else?

Clauses are split at punctuation and at contrastive conjunctions; there is no parser.
"""

from collections.abc import Iterator, Sequence
from functools import cache

from qa.llm.verify.alignment import Alignment, Placed, Token, breaks
from qa.llm.verify.hedges import hedge_cues_by_word
from qa.text.language import all_function_words
from qa.values.quantity import Quantity

CONTRASTIVE = frozenset(("but", "while", "whereas", "although", "though", "yet", "namun")) | {
    "tapi", "tetapi", "sementara", "sedangkan", "meski", "meskipun", "walau", "walaupun"
}  # fmt: skip
"""Conjunctions that begin an unrelated clause."""
COORDINATING = frozenset(("and", "dan", "serta", "or", "atau"))
"""Conjunctions between the items of a list."""
_SUBORDINATE = frozenset(
    ("after", "before", "when", "as", "who", "whom", "which", "where", "that", "because", "yang")
) | {"setelah", "sesudah", "usai", "sebelum", "ketika", "saat", "karena", "bahwa"}
_MOST_OVER = 2
_LEAST_WORDS = 2
_LEAST_SHARE = 0.5
_MOST_APART = 4
_PART = frozenset(("half", "third", "quarter", "fifth", "tenth", "most", "none", "some")) | {
    "separuh", "setengah", "sepertiga", "seperempat", "seperlima", "sebagian", "mayoritas",
}  # fmt: skip


def mixes_clauses(a: Alignment) -> bool:
    """Return whether the sentence takes a word from a clause but leaves its statement out.

    "Rini was arrested in Bandung while Dedi died in Jakarta" does not entail that Rini was arrested
    in Jakarta.
    """
    parts = used_clauses(a)
    if len(parts) > 1 and any(_is_of_another(a, part) for part in parts):
        return True
    left_out = [part for part in clauses(a.quoted) if part not in parts and _has_content(a, part)]
    return any(_is_over(a, one, other, left_out) for one, other in a.pairs)


def _is_over(a: Alignment, one: Placed, other: Placed, left_out: Sequence[range]) -> bool:
    """Return whether skipped clauses lie between two adjacent units that are no list."""
    between = a.said[one.unit.last + 1 : other.unit.first + 1]
    if any(token.follows_break or token.word in COORDINATING for token in between):
        return False
    low, high = sorted((one.first, other.first))
    return sum(low < part.start and part.stop <= high for part in left_out) >= _MOST_OVER


def _has_content(a: Alignment, part: range) -> bool:
    return any(_is_content(a, n) for n in part)


def has_ambiguous_subject(a: Alignment) -> bool:
    """Return whether the subject is ambiguous: "A seized B after he landed and burnt it"."""
    for one, other in a.pairs:
        start = one.last + 1
        for n in range(start, other.first):
            if a.quoted[n].follows_break:
                start = n
        words = {a.quoted[n].word for n in range(start, other.first) if n not in a.used}
        if words & COORDINATING and words & _SUBORDINATE:
            return True
    return False


def used_clauses(a: Alignment) -> list[range]:
    """Return the clauses from which a content word or a value is aligned."""
    taken = {n for n in a.used if _is_content(a, n) or n in a.values_quoted}
    return [part for part in clauses(a.quoted) if not taken.isdisjoint(part)]


def clauses(its: Sequence[Token]) -> Iterator[range]:
    """Split tokens into clauses, as ranges of positions."""
    start = 0
    for n, token in enumerate(its):
        if n > start and (token.follows_break or token.word in CONTRASTIVE):
            yield range(start, n)
            start = n
    yield range(start, len(its))


def _is_of_another(a: Alignment, part: range) -> bool:
    words = [n for n in part if _is_content(a, n)]
    taken = sum(n in a.used for n in words)
    return bool(words) and taken < _LEAST_WORDS and taken < _LEAST_SHARE * len(words)


def _is_content(a: Alignment, n: int) -> bool:
    return n not in a.values_quoted and a.quoted[n].word not in _words_without_content()


@cache
def _words_without_content() -> frozenset[str]:
    return all_function_words() | CONTRASTIVE | hedge_cues_by_word().keys()


def counts_differ(a: Alignment) -> bool:
    """Return whether a number counts another noun than in the quotation."""
    for n, (one, other) in enumerate(a.pairs):
        if _is_number(one) == _is_number(other) or not _are_close(a, one, other):
            continue
        if _is_far(a, one, other):
            return True
        if _is_number(one) and _is_part_of(a, one):
            return True
        # The counted noun follows its number, and precedes it only where nothing follows.
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
    """Return whether the quotation has a fraction of the number, and the sentence all of it."""
    before = range(max(0, number.first - _MOST_APART), number.first)
    return any(a.quoted[n].word in _PART and n not in a.used for n in before)


def _is_nearer_to_another(a: Alignment, one: Placed, other: Placed) -> bool:
    """Return whether another number of the quotation is nearer to the counted word."""
    number, word = (one, other) if _is_number(one) else (other, one)
    mine = range(number.first, number.last + 1)
    nearest = min((_apart(n, word), n > word.last) for n in mine)
    others = a.numbers_quoted.difference(mine)
    return any((_apart(n, word), n > word.last) < nearest for n in others)


def _apart(n: int, word: Placed) -> int:
    return max(word.first - n, n - word.last)


def truncates_list(a: Alignment) -> bool:
    """Return whether items of a counted list are left out: "three regions: Amur"."""
    if not any(_is_number(each) for each in a.placed):
        return False
    used = a.used
    for n, token in enumerate(a.quoted):
        if token.word not in COORDINATING:
            continue
        before, after = _name_at(a, range(n - 1, n - 3, -1)), _name_at(a, range(n + 1, n + 3))
        if before is not None and after is not None and (before in used) != (after in used):
            return True
    return False


def _name_at(a: Alignment, tokens: range) -> int | None:
    """Return the first capitalized token of the quotation among these positions."""
    inside = (n for n in tokens if 0 <= n < len(a.quoted))
    return next((n for n in inside if a.quoted[n].is_capital), None)
