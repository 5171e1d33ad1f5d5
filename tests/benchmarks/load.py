"""Load test of the server: 50 concurrent users over HTTP for two minutes, then ten browsers.

Run by hand: python tests/benchmarks/load.py [USERS] [SECONDS] [BROWSERS]. A process of its own
serves a library of the seeds. Every user asks random questions one after another, and every answer
must equal the one that the question gets without load. Users have different client addresses, as
behind a proxy. The memory of the server is sampled every second.
"""

import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

import httpx

from qa.evaluation.datasets.catalog import packaged_file

ROOT = Path(__file__).parents[2]
CORES = 2
TANYA = [sys.executable, "-m", "ui.cli.main"]


@dataclass
class Seen:
    """What the users saw."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    mixed_up: int = 0


def main() -> None:
    """Print what one user, many users and some browsers see."""
    users, seconds, browsers = (int(a) for a in [*sys.argv[1:], "50", "120", "10"][:3])
    asked = _questions()
    with tempfile.TemporaryDirectory() as folder:
        made = [*TANYA, "index", str(ROOT / "seeds"), "--library", folder]
        subprocess.run(made, check=True, capture_output=True)
        serving = [*TANYA, "serve", "--library", folder]
        with subprocess.Popen(serving, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
            assert server.stdout is not None
            address = server.stdout.readline().decode().split()[3].removesuffix("ask,")
            try:
                expected = {question: _ask(address, question, 0)[0] for question in asked}
                alone = _load(address, asked, expected, users=1, seconds=20)
                _show("1 user", alone)
                memory = _Memory(server.pid)
                many = _load(address, asked, expected, users, seconds)
                _show(f"{users} users", many)
                print(memory.told())
                most = 4 * _late(alone.seconds) * users / CORES
                print(f"95th percentile {_late(many.seconds):.2f} s, expected {most:.2f} at most")
                if browsers:
                    _browse(address, browsers, seconds=30)
            finally:
                server.terminate()


def _questions() -> list[str]:
    lines = packaged_file("seeds").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [row["question"] for row in rows if not row.get("history")][:80]


def _ask(address: str, question: str, user: int) -> tuple[object, float]:
    began = time.perf_counter()
    answer = httpx.post(
        f"{address}ask",
        json={"question": question},
        headers={"X-Forwarded-For": f"203.0.{user // 250}.{user % 250 + 1}"},
        timeout=120,
    )
    answer.raise_for_status()
    return answer.json(), time.perf_counter() - began


def _load(
    address: str, asked: list[str], expected: dict[str, object], users: int, seconds: float
) -> Seen:
    seen, until = Seen(), time.monotonic() + seconds

    def use(user: int) -> None:
        drawn = random.Random(user)
        while time.monotonic() < until:
            question = drawn.choice(asked)
            try:
                answer, took = _ask(address, question, user)
            except httpx.HTTPError as error:
                seen.errors.append(repr(error))
                continue
            seen.seconds.append(took)
            seen.mixed_up += answer != expected[question]

    with ThreadPoolExecutor(users) as pool:
        list(pool.map(use, range(users)))
    return seen


class _Memory:
    """The resident memory of a process, read every second."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._read: list[int] = []
        self._over = Event()
        self._thread = Thread(target=self._look, daemon=True)
        self._thread.start()

    def told(self) -> str:
        self._over.set()
        self._thread.join()
        step = max(1, len(self._read) // 8)
        return f"resident, MB, eight times: {self._read[::step]}"

    def _look(self) -> None:
        while not self._over.wait(1.0):
            status = Path(f"/proc/{self._pid}/status").read_text()
            (line,) = (line for line in status.splitlines() if line.startswith("VmRSS"))
            self._read.append(int(line.split()[1]) // 1024)


def _browse(address: str, browsers: int, seconds: float) -> None:
    """Ask in so many browsers at once; each must show the answer to its own question."""
    asked = {
        "When did Putin arrive in Pyongyang?": "19",
        "Siapa saja delegasi Putin?": "Belousov",
    }
    seen = Seen()

    def use(user: int) -> None:
        from playwright.sync_api import expect, sync_playwright

        question, part = list(asked.items())[user % len(asked)]
        with sync_playwright() as playwright:
            flags = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=flags)
            page = browser.new_page(extra_http_headers={"X-Forwarded-For": f"198.51.100.{user}"})
            page.goto(address)
            until, turn = time.monotonic() + seconds, 0
            while time.monotonic() < until:
                turn += 1
                began = time.perf_counter()
                page.locator("#question textarea").fill(question)
                page.locator("#question textarea").press("Enter")
                try:
                    expect(page.locator(f"#answer-{turn}")).to_contain_text(part, timeout=60_000)
                except AssertionError as error:
                    seen.errors.append(str(error)[:300])
                    break
                seen.seconds.append(time.perf_counter() - began)
            browser.close()

    with ThreadPoolExecutor(browsers) as pool:
        list(pool.map(use, range(browsers)))
    _show(f"{browsers} browsers", seen)


def _show(name: str, seen: Seen) -> None:
    print(
        f"{name}: {len(seen.seconds)} answers, median {statistics.median(seen.seconds):.2f} s, "
        f"95th {_late(seen.seconds):.2f} s; {len(seen.errors)} errors, {seen.mixed_up} mixed up",
        flush=True,
    )
    for error in seen.errors[:3]:
        print("   ", error)


def _late(seconds: list[float]) -> float:
    return sorted(seconds)[int(0.95 * (len(seconds) - 1))]


if __name__ == "__main__":
    main()
