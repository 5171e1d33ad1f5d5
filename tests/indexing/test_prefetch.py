from itertools import count, islice
from threading import active_count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.indexing.prefetch import prefetch


@given(items=st.lists(st.integers(), max_size=40), most=st.integers(1, 5))
def test_all_items_come_in_their_order(items, most):
    assert list(prefetch(items, most)) == items


def test_no_more_than_so_many_are_made_ahead():
    made = []

    def items():
        for n in count():
            made.append(n)
            yield n

    taken = prefetch(items(), 3)
    assert list(islice(taken, 5)) == [0, 1, 2, 3, 4]
    taken.close()
    # Five were taken, three wait, and one is in the maker's hand.
    assert len(made) <= 5 + 3 + 1


def test_what_goes_wrong_comes_after_what_was_made_before_it():
    def items():
        yield 1
        yield 2
        raise OSError("the disk is gone")

    taken = prefetch(items(), 9)
    assert [next(taken), next(taken)] == [1, 2]
    with pytest.raises(OSError, match="the disk is gone"):
        next(taken)


def test_the_thread_ends_when_nobody_takes_any_more():
    before = active_count()
    taken = prefetch(count(), 2)
    next(taken)
    assert active_count() == before + 1
    taken.close()
    assert active_count() == before
