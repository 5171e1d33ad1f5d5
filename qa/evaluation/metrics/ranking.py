"""How well passages are ranked, by the library ir-measures."""

from collections.abc import Collection, Sequence

from qa.evaluation.extra import extra
from qa.schema.passage import Passage, RetrievedPassage

K = 100
"""How many passages are ranked for the measures."""

NAMES = {
    "recall@1": "R@1",
    "recall@5": "R@5",
    "recall@10": "R@10",
    "recall@100": "R@100",
    "mrr@10": "RR@10",
    "ndcg@10": "nDCG@10",
}
"""Our names, and those of ir-measures."""


def ranking_values(relevant: Collection[str], ranked: Sequence[str]) -> dict[str, float]:
    """Return the measures of one question's ranking, by our names; none where nothing is relevant.

    Recall: the share of all right passages among the first k. MRR: Voorhees 1999, "The TREC-8
    Question Answering Track Report". nDCG: Järvelin and Kekäläinen 2002, "Cumulated Gain-based
    Evaluation of IR Techniques". All as ir-measures computes them (MacAvaney, Macdonald and Ounis
    2022, "Streamlining Evaluation with ir-measures").

    Args:
        relevant: ids of the right passages.
        ranked: ids of what was retrieved, best first.
    """
    if not relevant:
        return {}
    library = extra("ir_measures")
    qrels = [library.Qrel("q", passage, 1) for passage in relevant]
    # Ties are broken by id in there, so the rank is the score.
    run = [library.ScoredDoc("q", passage, -rank) for rank, passage in enumerate(ranked)]
    wanted = {library.parse_measure(theirs): ours for ours, theirs in NAMES.items()}
    if not run:
        return dict.fromkeys(NAMES, 0.0)
    found = library.iter_calc(list(wanted), qrels, run)
    return {wanted[metric.measure]: float(metric.value) for metric in found}


def as_read(
    read: Sequence[RetrievedPassage], retrieved: Sequence[RetrievedPassage]
) -> list[Passage]:
    """Return the passages as the assistant ends with them, best first.

    Args:
        read: what the reader was given, in its order.
        retrieved: what the retriever found, in its order; those that were not read come after.
    """
    first = [each.passage for each in read]
    seen = {passage_id(passage) for passage in first}
    return first + [each.passage for each in retrieved if passage_id(each.passage) not in seen]


def passage_id(passage: Passage) -> str:
    """Return what tells a passage from any other in its library."""
    return f"{passage.article.id}:{passage.start}:{passage.end}"
