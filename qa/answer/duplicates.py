"""Copies of one report: how many of several quotations were written independently.

Two quotations are of one source where their articles have one publisher, or where their words are
nearly the same, as when two papers print one agency's text. Near-duplicates are found by MinHash
(Broder 1997, "On the Resemblance and Containment of Documents"), over each three words in a row. It
does not know agencies by name: two articles that each retell one report in their own words count
as two.
"""

from collections.abc import Sequence
from itertools import combinations
from typing import Any

from qa.schema.article import Article
from qa.schema.citation import Citation
from qa.text.tokens import words

SHINGLE_WORDS = 3
COPIED = 0.5
"""The share of word triples (Jaccard) from which two quotations are copies."""

ENOUGH_WORDS = 12
"""A shorter quotation is compared together with what stands around it: anyone may say so little."""

_AROUND_CHARS = 200
_PERMUTATIONS = 256


def count_independent_sources(citations: Sequence[Citation]) -> int:
    """Return how many sources say something on their own; `citations` is not empty.

    One that is copied from two others makes all three one.
    """
    groups = list(range(len(citations)))
    hashes = [_hashed(citation) for citation in citations] if len(citations) > 1 else []
    for one, other in combinations(range(len(citations)), 2):
        if groups[one] != groups[other] and (
            is_same_publisher(citations[one].article, citations[other].article)
            or hashes[one].jaccard(hashes[other]) >= COPIED
        ):
            groups = [groups[one] if group == groups[other] else group for group in groups]
    return len(set(groups))


def is_same_publisher(one: Article, other: Article) -> bool:
    """Say whether two articles are of one publisher, so far as it is known; or one article."""
    if one.id == other.id:
        return True
    return bool(one.source and other.source) and words(one.source or "") == words(
        other.source or ""
    )


def _hashed(citation: Citation) -> Any:  # noqa: ANN401 (datasketch has no types)
    from datasketch import MinHash

    hashed: Any = MinHash(num_perm=_PERMUTATIONS)
    found = words(_compared(citation))
    size = min(SHINGLE_WORDS, len(found))
    for start in range(len(found) - size + 1):
        hashed.update(" ".join(found[start : start + size]).encode())
    return hashed


def _compared(citation: Citation) -> str:
    """Return the quotation; a short one with what stands around it."""
    if len(words(citation.quote)) >= ENOUGH_WORDS:
        return citation.quote
    text = citation.article.text
    return text[max(0, citation.start - _AROUND_CHARS) : citation.end + _AROUND_CHARS]
