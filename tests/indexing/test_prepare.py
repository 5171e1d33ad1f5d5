from hypothesis import given
from hypothesis import strategies as st

from qa.indexing.prepare import merge_batches


def test_batches_are_joined_until_they_are_enough_and_the_rest_comes_last():
    batches = [("a", "b"), ("c",), ("d", "e"), ("f",)]
    assert list(merge_batches(batches, 3)) == [("a", "b", "c"), ("d", "e", "f")]
    assert list(merge_batches(batches, 4)) == [("a", "b", "c", "d", "e"), ("f",)]


def test_what_is_enough_at_once_is_not_waited_with():
    taken = []

    def batches():
        for batch in (("a",), ("b",)):
            taken.append(batch)
            yield batch

    assert next(merge_batches(batches(), 1)) == ("a",)
    assert taken == [("a",)]


@given(st.lists(st.lists(st.integers(), min_size=1).map(tuple)), st.integers(1, 9))
def test_joined_is_everything_in_its_order(batches, enough):
    got = list(merge_batches(batches, enough))
    assert [each for batch in got for each in batch] == [each for b in batches for each in b]
    assert all(len(batch) >= enough for batch in got[:-1])
