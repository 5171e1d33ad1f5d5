import numpy as np
import pytest

from embeddings.index.recall import RecallEstimate


def test_recall_is_the_share_of_the_truly_nearest_without_the_question_itself():
    """On a circle, a degree apart: nearest to 0 are 0 itself, 1 and -1, 2 and -2, to 5 and -5."""
    degrees = np.arange(-30, 31)
    radians = np.radians(degrees)
    vectors = np.stack([np.cos(radians), np.sin(radians)], axis=1).astype(np.float32)
    recall = RecallEstimate(vectors[30:31])
    recall.add(degrees[:20], vectors[:20])
    recall.add(degrees[20:], vectors[20:])
    assert recall.measure(lambda _question, _k: [0, 1, -1, 2, -2, 3, -3, 20, 21]) == pytest.approx(
        0.6
    )


def test_a_search_that_finds_all_has_a_recall_of_one():
    vectors = np.eye(4, dtype=np.float32)
    recall = RecallEstimate(vectors[:1])
    recall.add(np.arange(4), vectors)
    assert recall.measure(lambda _question, _k: [3, 2, 1, 0]) == 1.0
