"""A stream that is read in a thread of its own, so that whoever waits for it can stop waiting.

A read from the network cannot be broken off from outside; so the thread is left behind, its
connection is shut under it, and it ends by itself.
"""

import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, Full, Queue
from threading import Event, Thread
from time import monotonic
from typing import Any

from qa.llm.base import IsWanted, ModelError
from qa.schema.written import Trouble
from qa.settings import LanguageModelSettings

_TICK_S = 0.1
_MOST_AHEAD = 256


@dataclass(frozen=True, slots=True)
class _End:
    """What a stream ended with; None where it came to its end."""

    error: ModelError | None


class StreamReader:
    """Reads a stream once; made for one reader."""

    def __init__(
        self,
        opened: Callable[[], Any],
        as_model_error: Callable[[Exception, bool], ModelError],
        wait_s: Callable[[Exception, int], float | None],
        settings: LanguageModelSettings,
    ) -> None:
        """Take what is needed; nothing is opened before `items`.

        Args:
            opened: opens the stream; called in the thread, again where that failed.
            as_model_error: what an error comes to, and whether anything had come before it.
            wait_s: how long to wait after an error before opening again; None for never.
            settings: the time limits, and how often it is opened again.
        """
        self._opened = opened
        self._as_model_error = as_model_error
        self._wait_s = wait_s
        self._settings = settings
        self._items: Queue[Any] = Queue(_MOST_AHEAD)
        self._is_over = Event()
        self._stream: Any = None

    def items(self, is_wanted: IsWanted) -> Iterator[Any]:
        """Yield the stream's items as they come.

        Raises:
            ModelError: it failed, took too long, or is wanted no more.
        """
        Thread(target=self._run, daemon=True, name="language model").start()
        began, is_begun = monotonic(), False
        while True:
            if not is_wanted():
                raise ModelError(Trouble.STOPPED, "the writing was stopped")
            limit = self._settings.timeout_s
            if not is_begun:
                limit = min(limit, self._settings.first_word_timeout_s)
            if monotonic() - began > limit:
                raise ModelError(Trouble.SLOW, f"the model took more than {limit:g} seconds")
            with suppress(Empty):
                item = self._items.get(timeout=_TICK_S)
                if isinstance(item, _End):
                    if item.error:
                        raise item.error
                    return
                is_begun = is_begun or _says_something(item)
                yield item

    def close(self) -> None:
        """End the reading; the thread goes by itself."""
        self._is_over.set()
        _shut(self._stream)

    def _run(self) -> None:
        is_begun = False
        attempt = 0
        while True:
            attempt += 1
            try:
                self._stream = self._opened()
                for item in self._stream:
                    is_begun = True
                    if not self._put(item):
                        return
                self._put(_End(None))
            except Exception as error:
                pause = None if is_begun else self._wait_s(error, attempt)
                if pause is not None and attempt <= self._settings.max_retries:
                    if self._is_over.wait(pause):
                        return
                    continue
                # Without what came with it: that may be anything that the endpoint sent.
                self._put(_End(self._as_model_error(error, is_begun)))
            finally:
                if self._is_over.is_set():
                    _shut(self._stream)
            return

    def _put(self, item: Any) -> bool:  # noqa: ANN401
        """Hand an item on; return whether it is still wanted."""
        while not self._is_over.is_set():
            with suppress(Full):
                self._items.put(item, timeout=_TICK_S)
                return True
        return False


def _says_something(chunk: Any) -> bool:  # noqa: ANN401
    choices = getattr(chunk, "choices", None) or ()
    return any(choice.delta is not None and choice.delta.content for choice in choices)


def _shut(stream: Any) -> None:  # noqa: ANN401
    """Shut the connection of a stream, also while another thread reads from it."""
    if stream is None:
        return
    with suppress(Exception):
        network: Any = stream.response.extensions["network_stream"]
        network.get_extra_info("socket").shutdown(socket.SHUT_RDWR)
    with suppress(Exception):
        stream.close()
