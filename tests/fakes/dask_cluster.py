"""A real Dask cluster on this machine, whose scheduler and workers are processes to be killed."""

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

_TESTS = Path(__file__).parents[1]
_WAIT_S = 60.0


class LocalDaskCluster:
    """A scheduler, and the workers that a test adds to it."""

    def __init__(self, folder: Path, allowed_failures: int = 3) -> None:
        """Start the scheduler.

        Args:
            folder: for the files of the scheduler and of the workers.
            allowed_failures: workers that may die of a task before the task is given up.
        """
        self._folder = folder
        self._allowed_failures = allowed_failures
        self._address_file = folder / "scheduler.json"
        self._workers: list[subprocess.Popen[bytes]] = []
        self._scheduler = self._start("scheduler", "--port", "0")
        self.address = self._wait_for_address()

    def add_workers(self, count: int, pinned: bool = False) -> None:
        """Start workers and wait until they are connected; pinned ones get a core each."""
        for number in range(count):
            self._add_worker(("taskset", "-c", str(number)) if pinned else ())
        with distributed.Client(self.address) as client:
            client.wait_for_workers(len(self._workers), timeout=_WAIT_S)

    @property
    def scheduler_cpu_s(self) -> float:
        """Processor time of the scheduler so far, in seconds."""
        times = psutil.Process(self._scheduler.pid).cpu_times()
        return times.user + times.system

    def _add_worker(self, before: Sequence[str]) -> None:
        local = str(self._folder / f"worker-{len(self._workers)}")
        alone = ("--no-nanny", "--nthreads", "1", "--local-directory", local)
        self._workers.append(self._start("worker", *alone, before=before))

    def kill_worker(self) -> None:
        """Kill the oldest worker without warning, as when its machine dies."""
        _kill(self._workers.pop(0))

    def kill_scheduler(self) -> None:
        """Kill the scheduler without warning; the workers lose their connection."""
        _kill(self._scheduler)

    def close(self) -> None:
        """Kill every process of the cluster."""
        while self._workers:
            self.kill_worker()
        self.kill_scheduler()

    def _start(
        self, role: str, *options: str, before: Sequence[str] = ()
    ) -> "subprocess.Popen[bytes]":
        shared = ("--scheduler-file", str(self._address_file), "--no-dashboard")
        command = [*before, sys.executable, "-m", f"distributed.cli.dask_{role}", *options, *shared]
        allowed = str(self._allowed_failures)
        env = os.environ | {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": allowed}
        with (self._folder / f"{role}.log").open("ab") as log:
            return subprocess.Popen(
                [*command, "--host", "127.0.0.1"],
                cwd=_TESTS,  # so that workers can import the encoders in `fakes`
                env=env,
                stdout=log,
                stderr=log,
            )

    def _wait_for_address(self) -> str:
        until = time.monotonic() + _WAIT_S
        while time.monotonic() < until:
            # The scheduler writes it a moment after its start, and not in one piece.
            with suppress(FileNotFoundError, ValueError):
                return str(json.loads(self._address_file.read_text("utf-8"))["address"])
            time.sleep(0.05)
        raise TimeoutError((self._folder / "scheduler.log").read_text("utf-8", "replace"))


def _kill(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    process.wait()
