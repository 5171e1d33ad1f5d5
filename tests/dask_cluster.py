"""A Dask cluster on this machine: a scheduler and workers, each a process that can be killed."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import distributed
import psutil
from fakes.hashing_encoder import HashingEncoder

from embeddings.base import Matrix

_TESTS = Path(__file__).parent
_WAIT_S = 60.0


class DeadlyEncoder(HashingEncoder):
    """Ends the process that encodes a text with a certain word, as one without memory is ended."""

    WORD = "racun"

    def encode_documents(self, texts: Sequence[str]) -> Matrix:
        if any(self.WORD in text for text in texts):
            os._exit(9)
        return super().encode_documents(texts)


class LocalDaskCluster:
    """A scheduler, and the workers that were added to it."""

    def __init__(self, folder: Path, allowed_failures: int = 3) -> None:
        """Start the scheduler.

        Args:
            folder: for its files, and for those of the workers.
            allowed_failures: how many workers may die of a task before it is given up.
        """
        self._folder = folder
        self._allowed_failures = allowed_failures
        self._whereabouts = folder / "scheduler.json"
        self._workers: list[subprocess.Popen[bytes]] = []
        self._scheduler = self._started("scheduler", "--port", "0")
        self.address = self._known_address()

    def add_workers(self, count: int, pinned: bool = False) -> None:
        """Start so many workers, and wait until they are there; pinned, each has one core."""
        for number in range(count):
            self._add_worker(("taskset", "-c", str(number)) if pinned else ())
        with distributed.Client(self.address) as client:
            client.wait_for_workers(len(self._workers), timeout=_WAIT_S)

    @property
    def scheduler_cpu_s(self) -> float:
        """Seconds of a core that the scheduler has taken."""
        times = psutil.Process(self._scheduler.pid).cpu_times()
        return times.user + times.system

    def _add_worker(self, before: Sequence[str]) -> None:
        local = str(self._folder / f"worker-{len(self._workers)}")
        alone = ("--no-nanny", "--nthreads", "1", "--local-directory", local)
        self._workers.append(self._started("worker", *alone, before=before))

    def kill_worker(self) -> None:
        """Kill the worker that was added first, as a machine dies."""
        _kill(self._workers.pop(0))

    def kill_scheduler(self) -> None:
        """Kill the scheduler, from which the workers part."""
        _kill(self._scheduler)

    def close(self) -> None:
        """End all of it."""
        while self._workers:
            self.kill_worker()
        self.kill_scheduler()

    def _started(
        self, what: str, *told: str, before: Sequence[str] = ()
    ) -> "subprocess.Popen[bytes]":
        shared = ("--scheduler-file", str(self._whereabouts), "--no-dashboard")
        command = [*before, sys.executable, "-m", f"distributed.cli.dask_{what}", *told, *shared]
        allowed = str(self._allowed_failures)
        env = os.environ | {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": allowed}
        with (self._folder / f"{what}.log").open("ab") as log:
            return subprocess.Popen(
                [*command, "--host", "127.0.0.1"],
                cwd=_TESTS,  # so that encoders of these tests are found
                env=env,
                stdout=log,
                stderr=log,
            )

    def _known_address(self) -> str:
        until = time.monotonic() + _WAIT_S
        while time.monotonic() < until:
            # It is written a moment after the scheduler has begun, and not at once.
            with suppress(FileNotFoundError, ValueError):
                return str(json.loads(self._whereabouts.read_text("utf-8"))["address"])
            time.sleep(0.05)
        raise TimeoutError((self._folder / "scheduler.log").read_text("utf-8", "replace"))


def _kill(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    process.wait()
