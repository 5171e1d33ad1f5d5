from hypothesis import given
from hypothesis import strategies as st

from embeddings.e5.onnx_session import batch_by_length


@given(st.lists(st.integers(1, 600), max_size=60), st.integers(1, 2048))
def test_batches_cover_every_position_once_and_hold_no_more_than_they_may(lengths, most):
    found = list(batch_by_length(lengths, most))
    assert sorted(position for batch in found for position in batch) == list(range(len(lengths)))
    for batch in found:
        assert len(batch) == 1 or len(batch) * max(lengths[i] for i in batch) <= most


def test_texts_of_one_length_are_put_together_by_hand():
    assert list(batch_by_length([9, 2, 9, 2, 2], 18)) == [[1, 3, 4], [0, 2]]
    assert list(batch_by_length([30, 1], 18)) == [[1], [0]]
