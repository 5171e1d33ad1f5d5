"""How sure an exact answer is: a calibrated probability that it is right.

Logistic regressions. Of a passage alone, over what the network says to it; of the best of several,
also over its own score, which tells how near it is to the question, over how far the answer lies
above the best of other passages that says something else (of a list, nothing does), and over
whether any of them has the word for what the person asked for is.

The first was fitted on the questions of IDK-MRC whose passages were kept out of training
(`held_out_examples` in `qa.reader.training.course`; those of FacQA are left out, because all of
them have an answer). The second on the tuning half of the gold questions, twice as heavy, together
with 160 of the questions held out, each asked of 846 passages with its own among them and again
without it; each of the two sets had a bias of its own, and that of the gold questions is kept. An
answer is right when its words share half with the right ones (token F1), or for the gold questions
when half of the required items are said.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from qa.lexical import words
from qa.reader.finding import Finding
from qa.reader.logistic import logistic

ALONE_BIAS, ALONE_LOG_ODDS_WEIGHT = -0.468, 0.615
BIAS, LOG_ODDS_WEIGHT, SCORE_WEIGHT, USUAL_SCORE = -1.861, 0.566, 16.80, 0.85
FOREIGN_WEIGHT, LEAD_WEIGHT = 1.339, 0.495
# Fitted too, it would be -4, but on few questions. Of FacQA's and IDK-MRC's training questions that
# name a role, the passage lacks it for 0.46 of those without an answer and 0.13 of those with one.
UNTOLD_ROLE_WEIGHT = -1.3

MOST_LEAD = 4.0
"""What lies further behind is no rival; so it is where there is none."""

SAME_WORDS = 0.5
"""Two findings that share this much of their words (Jaccard) say the same."""


@dataclass(frozen=True, slots=True)
class Measures:
    """What the confidence in the best of several passages is computed from.

    Attributes:
        log_odds: that the passage answers, against "no answer".
        score: the passage's own.
        is_foreign: whether it is in another language than the question, where scores are lower.
        lead: of the answer's score over the best that says something else, at most MOST_LEAD.
        is_role_untold: whether no passage has the word for what the person asked for is.
    """

    log_odds: float
    score: float
    is_foreign: bool
    lead: float
    is_role_untold: bool = False


def confidence(measures: Measures) -> float:
    """Return the probability that the best finding of several passages is right, 0 to 1."""
    total = BIAS + LOG_ODDS_WEIGHT * measures.log_odds
    total += SCORE_WEIGHT * (measures.score - USUAL_SCORE)
    total += FOREIGN_WEIGHT * measures.is_foreign + LEAD_WEIGHT * measures.lead
    total += UNTOLD_ROLE_WEIGHT * measures.is_role_untold
    return logistic(total)


def confidence_alone(log_odds: float) -> float:
    """Return the probability that the best finding of the only passage is right, 0 to 1.

    Nothing was chosen, so the passage's score tells nothing.
    """
    return logistic(ALONE_BIAS + ALONE_LOG_ODDS_WEIGHT * log_odds)


def lead(best: Finding, others: Iterable[Finding]) -> float:
    """Return how far the best finding lies above the best of others that says something else."""
    rivals = (other.score for other in others if not _says_the_same(best, other))
    return min(MOST_LEAD, best.score - max(rivals, default=float("-inf")))


def _says_the_same(one: Finding, other: Finding) -> bool:
    first, second = _words(one), _words(other)
    shared = first & second
    is_part = bool(shared) and shared in (first, second)
    return is_part or len(shared) >= SAME_WORDS * len(first | second)


def _words(finding: Finding) -> frozenset[str]:
    said = (finding.said(mark) for mark in finding.marks)
    return frozenset(word for text in said for word in words(text))
