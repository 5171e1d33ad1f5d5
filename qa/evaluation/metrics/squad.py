"""Exact match and token F1, as in SQuAD 2.0.

Rajpurkar, Jia and Liang 2018, "Know What You Don't Know: Unanswerable Questions for SQuAD", and its
evaluation script. Two things differ: text is normalised to NFKC and loses the punctuation of any
script, and English articles are dropped from English answers only.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")


def normalize_answer(text: str, language: str) -> str:
    """Normalise an answer: lower case, no punctuation, single spaces, no English articles."""
    kept = "".join(c for c in unicodedata.normalize("NFKC", text).lower() if not _dropped(c))
    if language == "en":
        kept = _ARTICLES.sub(" ", kept)
    return " ".join(kept.split())


def _dropped(character: str) -> bool:
    category = unicodedata.category(character)
    # The script's own list is ASCII punctuation, which includes "$+<=>^`|~".
    return category.startswith("P") or character in "$+<=>^`|~"


def exact_match(answer: str, gold: Sequence[str], language: str) -> float:
    """Return 1.0 if the answer is one of the gold answers when both are normalised, else 0.0.

    An empty answer is a refusal, which is right exactly where there is no gold answer.
    """
    predicted = normalize_answer(answer, language)
    return float(
        any(predicted == normalize_answer(reference, language) for reference in gold or ("",))
    )


def token_f1(answer: str, gold: Sequence[str], language: str) -> float:
    """Return the highest F1 of the answer's words with those of a gold answer, 0 to 1.

    An empty answer is a refusal, which is right exactly where there is no gold answer.
    """
    predicted = normalize_answer(answer, language).split()
    return max(
        _f1(predicted, normalize_answer(reference, language).split()) for reference in gold or ("",)
    )


def _f1(predicted: list[str], reference: list[str]) -> float:
    if not predicted or not reference:
        return float(predicted == reference)
    shared = (Counter(predicted) & Counter(reference)).total()
    return 2 * shared / (len(predicted) + len(reference))
