"""Whether a sentence takes a word or a date from a clause that tells of something else."""

from collections.abc import Iterator, Sequence
from functools import cache

from qa.llm.verify.alignment import Alignment, Placed
from qa.llm.verify.hedges import holds_by_word
from qa.llm.verify.tokens import Token
from qa.text.language import small_words

BETWEEN = frozenset(("but", "while", "whereas", "although", "though", "yet", "namun", "tapi")) | {
    "tetapi", "sementara", "sedangkan", "meski", "meskipun", "walau", "walaupun"
}  # fmt: skip
"""Words that begin a clause with another tale."""

AND = frozenset(("and", "dan", "serta", "or", "atau"))
"""Words that list."""

_SUBORDINATE = frozenset(
    ("after", "before", "when", "as", "who", "whom", "which", "where", "that", "because", "yang")
) | {"setelah", "sesudah", "usai", "sebelum", "ketika", "saat", "karena", "bahwa"}
_MOST_OVER = 2
_LEAST_WORDS = 2
_LEAST_SHARE = 0.5


def is_scattered(a: Alignment) -> bool:
    """Say whether a clause that the sentence takes from has its own tale, which is left out.

    "Rini was arrested in Bandung while Dedi died in Jakarta" does not say that Rini was arrested in
    Jakarta. A clause is what stands between commas and the like, or a word such as "while".
    """
    parts = clauses_taken_from(a)
    if len(parts) > 1 and any(_is_of_another(a, part) for part in parts):
        return True
    left_out = [part for part in clauses(a.quoted) if part not in parts and _has_content(a, part)]
    return any(_is_over(a, one, other, left_out) for one, other in a.pairs)


def _is_over(a: Alignment, one: Placed, other: Placed, left_out: Sequence[range]) -> bool:
    """Say whether two that stand together in the sentence have clauses between them; a list may."""
    between = a.said[one.unit.last + 1 : other.unit.first + 1]
    if any(token.follows_break or token.word in AND for token in between):
        return False
    low, high = sorted((one.first, other.first))
    return sum(low < part.start and part.stop <= high for part in left_out) >= _MOST_OVER


def _has_content(a: Alignment, part: range) -> bool:
    return any(_is_content(a, n) for n in part)


def is_of_either(a: Alignment) -> bool:
    """Say whether two may have done it: "A seized B after he landed and set it on fire"."""
    for one, other in a.pairs:
        start = one.last + 1
        for n in range(start, other.first):
            if a.quoted[n].follows_break:
                start = n
        words = {a.quoted[n].word for n in range(start, other.first) if n not in a.used}
        if words & AND and words & _SUBORDINATE:
            return True
    return False


def clauses_taken_from(a: Alignment) -> list[range]:
    """Return the clauses that give a sentence a word that says something, or a value."""
    taken = {n for n in a.used if _is_content(a, n) or n in a.values_quoted}
    return [part for part in clauses(a.quoted) if not taken.isdisjoint(part)]


def clauses(its: Sequence[Token]) -> Iterator[range]:
    """Yield what stands between commas, the like and such words, as ranges of tokens."""
    start = 0
    for n, token in enumerate(its):
        if n > start and (token.follows_break or token.word in BETWEEN):
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
    return small_words() | BETWEEN | holds_by_word().keys()
