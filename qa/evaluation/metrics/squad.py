"""Exact match and token F1 of an answer's words, as SQuAD 2.0 has them.

Rajpurkar, Jia and Liang 2018, "Know What You Don't Know: Unanswerable Questions for SQuAD", and its
evaluation script. Two things differ: text is put into Unicode's NFKC form, with punctuation of any
script dropped, and English articles are dropped from English answers only.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")


def normalised(text: str, language: str) -> str:
    """Return a text in small letters, without punctuation, its words a space apart."""
    kept = "".join(c for c in unicodedata.normalize("NFKC", text).lower() if not _dropped(c))
    if language == "en":
        kept = _ARTICLES.sub(" ", kept)
    return " ".join(kept.split())


def _dropped(character: str) -> bool:
    category = unicodedata.category(character)
    # The script's own list is ASCII's, which counts "$+<=>^`|~" as punctuation.
    return category.startswith("P") or character in "$+<=>^`|~"


def exact_match(answer: str, gold: Sequence[str], language: str) -> float:
    """Return 1.0 if the answer is one of the gold answers when both are normalised, else 0.0.

    An empty answer is refusing, which is right exactly where there is no gold answer.
    """
    said = normalised(answer, language)
    return float(any(said == normalised(right, language) for right in gold or ("",)))


def token_f1(answer: str, gold: Sequence[str], language: str) -> float:
    """Return the F1 of the answer's words with the gold answer that it shares most with, 0 to 1.

    An empty answer is refusing, which is right exactly where there is no gold answer.
    """
    said = normalised(answer, language).split()
    return max(_f1(said, normalised(right, language).split()) for right in gold or ("",))


def _f1(said: list[str], right: list[str]) -> float:
    if not said or not right:
        return float(said == right)
    shared = (Counter(said) & Counter(right)).total()
    return 2 * shared / (len(said) + len(right))
