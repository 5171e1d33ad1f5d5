"""Read a stream in a background thread, so that the consumer can time out or cancel.

A blocking read cannot be interrupted from another thread; instead its socket is shut down, and the
thread ends by itself.
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
from qa.schema.generated import FailureReason
from qa.settings import LanguageModelSettings

_TICK_S = 0.1
_MOST_AHEAD = 256


@dataclass(frozen=True, slots=True)
class _End:
    """End of a stream; `error` is None where it was complete."""

    error: ModelError | None


class StreamReader:
    """Reads a stream once, for one consumer."""

    def __init__(
        self,
        opened: Callable[[], Any],
        as_model_error: Callable[[Exception, bool], ModelError],
        wait_s: Callable[[Exception, int], float | None],
        settings: LanguageModelSettings,
    ) -> None:
        """Create the reader; nothing is opened before `items`.

        Args:
            opened: opens the stream, in the thread, once per attempt.
            as_model_error: converts an error; its second argument says whether text had arrived.
            wait_s: returns the wait before attempt n + 1, in seconds; None to give up.
            settings: timeouts and retries.
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
            ModelError: it failed, timed out, or was cancelled.
        """
        Thread(target=self._run, daemon=True, name="language model").start()
        began, is_begun = monotonic(), False
        while True:
            if not is_wanted():
                raise ModelError(FailureReason.STOPPED, "the writing was stopped")
            limit = self._settings.timeout_s
            if not is_begun:
                limit = min(limit, self._settings.first_word_timeout_s)
            if monotonic() - began > limit:
                raise ModelError(FailureReason.SLOW, f"the model took more than {limit:g} seconds")
            with suppress(Empty):
                item = self._items.get(timeout=_TICK_S)
                if isinstance(item, _End):
                    if item.error:
                        raise item.error
                    return
                is_begun = is_begun or _says_something(item)
                yield item

    def close(self) -> None:
        """Cancel the stream; the thread ends by itself."""
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
                # The cause is dropped: it may contain text from the endpoint.
                self._put(_End(self._as_model_error(error, is_begun)))
            finally:
                if self._is_over.is_set():
                    _shut(self._stream)
            return

    def _put(self, item: Any) -> bool:  # noqa: ANN401
        """Enqueue an item; return False once the consumer is gone."""
        while not self._is_over.is_set():
            with suppress(Full):
                self._items.put(item, timeout=_TICK_S)
                return True
        return False


def _says_something(chunk: Any) -> bool:  # noqa: ANN401
    choices = getattr(chunk, "choices", None) or ()
    return any(choice.delta is not None and choice.delta.content for choice in choices)


def _shut(stream: Any) -> None:  # noqa: ANN401
    """Shut the connection of a stream down, even while another thread reads from it."""
    if stream is None:
        return
    with suppress(Exception):
        network: Any = stream.response.extensions["network_stream"]
        network.get_extra_info("socket").shutdown(socket.SHUT_RDWR)
    with suppress(Exception):
        stream.close()
