"""Prepare articles on many machines: the workers of a Dask cluster.

`distributed` is met in this module alone. This process reads the files and writes to the library;
the workers store nothing. So if one is lost, its batches are prepared by another, and the library
gets whole batches, in the order in which they were read.

A cluster runs the code that it is sent, and this process unpickles what it gets back: use only a
cluster that is trusted.
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
from qa.indexing.prepare import Batch, prepare_documents
from qa.settings import DaskSettings, PassageSettings, read_settings
from qa.store.documents import IndexedDocument
from qa.store.errors import ClusterError, silence_logger

OpenEncoder = Callable[[], Encoder]
"""Opens an encoder on the machine on which it is called; it can be pickled."""

_BATCHES_PER_THREAD = 2
"""Batches sent ahead, so that no worker waits for this process."""

_POLL_S = 1.0
_RESUME_ADVICE = "the same command goes on where this one ended"


class _Future(Protocol):
    """The result of a batch that was sent, as far as it is used here."""

    def result(self) -> tuple[IndexedDocument, ...]: ...

    def exception(self) -> Exception | None: ...


class DaskCluster:
    """Prepares batches on the workers of a cluster, which may come and go meanwhile."""

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
            settings: timeouts.
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
        self._set_up(_PreparePlugin(open_encoder, encoder_name, passage))

    def prepare(self, batches: Iterable[Batch]) -> Iterator[tuple[IndexedDocument, ...]]:
        """Yield the documents of each batch, in order.

        Raises:
            ClusterError: there was no worker for too long, workers die of a batch or cannot open
                the encoder, or the scheduler is gone.
        """
        sent: deque[_Future] = deque()
        for batch in batches:
            sent.append(self._send(batch))
            max_sent = max(1, _BATCHES_PER_THREAD * self._threads())
            while len(sent) >= max_sent:
                yield self._receive(sent.popleft())
        while sent:
            yield self._receive(sent.popleft())

    def close(self) -> None:
        """Disconnect from the cluster, which drops unfinished batches and keeps running."""
        self._client.close()

    def _set_up(self, plugin: "_PreparePlugin") -> None:
        self._plugin = plugin.name
        try:
            # If an earlier run registered the same plugin, its encoder is open already.
            self._client.register_plugin(plugin)
        except Exception as error:  # its type is lost on the way back
            self.close()
            raise ClusterError(f"{self._address}: {_failed('the workers', error)}") from error

    def _send(self, batch: Batch) -> _Future:
        # The articles travel with the task: scattered to a worker, they would be lost with it.
        with self._reported():
            return self._client.submit(_prepare_on_worker, self._plugin, batch, pure=False)

    def _threads(self) -> int:
        with self._reported():
            return sum(self._client.nthreads().values())

    def _receive(self, future: _Future) -> tuple[IndexedDocument, ...]:
        worker_seen = time.monotonic()
        while not self._is_done(future):
            now = time.monotonic()
            if self._threads():
                worker_seen = now
            elif now - worker_seen > self._settings.no_worker_timeout_s:
                raise ClusterError(
                    f"{self._address}: no worker for {self._settings.no_worker_timeout_s:g} s; "
                    f"start one with 'dask worker {self._address}'; {_RESUME_ADVICE}"
                )
        with self._reported():
            error = future.exception()
        if error is not None:
            raise self._failure(error) from error
        return future.result()

    def _failure(self, error: Exception) -> ClusterError:
        """Return the error for a batch that failed on a worker."""
        if isinstance(error, ClusterError):
            return ClusterError(str(error))
        if isinstance(error, distributed.KilledWorker):
            what = "workers die of a batch of articles; see whether they have memory enough"
        else:
            what = _failed("a worker", error)
        return ClusterError(f"{self._address}: {what}; {_RESUME_ADVICE}")

    def _is_done(self, future: _Future) -> bool:
        """Wait a moment; return whether the batch is finished, or has failed."""
        with self._reported():
            try:
                self._wait(future, timeout=_POLL_S)
            except TimeoutError:
                return False
        return True

    @contextmanager
    def _reported(self) -> Generator[None]:
        """Raise a `ClusterError` with advice where the connection fails."""
        try:
            yield
        except (OSError, ValueError, CancelledError) as error:
            is_lost = isinstance(error, CancelledError)
            reason = "the connection was lost" if is_lost else _line(error)
            raise ClusterError(
                f"{self._address}: the scheduler cannot be reached ({reason}); see whether it "
                f"runs; {_RESUME_ADVICE}"
            ) from error


class _PreparePlugin(distributed.WorkerPlugin):
    """What a worker holds between batches: its encoder. Sent to every worker that joins."""

    idempotent = True

    def __init__(self, open_encoder: OpenEncoder, encoder: str, passage: PassageSettings) -> None:
        self._open_encoder = open_encoder
        self._version = _version_of(encoder)
        self._passage = passage
        self.name = f"{self._version}, {passage!r}"

    def setup(self, worker: distributed.Worker) -> None:
        """Set up on a worker."""
        self._address = worker.address
        self._opening = Lock()
        self._encoder: Encoder | None = None

    def prepare(self, batch: Batch) -> tuple[IndexedDocument, ...]:
        """Return these articles as documents."""
        return prepare_documents(batch, self._opened(), self._passage)

    def _opened(self) -> Encoder:
        with self._opening:
            if self._encoder is None:
                encoder = self._open_encoder()
                self._check(_version_of(encoder.name))
                self._encoder = encoder
            return self._encoder

    def _check(self, here: str) -> None:
        if here != self._version:
            raise ClusterError(
                f"{self._address}: this worker has {here}, where {self._version} is wanted; "
                "install the same on all machines"
            )


def _version_of(encoder: str) -> str:
    """Return what must be the same on all machines for the same passages and vectors."""
    return f"tanya {version('tanya')} with the encoder {encoder}"


def _prepare_on_worker(plugin: str, batch: Batch) -> tuple[IndexedDocument, ...]:
    """Prepare a batch, on the worker that this runs on."""
    plugins: Any = distributed.get_worker().plugins
    return plugins[plugin].prepare(batch)


def open_local_encoder(model: str) -> Encoder:
    """Open the encoder of this name from the files of the machine that runs this."""
    return open_encoder(model, read_settings().encoder.cache_folder, lambda _: None)


def _failed(who: str, error: Exception) -> str:
    return (
        f"{who} failed ({type(error).__name__}: {_line(error)}); see that the scheduler and every "
        "worker have the same tanya[dask]"
    )


def _line(error: BaseException) -> str:
    return " ".join(str(error).split())
