"""Ranking measures of passages, by the library ir-measures."""

from collections.abc import Collection, Sequence

from qa.evaluation import import_extra
from qa.evaluation.metrics.statistics import mean_of
from qa.schema.passage import Passage, RetrievedPassage

K = 100
"""The depth of every ranking that is measured."""

IR_MEASURES = {
    "recall@1": "R@1",
    "recall@5": "R@5",
    "recall@10": "R@10",
    "recall@100": "R@100",
    "mrr@10": "RR@10",
    "ndcg@10": "nDCG@10",
}
"""The measures by our names, with their names in ir-measures."""

MEASURES = tuple(map(mean_of, IR_MEASURES))


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
    library = import_extra("ir_measures")
    qrels = [library.Qrel("q", passage, 1) for passage in relevant]
    # Ties are broken by id in there, so the rank is the score.
    run = [library.ScoredDoc("q", passage, -rank) for rank, passage in enumerate(ranked)]
    wanted = {library.parse_measure(theirs): ours for ours, theirs in IR_MEASURES.items()}
    if not run:
        return dict.fromkeys(IR_MEASURES, 0.0)
    found = library.iter_calc(list(wanted), qrels, run)
    return {wanted[metric.measure]: float(metric.value) for metric in found}


def final_ranking(
    read: Sequence[RetrievedPassage], retrieved: Sequence[RetrievedPassage]
) -> list[Passage]:
    """Return the assistant's final ranking of passages, best first.

    Args:
        read: the passages that were read, in the reader's order.
        retrieved: the passages that were retrieved, in the retriever's order; those of them that
            were not read follow.
    """
    first = [each.passage for each in read]
    seen = {passage_id(passage) for passage in first}
    return first + [each.passage for each in retrieved if passage_id(each.passage) not in seen]


def passage_id(passage: Passage) -> str:
    """Return a name that no other passage of its library has."""
    return f"{passage.article.id}:{passage.start}:{passage.end}"
