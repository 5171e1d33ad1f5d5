"""`tanya serve` and `tanya mcp` as a container, another user or an agent starts them."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from qa.store.local import LocalLibrary

TANYA = (sys.executable, "-m", "ui.cli.main")


def free_port() -> int:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@contextmanager
def served(library, environment, *options, before=()):
    """A server with these options, and its address once it answers."""
    port = free_port()
    command = [*before, *TANYA, "serve", "--library", str(library), "--port", str(port), *options]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout.readline().startswith("Questions go to"), process.stderr.read()
            yield process, f"http://127.0.0.1:{port}/"
        finally:
            process.kill()


def test_as_the_first_process_of_a_container_it_heeds_sigterm(
    seed_library, child_environment, tmp_path
):
    taken = tmp_path / "gradio"  # another user's, who may have come first
    taken.mkdir(mode=0o555)
    environment = {
        **child_environment,
        "TMPDIR": str(tmp_path),
        "ALL_PROXY": "socks5://127.0.0.1:9",
        "HTTP_PROXY": "http://127.0.0.1:9",
    }
    first = ("unshare", "--user", "--map-root-user", "--pid", "--fork", "--kill-child")
    with served(seed_library, environment, before=first) as (process, address):
        with httpx.Client(trust_env=False, timeout=30) as client:
            assert client.get(f"{address}health").json()["articles"] == 5
            assert client.post(f"{address}ask", json={"question": "Siapa delegasi Putin?"}).json()
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        os.kill(int(children[0]), signal.SIGTERM)
        assert process.wait(timeout=15) == 0
    assert list(tmp_path.glob("tanya-*")) == []


def test_what_a_terminal_cannot_show_is_replaced(seed_library, child_environment):
    environment = {**child_environment, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    command = [*TANYA, "ask", "Kapan Putin tiba?", "--library", str(seed_library)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)
    assert done.stdout.isascii()


def test_the_version_is_said(child_environment):
    done = subprocess.run(
        [*TANYA, "--version"], capture_output=True, text=True, env=child_environment, check=True
    )
    assert done.stdout.startswith("tanya 0.")


def test_a_folder_that_is_watched_is_asked_at_the_next_question(tmp_path, child_environment):
    news, library = tmp_path / "news", tmp_path / "library"
    news.mkdir()
    (news / "a.txt").write_text("Jalan Diperbaiki\n\nWarga Baruna memperbaiki jalan pada Senin.\n")
    LocalLibrary.create(library).close()
    with served(library, child_environment, "--watch", str(news)) as (_, address):
        articles = f"{address}articles"
        until(lambda: httpx.get(articles).json()["total"] == 1)
        (news / "b.txt").write_text("Feri Diangkat\n\nPer Aske mengangkat feri itu pada Jumat.\n")
        until(lambda: httpx.get(articles).json()["total"] == 2)
        answer = httpx.post(
            f"{address}ask", json={"question": "Siapa mengangkat feri?"}, timeout=30
        )
        assert "Aske" in (answer.json()["text"] or "")


def until(is_so):
    for _ in range(300):
        if is_so():
            return
        time.sleep(0.1)
    raise AssertionError("it did not come to be")


@pytest.fixture
def agent(seed_library, child_environment):
    """Speak the protocol's frames, a line each, with the tools on standard input and output."""
    command = [*TANYA, "mcp", "--library", str(seed_library)]
    with subprocess.Popen(
        command, env=child_environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:

        def call(number, method, **parameters):
            frame = {"jsonrpc": "2.0", "id": number, "method": method, "params": parameters}
            print(json.dumps(frame), file=process.stdin, flush=True)
            return json.loads(process.stdout.readline())["result"]

        client = {"name": "test", "version": "1"}
        begun = call(
            0, "initialize", protocolVersion="2025-03-26", capabilities={}, clientInfo=client
        )
        assert begun["serverInfo"]["name"] == "Tanya"
        ready = {"jsonrpc": "2.0", "method": "notifications/initialized"}
        print(json.dumps(ready), file=process.stdin, flush=True)
        yield call
        process.stdin.close()
        assert process.wait(timeout=15) == 0


def test_an_agent_asks_over_standard_input_and_output(agent):
    tools = agent(1, "tools/list")["tools"]
    assert [tool["name"] for tool in tools] == ["ask", "articles"]
    found = agent(2, "tools/call", name="ask", arguments={"question": "Siapa saja delegasi Putin?"})
    assert "Belousov" in found["content"][0]["text"]
    listed = agent(3, "tools/call", name="articles", arguments={})
    assert "Okezone" in listed["content"][0]["text"]
