"""Near-duplicate detection: how many of several quotations are from independent sources.

Two quotations are from one source where their articles have the same publisher, or where they are
near-duplicates, as when two papers print the text of one news agency. Near-duplicates are found by
MinHash over word shingles (Broder 1997, "On the Resemblance and Containment of Documents"). News
agencies are not known by name: two articles that paraphrase one report count as two sources.
"""

from collections.abc import Sequence
from itertools import combinations
from typing import Any

from qa.schema.article import Article
from qa.schema.citation import Citation
from qa.settings import AnswerSettings
from qa.text.tokens import words

_PERMUTATIONS = 256
"""Hash functions of a MinHash; the standard error of its Jaccard estimate is 1 / 16."""


def count_independent_sources(citations: Sequence[Citation], settings: AnswerSettings) -> int:
    """Return the number of independent sources among the citations.

    Being a near-duplicate is transitive here: a quotation that two others copy in part makes all
    three one source.

    Args:
        citations: at least one.
        settings: when two quotations are near-duplicates.
    """
    groups = list(range(len(citations)))
    hashes = [_min_hash(each, settings) for each in citations] if len(citations) > 1 else []
    for one, other in combinations(range(len(citations)), 2):
        if groups[one] != groups[other] and (
            is_same_publisher(citations[one].article, citations[other].article)
            or hashes[one].jaccard(hashes[other]) >= settings.near_duplicate_min_jaccard
        ):
            groups = [groups[one] if group == groups[other] else group for group in groups]
    return len(set(groups))


def is_same_publisher(one: Article, other: Article) -> bool:
    """Say whether two articles have the same known publisher, or are one article."""
    if one.id == other.id:
        return True
    return bool(one.source and other.source) and words(one.source or "") == words(
        other.source or ""
    )


def _min_hash(  # datasketch has no types
    citation: Citation, settings: AnswerSettings
) -> Any:  # noqa: ANN401
    from datasketch import MinHash

    min_hash: Any = MinHash(num_perm=_PERMUTATIONS)
    tokens = words(_compared_text(citation, settings))
    size = min(settings.near_duplicate_shingle_words, len(tokens))
    for start in range(len(tokens) - size + 1):
        min_hash.update(" ".join(tokens[start : start + size]).encode())
    return min_hash


def _compared_text(citation: Citation, settings: AnswerSettings) -> str:
    """Return the quotation, with its context where it is short."""
    if len(words(citation.quote)) >= settings.near_duplicate_min_words:
        return citation.quote
    text, around = citation.article.text, settings.near_duplicate_context_chars
    return text[max(0, citation.start - around) : citation.end + around]
