"""Many ask while the library changes: no wrong "not in the articles", no error, memory flat.

Run by hand: python tests/benchmarks/changing_library.py [USERS] [ARTICLES] [SECONDS] [--watch].
A server answers questions about the seeds while ARTICLES other articles are added, changed and
removed, again and again: by `tanya index` in this process's children, of which one in three is
killed at a random moment, or with --watch by the server's own watcher, which is killed likewise.
"""

import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import httpx
from load import TANYA, _Memory

ROOT = Path(__file__).parents[2]
QUESTIONS = {
    "Siapa saja delegasi Putin?": "Belousov",
    "Kapan Putin tiba di Pyongyang?": "",
    "Berapa kali Putin bertemu Kim Jong Un?": "",
}


def main() -> None:
    """Print what the users saw, what was changed and killed, and the memory of the server."""
    words = [word for word in sys.argv[1:] if word != "--watch"]
    users, articles, seconds = (int(word) for word in [*words, "50", "200", "120"][:3])
    with tempfile.TemporaryDirectory() as temporary:
        folder, library = Path(temporary) / "news", str(Path(temporary) / "library")
        shutil.copytree(ROOT / "seeds", folder)
        subprocess.run([*TANYA, "index", str(folder), "--library", library], check=True)
        watching = ["--watch", str(folder)] if "--watch" in sys.argv else []
        serving = [*TANYA, "serve", "--library", library, *watching]
        with subprocess.Popen(serving, stdout=subprocess.PIPE) as server:
            assert server.stdout is not None
            address = server.stdout.readline().decode().split()[3].removesuffix("ask,")
            memory = _Memory(server.pid)
            until = time.monotonic() + seconds
            with ThreadPoolExecutor(users + 1) as pool:
                changed = pool.submit(_change, folder, library, articles, until, bool(watching))
                asked = [pool.submit(_ask, address, user, until) for user in range(users)]
                seen = [each for user in asked for each in user.result()]
                print(changed.result())
            print(memory.told())
            server.terminate()
    wrong = [each for each in seen if isinstance(each, str)]
    took = [each for each in seen if isinstance(each, float)]
    print(f"{len(took)} answers, median {statistics.median(took):.2f} s; {len(wrong)} wrong")
    for each in wrong[:3]:
        print("   ", each)


def _ask(address: str, user: int, until: float) -> list[float | str]:
    drawn, seen = random.Random(user), list[float | str]()
    while time.monotonic() < until:
        question, part = drawn.choice(list(QUESTIONS.items()))
        began = time.perf_counter()
        try:
            answer = httpx.post(
                f"{address}ask",
                json={"question": question},
                headers={"X-Forwarded-For": f"203.0.113.{user + 1}"},
                timeout=120,
            )
            answer.raise_for_status()
        except httpx.HTTPError as error:
            seen.append(repr(error))
            continue
        if part and part not in (answer.json()["text"] or ""):
            seen.append(f"{question}: {answer.json()['text']} ({answer.json()['note']})")
        seen.append(time.perf_counter() - began)
    return seen


def _change(folder: Path, library: str, articles: int, until: float, is_watched: bool) -> str:
    drawn, runs, killed = random.Random(2024), 0, 0
    while time.monotonic() < until:
        for number in range(articles):
            path = folder / f"kabar-{number}.txt"
            if drawn.random() < 0.3:
                path.unlink(missing_ok=True)
            else:
                town = drawn.choice(("Baruna", "Sendang", "Marsela"))
                path.write_text(f"Kabar {town}\n\nWarga {town} menanam {number} pohon.\n", "utf-8")
        runs += 1
        if is_watched:
            time.sleep(drawn.uniform(2, 8))
            killed += drawn.random() < 0.3 and _kill_index()
            continue
        command = [*TANYA, "index", str(folder), "--library", library]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
            if drawn.random() < 0.33:
                with suppress(subprocess.TimeoutExpired):
                    run.wait(drawn.uniform(0.5, 6))
                killed += run.poll() is None
                run.kill()
    return f"{runs} times {articles} articles were changed, {killed} runs killed"


def _kill_index() -> bool:
    """Kill the indexing run that the watcher has started, if there is one."""
    found = subprocess.run(["pkill", "-KILL", "-f", "ui.cli.main index"], check=False)
    return found.returncode == 0


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    main()
