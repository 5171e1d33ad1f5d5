"""Prefetch from an iterator in a background thread, with a bounded queue."""

from collections.abc import Iterable, Iterator
from queue import Full, Queue
from threading import Event, Thread
from typing import TypeVar

Item = TypeVar("Item")

_POLL_S = 0.05


class _Failure:
    """The error that the iterator raised."""

    def __init__(self, error: BaseException) -> None:
        self.error = error


class _End:
    """The end of the iterator."""


def prefetch(items: Iterable[Item], max_ahead: int) -> Iterator[Item]:
    """Yield the items of an iterator, which a background thread runs at most `max_ahead` ahead.

    An error of the iterator is raised here, after the items before it. When the consumer stops, the
    thread ends after the item that it is producing.
    """
    queue: Queue[Item | _Failure | _End] = Queue(max_ahead)
    is_stopped = Event()
    producer = Thread(target=_produce, args=(iter(items), queue, is_stopped), daemon=True)
    producer.start()
    try:
        while not isinstance(item := queue.get(), _End):
            if isinstance(item, _Failure):
                raise item.error
            yield item
    finally:
        is_stopped.set()
        producer.join()


def _produce(
    items: Iterator[Item], queue: "Queue[Item | _Failure | _End]", is_stopped: Event
) -> None:
    last: _Failure | _End = _End()
    try:
        for item in items:
            if not _put(item, queue, is_stopped):
                return
    except BaseException as error:
        last = _Failure(error)
    _put(last, queue, is_stopped)


def _put(
    item: Item | _Failure | _End, queue: "Queue[Item | _Failure | _End]", is_stopped: Event
) -> bool:
    """Put an item into the queue; return False if the consumer stopped before it fitted."""
    while not is_stopped.is_set():
        try:
            queue.put(item, timeout=_POLL_S)
        except Full:
            continue
        return True
    return False
