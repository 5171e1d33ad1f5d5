"""Articles split and encoded by many machines, the workers of a Dask cluster.

The one module that meets `distributed`. This process reads the files and writes to the library; the
workers keep nothing. So whatever becomes of one, its batches are made ready by another, and a
library is never half changed: it gets whole batches, in the order in which they were read.

A cluster runs what it is sent, and so does this process what it gets back: use one that is trusted.
"""

import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from importlib.metadata import version
from threading import Lock
from typing import Any, Protocol

import distributed

from embeddings.base import Encoder
from embeddings.load import open_encoder
from qa.indexing.prepare import Batch, prepare_document
from qa.settings import DaskSettings, PassageSettings, read_settings
from qa.store.documents import IndexedDocument
from qa.store.errors import ClusterError, silence_logger

OpenEncoder = Callable[[], Encoder]
"""Opens an encoder on the machine on which it is called; it can be pickled."""

_BATCHES_A_THREAD = 2
"""Sent ahead, so that none waits for this process."""

_LOOK_S = 1.0
_GOES_ON = "the same command goes on where this one ended"


class _Future(Protocol):
    """What will come of a batch that was sent."""

    def result(self) -> tuple[IndexedDocument, ...]: ...

    def exception(self) -> Exception | None: ...


class DaskCluster:
    """Makes batches ready on the workers that there are; they may come and go meanwhile."""

    def __init__(
        self,
        address: str,
        settings: DaskSettings,
        passage: PassageSettings,
        encoder_name: str,
        open_encoder: OpenEncoder,
    ) -> None:
        """Connect.

        Args:
            address: of the scheduler, as "tcp://192.168.0.7:8786".
            settings: how long is waited for it.
            passage: how articles are split.
            encoder_name: the name of the encoder that the workers must open.
            open_encoder: called on each worker, once.

        Raises:
            ClusterError: there is no scheduler at the address, or tanya is not installed there.
        """
        self._address = address
        self._settings = settings
        library: Any = distributed  # its types are known in part
        self._wait = library.wait
        silence_logger("distributed")
        with self._reported():
            self._client: Any = distributed.Client(address, timeout=settings.connect_timeout_s)
        self._set_up(_Preparing(open_encoder, encoder_name, passage))

    def prepare(self, batches: Iterable[Batch]) -> Iterator[tuple[IndexedDocument, ...]]:
        """Yield for each batch, in order, what is to be kept of its articles.

        Raises:
            ClusterError: there was no worker for too long, they die of a batch, have no encoder or
                another, or the scheduler is gone.
        """
        sent: deque[_Future] = deque()
        for batch in batches:
            sent.append(self._sent(batch))
            most = max(1, _BATCHES_A_THREAD * self._threads())
            while len(sent) >= most:
                yield self._received(sent.popleft())
        while sent:
            yield self._received(sent.popleft())

    def close(self) -> None:
        """Part from the cluster, which goes on; what it was sent and is not done is dropped."""
        self._client.close()

    def _set_up(self, plugin: "_Preparing") -> None:
        self._plugin = plugin.name
        try:
            # Where another run has left the same one, its encoder is open.
            self._client.register_plugin(plugin)
        except Exception as error:  # which it is, is lost on the way back
            self.close()
            raise ClusterError(f"{self._address}: {_failed('the workers', error)}") from error

    def _sent(self, batch: Batch) -> _Future:
        # The articles travel with the task, and are not put on a worker first: with that one they
        # would be lost.
        with self._reported():
            return self._client.submit(_prepared, self._plugin, batch, pure=False)

    def _threads(self) -> int:
        with self._reported():
            return sum(self._client.nthreads().values())

    def _received(self, future: _Future) -> tuple[IndexedDocument, ...]:
        worker_seen = time.monotonic()
        while not self._is_done(future):
            now = time.monotonic()
            if self._threads():
                worker_seen = now
            elif now - worker_seen > self._settings.no_worker_timeout_s:
                raise ClusterError(
                    f"{self._address}: no worker for {self._settings.no_worker_timeout_s:g} s; "
                    f"start one with 'dask worker {self._address}'; {_GOES_ON}"
                )
        with self._reported():
            error = future.exception()
        if error is not None:
            raise self._failure(error) from error
        return future.result()

    def _failure(self, error: Exception) -> ClusterError:
        """Return what is told of what went wrong with a batch on a worker."""
        if isinstance(error, ClusterError):
            return ClusterError(str(error))
        if isinstance(error, distributed.KilledWorker):
            what = "workers die of a batch of articles; see whether they have memory enough"
        else:
            what = _failed("a worker", error)
        return ClusterError(f"{self._address}: {what}; {_GOES_ON}")

    def _is_done(self, future: _Future) -> bool:
        """Wait a little for it, and say whether it has come or will not come."""
        with self._reported():
            try:
                self._wait(future, timeout=_LOOK_S)
            except TimeoutError:
                return False
        return True

    @contextmanager
    def _reported(self) -> Generator[None]:
        """Raise a ClusterError that says what is the matter and what to do."""
        try:
            yield
        except (OSError, ValueError, CancelledError) as error:
            is_lost = isinstance(error, CancelledError)
            why = "the connection was lost" if is_lost else _line(error)
            raise ClusterError(
                f"{self._address}: the scheduler cannot be reached ({why}); see whether it runs; "
                f"{_GOES_ON}"
            ) from error


class _Preparing(distributed.WorkerPlugin):
    """What a worker keeps from batch to batch: its encoder. It is sent to each that comes."""

    idempotent = True

    def __init__(self, open_encoder: OpenEncoder, encoder: str, passage: PassageSettings) -> None:
        self._open_encoder = open_encoder
        self._wanted = _maker(encoder)
        self._passage = passage
        self.name = f"{self._wanted}, {passage!r}"

    def setup(self, worker: distributed.Worker) -> None:
        """Get ready on a worker."""
        self._address = worker.address
        self._opening = Lock()
        self._encoder: Encoder | None = None

    def prepared(self, batch: Batch) -> tuple[IndexedDocument, ...]:
        """Return what is to be kept of these articles."""
        return prepare_document(batch, self._opened(), self._passage)

    def _opened(self) -> Encoder:
        with self._opening:
            if self._encoder is None:
                encoder = self._open_encoder()
                self._check(_maker(encoder.name))
                self._encoder = encoder
            return self._encoder

    def _check(self, here: str) -> None:
        if here != self._wanted:
            raise ClusterError(
                f"{self._address}: this worker has {here}, where {self._wanted} is wanted; install "
                "the same on all machines"
            )


def _maker(encoder: str) -> str:
    """Return what must be the same on all machines, for passages and vectors to be."""
    return f"tanya {version('tanya')} with the encoder {encoder}"


def _prepared(plugin: str, batch: Batch) -> tuple[IndexedDocument, ...]:
    """Make a batch ready, on the worker that this runs on."""
    plugins: Any = distributed.get_worker().plugins
    return plugins[plugin].prepared(batch)


def open_here(model: str) -> Encoder:
    """Return the encoder of this name, from the files of the machine on which this is called."""
    return open_encoder(model, read_settings().encoder.cache_folder, lambda _: None)


def _failed(who: str, error: Exception) -> str:
    return (
        f"{who} failed ({type(error).__name__}: {_line(error)}); see that the scheduler and every "
        "worker have the same tanya[dask]"
    )


def _line(error: BaseException) -> str:
    return " ".join(str(error).split())
