"""Tanya behind a reverse proxy and in a container: the recipes of `deploy/`, as far as they run."""

import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import time
from pathlib import Path

import httpx
import pytest
from fakes.scripted_assistant import ScriptedAssistant
from typer.testing import CliRunner

from qa.settings import ServerSettings
from ui.chat.app import start_server
from ui.cli.main import app

DEPLOY = Path(__file__).parents[2] / "deploy"
NAME = "news.example.org"
QUESTION = "Who was in Putin's delegation?"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@pytest.fixture(scope="module")
def upstream():
    """The port of a server that knows the path and the name of its proxy."""
    settings = ServerSettings(root_path="/tanya", allowed_hosts=(NAME,))
    served = start_server(ScriptedAssistant(), server=settings)
    yield int(served.address.rstrip("/").rpartition(":")[2])
    served.close()


@pytest.fixture(params=["nginx", "caddy"])
def proxy(request, upstream, tmp_path):
    """A client of the real proxy with the recipe for it, but for the ports."""
    program = shutil.which(request.param)
    if program is None and not os.environ.get("REQUIRE_BROWSER"):
        pytest.skip(f"{request.param} is not installed (apt-get install {request.param})")
    assert program is not None, f"{request.param} is not installed"
    port = free_port()
    if request.param == "nginx":
        recipe = (
            (DEPLOY / "nginx.conf").read_text().replace("127.0.0.1:7860", f"127.0.0.1:{upstream}")
        )
        recipe = recipe.replace("listen 8080", f"listen 127.0.0.1:{port}")
        main = f"pid {tmp_path}/pid; error_log {tmp_path}/errors; worker_processes 1;\n"
        main += f"events {{}}\nhttp {{ access_log off; client_body_temp_path {tmp_path}/body;\n"
        main += f"proxy_temp_path {tmp_path}/proxied; {recipe} }}"
        (tmp_path / "nginx.conf").write_text(main)
        command = [program, "-c", f"{tmp_path}/nginx.conf", "-g", "daemon off;"]
    else:
        recipe = (
            (DEPLOY / "Caddyfile").read_text().replace("127.0.0.1:7860", f"127.0.0.1:{upstream}")
        )
        recipe = "{\n\tadmin off\n}\n" + recipe.replace(":8080", f":{port}")
        (tmp_path / "Caddyfile").write_text(recipe)
        command = [program, "run", "--config", f"{tmp_path}/Caddyfile", "--adapter", "caddyfile"]
    environment = {**os.environ, "HOME": str(tmp_path)}
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=environment) as running:
        wait_for(port)
        host = {"Host": NAME if request.param == "nginx" else f"{NAME}:{port}"}
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=host, timeout=20) as client:
            yield client
        running.terminate()


def wait_for(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"nothing answers at port {port}")


def test_questions_are_answered_behind_the_proxy(proxy):
    answer = proxy.post("/tanya/ask", json={"question": QUESTION}).json()
    assert answer["citations"]
    identifier = answer["citations"][0]["article"]["id"]
    assert proxy.get(f"/tanya/articles/{identifier}").json()["id"] == identifier
    assert proxy.get("/tanya/health").json()["status"] == "ok"
    assert proxy.get("/ask").status_code == 404 or proxy.get("/ask").text == ""


def test_everything_that_the_page_loads_lies_below_the_path(proxy):
    assert proxy.get("/tanya", follow_redirects=False).headers["location"].endswith("/tanya/")
    page = proxy.get("/tanya/").text
    config = json.loads(
        re.search(r"window\.gradio_config = (\{.*?\});</script>", page, re.DOTALL)[1]
    )
    assert config["root"].endswith("/tanya")
    linked = set(re.findall(r'(?:src|href)="(\.?/[^"]+\.(?:js|css))"', page))
    assert linked
    for link in linked:
        path = f"/tanya/{link.removeprefix('.').lstrip('/')}" if link.startswith(".") else link
        assert proxy.get(path).status_code == 200, link


def test_another_name_is_refused(upstream):
    answer = httpx.get(f"http://127.0.0.1:{upstream}/health", headers={"Host": "other.example.org"})
    assert answer.status_code == 400


def instructions() -> list[tuple[str, str]]:
    """The instructions of the Dockerfile, each on one line."""
    text = re.sub(r"\\\n\s*", "", (DEPLOY / "Dockerfile").read_text())
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(line.split(None, 1)[0], line.split(None, 1)[1]) for line in lines]


def test_what_the_container_copies_is_there_and_it_runs_as_nobody_special():
    copied = [name for kind, rest in instructions() if kind == "COPY" for name in rest.split()[:-1]]
    assert copied
    assert [name for name in copied if not (DEPLOY.parent / name).exists()] == []
    kinds = [kind for kind, _ in instructions()]
    assert set(kinds) <= {
        "FROM",
        "ENV",
        "WORKDIR",
        "RUN",
        "COPY",
        "USER",
        "VOLUME",
        "EXPOSE",
        "HEALTHCHECK",
        "CMD",
    }
    assert kinds.index("USER") < kinds.index("CMD")


def test_torch_is_the_version_of_the_makefile():
    (version,) = re.findall(
        r"^TORCH = (\S+)$", (DEPLOY.parent / "Makefile").read_text(), re.MULTILINE
    )
    assert any(f"torch=={version}" in rest for kind, rest in instructions() if kind == "RUN")


def commands() -> list[list[str]]:
    """The command lines of tanya in the Dockerfile and in the compose file."""
    found = [json.loads(rest) for kind, rest in instructions() if kind == "CMD"]
    compose = (DEPLOY / "compose.yaml").read_text()
    listed = re.search(r"command:\s*(\[.*?\])", compose, re.DOTALL)[1]
    found.append(json.loads(re.sub(r"\s*\n\s*", " ", listed)))
    runs = [rest for kind, rest in instructions() if kind == "RUN" and rest.startswith("tanya")]
    return [*found, *map(shlex.split, runs)]


@pytest.mark.parametrize("command", commands(), ids=lambda words: words[1])
def test_the_commands_of_the_container_are_understood(command):
    program, name, *options = command
    assert program == "tanya"
    help_text = CliRunner(env={"COLUMNS": "200"}).invoke(app, [name, "--help"]).output
    assert [o for o in options if o.startswith("--") and o not in help_text] == []


def test_the_health_check_of_the_container_succeeds_on_a_server_and_fails_without(upstream):
    (check,) = [rest for kind, rest in instructions() if kind == "HEALTHCHECK"]
    command = json.loads(check[check.index("[") :])
    command[-1] = command[-1].replace(":7860", f":{upstream}")
    assert subprocess.run(command, check=False).returncode == 0
    command[-1] = command[-1].replace(f":{upstream}", f":{free_port()}")
    assert subprocess.run(command, check=False, stderr=subprocess.DEVNULL).returncode != 0
