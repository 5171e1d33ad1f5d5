"""Item recall, refusing and confidence of an answer to a question with items; of none without.

What counts as an item being said is the data set's own: see `qa.evaluation.datasets.gold` for
spellings, and `span_recall` here for spans of an article.
"""

from collections.abc import Callable, Sequence

from qa.evaluation.metrics.squad import normalised, token_f1
from qa.evaluation.observed import Observation
from qa.schema.answer import Answer
from qa.settings import SURE_CONFIDENCE

SAID_F1 = 0.6
"""The token F1 of a claim with an item from which it says the item."""

MAX_TIMES_LONGER, MAX_WORDS_MORE = 3, 8
"""How long a claim that holds an item whole may be: so many times its words, and so many more."""

Recall = Callable[[Answer], float]
"""Returns the share of the required items that an answer says, 0 to 1; 0 for a refusal."""


def item_values(
    seen: Observation, answerable: bool, recall: Recall, enough: float
) -> dict[str, float]:
    """Return every measure of one answer that applies to it.

    Args:
        seen: the answer.
        answerable: whether there is anything to be said.
        recall: of the required items, where it is answerable.
        enough: the recall from which an answer is right.

    Returns:
        "confidence", "answerable", "refused" and "right", of the answer that would be given if
        nothing were refused; "sure", whether there is an answer that the page calls sure, and
        "sure_right", whether it is right besides. "item_recall" and "wrong" (answered, and no item
        said) only where it is answerable, "refused_absent" only where it is not.
    """
    answer, guess = seen.answer, seen.guess
    refused = answer.text is None
    right = answerable and guess is not None and recall(guess) >= enough
    sure = not refused and answer.confidence >= SURE_CONFIDENCE
    values = {
        "confidence": answer.confidence,
        "answerable": float(answerable),
        "refused": float(refused),
        "right": float(right),
        "sure": float(sure),
        "sure_right": float(sure and right),
    }
    if not answerable:
        return values | {"refused_absent": float(refused)}
    said = recall(answer)
    return values | {"item_recall": said, "wrong": float(not refused and said == 0.0)}


def span_recall(spans: Sequence[str], answer: Answer, language: str) -> float:
    """Return the share of an article's spans that an answer's claims say; `spans` is not empty.

    Args:
        spans: the gold answers.
        answer: whose claims are held against them.
        language: of the spans, by which they are normalised; see `qa.evaluation.metrics.squad`.
    """
    said = [any(_says(c.text, span, language) for c in answer.claims) for span in spans]
    return sum(said) / len(said)


def _says(claim: str, span: str, language: str) -> bool:
    """Say whether a claim is much the same as a span, or holds it among few other words."""
    if token_f1(claim, [span], language) >= SAID_F1:
        return True
    longest = MAX_TIMES_LONGER * _size(span, language) + MAX_WORDS_MORE
    return holds(claim, span, language) and _size(claim, language) <= longest


def holds(text: str, span: str, language: str) -> bool:
    """Say whether a span stands in a text as a run of whole words, when both are normalised."""
    return f" {normalised(span, language)} " in f" {normalised(text, language)} "


def _size(text: str, language: str) -> int:
    return len(normalised(text, language).split())
