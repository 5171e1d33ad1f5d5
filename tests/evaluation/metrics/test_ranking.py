"""Ranking measures by ir-measures, by hand; and fusing ranks."""

import math

import pytest

from embeddings.index.vector_index import Hit
from qa.evaluation import MissingExtraError, import_extra
from qa.evaluation.metrics.ranking import final_ranking, ranking_values
from qa.evaluation.tasks.baselines import reciprocal_rank_fusion
from qa.schema.article import Article
from qa.schema.passage import Passage, RetrievedPassage


def test_one_right_passage_in_the_third_place_is_worked_by_hand():
    found = ranking_values({"c"}, ["a", "b", "c", "d"])
    assert found == pytest.approx(
        {
            "recall@1": 0,
            "recall@5": 1,
            "recall@10": 1,
            "recall@100": 1,
            "mrr@10": 1 / 3,
            "ndcg@10": 1 / math.log2(4),
        }
    )


def test_recall_is_the_share_of_all_right_passages_found_or_not():
    found = ranking_values({"a", "b", "never"}, ["a", "x", "b"])
    assert (found["recall@1"], found["recall@5"]) == pytest.approx((1 / 3, 2 / 3))


def test_a_right_passage_after_the_tenth_place_counts_for_recall_at_a_hundred_only():
    ranked = [f"x{n}" for n in range(10)] + ["right"]
    found = ranking_values({"right"}, ranked)
    assert (found["mrr@10"], found["ndcg@10"], found["recall@10"]) == (0, 0, 0)
    assert found["recall@100"] == 1


def test_nothing_retrieved_is_a_zero_and_nothing_to_find_is_no_measure():
    assert set(ranking_values({"a"}, []).values()) == {0.0}
    assert ranking_values(set(), ["a"]) == {}


def test_the_order_is_kept_whatever_the_ids_are():
    assert ranking_values({"a"}, ["z", "a"])["mrr@10"] == 0.5
    assert ranking_values({"z"}, ["a", "z"])["mrr@10"] == 0.5


def test_what_was_read_comes_first_in_the_reader_s_order_and_the_rest_in_the_retriever_s():
    article = Article("a.txt", "A", "satu dua tiga empat", "a.txt", "id")
    one, two, three, four = (
        Passage(article, *span) for span in ((0, 4), (5, 8), (9, 13), (14, 19))
    )
    retrieved = [RetrievedPassage(p, 1.0 / n, n) for n, p in enumerate((one, two, three, four), 1)]
    # The reader gives the ranks anew, so that a passage is known by its place alone.
    read = [RetrievedPassage(two, 0.5, 1), RetrievedPassage(one, 1.0, 2)]
    assert final_ranking(read, retrieved) == [two, one, three, four]
    assert final_ranking((), retrieved) == [one, two, three, four]


def test_fused_scores_are_the_sums_of_one_by_sixty_and_the_rank():
    found = reciprocal_rank_fusion(([Hit(1, 9.0), Hit(2, 8.0)], [Hit(2, 0.7)]))
    assert [hit.row for hit in found] == [2, 1]
    assert [hit.score for hit in found] == pytest.approx([1 / 62 + 1 / 61, 1 / 61])


def test_a_library_that_is_not_there_is_named_with_what_to_install():
    with pytest.raises(MissingExtraError, match=r"nosuchlibrary.*tanya\[eval\]"):
        import_extra("nosuchlibrary.part")
