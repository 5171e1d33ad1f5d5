"""Follow-up questions, measured beside the same questions rewritten to stand alone."""

from qa.evaluation.datasets.gold import GoldQuestion
from qa.evaluation.metrics import statistics as statistic
from qa.evaluation.metrics.claims import citation_recall
from qa.evaluation.metrics.squad import token_f1
from qa.evaluation.metrics.statistics import Measure, mean_of
from qa.evaluation.observed import Observation
from qa.schema.answer import Answer

MEASURES = (
    *map(mean_of, ("source_cited", "source_cited_in_full")),
    Measure("source_cited_share", ("source_cited", "source_cited_in_full"), statistic.share),
    *map(mean_of, ("same_alone", "rewrite_f1")),
)


def follow_up_values(
    gold: GoldQuestion, in_chat: Observation, standalone: Answer | None
) -> dict[str, float]:
    """Return the values of a follow-up's answer.

    Args:
        gold: the follow-up, with its standalone form.
        in_chat: the answer to the follow-up after its history.
        standalone: the answer to the standalone form, without history; None if it was not asked.

    Returns:
        "source_cited" and "source_cited_in_full": whether the answer in the chat, and that to the
        standalone form, cites evidence; only where both were asked. "rewrite_f1": the token F1
        of the question as it was rewritten with its standalone form.
    """
    rewritten = in_chat.question.text if in_chat.question else gold.question
    values = {"rewrite_f1": token_f1(rewritten, [gold.standalone], gold.language)}
    if standalone is not None:
        values["source_cited"] = source_cited(in_chat.answer, gold)
        values["source_cited_in_full"] = source_cited(standalone, gold)
    return values


def source_cited(answer: Answer, gold: GoldQuestion) -> float:
    """Return 1.0 if a claim of the answer cites evidence for the question."""
    return float(bool(answer.claims) and citation_recall(answer, gold) > 0)


def same_answer(one: Answer, other: Answer) -> float:
    """Return 1.0 if two answers are the same in claims, passages, note and confidence."""
    return float(
        (one.claims, one.passages, one.note, one.confidence)
        == (other.claims, other.passages, other.note, other.confidence)
    )
