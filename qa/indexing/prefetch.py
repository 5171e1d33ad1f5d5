"""Working ahead: one thread makes what another takes, and never has more than a few waiting."""

from collections.abc import Iterable, Iterator
from queue import Full, Queue
from threading import Event, Thread
from typing import TypeVar

Item = TypeVar("Item")

_LOOK_S = 0.05


class _Failed:
    """What went wrong in the thread that makes."""

    def __init__(self, error: BaseException) -> None:
        self.error = error


class _Ended:
    """There is no more."""


def prefetch(items: Iterable[Item], most: int) -> Iterator[Item]:
    """Yield items that a thread of their own makes, at most `most` of them ahead.

    What making them raises is raised here, after those that were made before it. Where nobody takes
    them any more, the thread ends after the item that it is making.
    """
    waiting: Queue[Item | _Failed | _Ended] = Queue(most)
    is_over = Event()
    maker = Thread(target=_make, args=(iter(items), waiting, is_over), daemon=True)
    maker.start()
    try:
        while not isinstance(item := waiting.get(), _Ended):
            if isinstance(item, _Failed):
                raise item.error
            yield item
    finally:
        is_over.set()
        maker.join()


def _make(items: Iterator[Item], waiting: "Queue[Item | _Failed | _Ended]", is_over: Event) -> None:
    last: _Failed | _Ended = _Ended()
    try:
        for item in items:
            if not _put(item, waiting, is_over):
                return
    except BaseException as error:
        last = _Failed(error)
    _put(last, waiting, is_over)


def _put(
    item: Item | _Failed | _Ended, waiting: "Queue[Item | _Failed | _Ended]", is_over: Event
) -> bool:
    """Return whether it was taken in before it was over."""
    while not is_over.is_set():
        try:
            waiting.put(item, timeout=_LOOK_S)
        except Full:
            continue
        return True
    return False
