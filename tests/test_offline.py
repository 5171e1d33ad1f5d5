"""Nothing reaches for the network; and importing the packages is light."""

import json
import subprocess
import sys

import pytest

STORY = """
import json, socket, sys

tried = []

def guarded(name):
    given = getattr(socket.socket, name)
    def connect(self, address):
        host = address[0] if isinstance(address, tuple) else str(address)
        if self.family != socket.AF_UNIX and host not in ("127.0.0.1", "::1", "localhost"):
            tried.append(repr(address))
            raise OSError(f"a connection to {address!r} was tried")
        return given(self, address)
    return connect

for name in ("connect", "connect_ex"):
    setattr(socket.socket, name, guarded(name))

resolve = socket.getaddrinfo
def look_up(host, *more, **named):
    if host not in (None, "127.0.0.1", "::1", "localhost"):
        tried.append(f"the name {host}")
        raise socket.gaierror(f"the name {host!r} was looked up")
    return resolve(host, *more, **named)
socket.getaddrinfo = look_up

%s

print(json.dumps({"tried": tried, **told}))
"""
SERVE = """
import httpx
from qa import Assistant
from ui.chat.app import launch
assistant = Assistant.from_articles(sys.argv[1])
told = {"text": assistant.ask("who was in Putin's delegation?").text}
told["tried to ask"] = tuple(tried)
address = launch(assistant, wait=False)
asked = {"json": {"question": "who was in Putin's delegation?"}, "timeout": 60}
told["served"] = httpx.post(address + "ask", **asked).json()["text"]
told["tools"] = httpx.get(address + "mcp").status_code
told["page"] = httpx.get(address).status_code
"""
MODELS = """
from pathlib import Path
from embeddings.errors import EncoderError
from embeddings.load import open_encoder
folder, missing = sys.argv[1:]
told = {"dim": open_encoder(folder, Path("nowhere"), print).dim}
try:
    open_encoder("nobody/no-such-model", Path(missing), print)
except EncoderError as error:
    told["error"] = str(error)
"""
REACHES_OUT = """
import urllib.request
try:
    urllib.request.urlopen("http://example.org/")
except OSError:
    told = {}
"""
HELP = """
import json, sys
from ui.cli.main import main
sys.argv = ["tanya", "--help"]
try:
    main()
finally:
    print(json.dumps(sorted(sys.modules)))
"""
IMPORTED = "import json, sys, %s; print(json.dumps(sorted(sys.modules)))"
HEAVY = (
    "torch", "gradio", "fastapi", "uvicorn", "mcp", "sentence_transformers", "transformers",
    "trafilatura", "onnx",
    "onnxruntime", "langchain_text_splitters", "pdfminer", "docx", "py3langid",
)  # fmt: skip


def told(code, environment, *arguments):
    """Return what a Python of its own says on its last line."""
    run = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout.strip().splitlines()[-1])


def test_the_guard_sees_what_reaches_out(child_environment):
    assert told(STORY % REACHES_OUT, child_environment)["tried"] != []


@pytest.fixture(scope="module")
def served(child_environment, seeds, encoder):
    """What a process told that answered from the seeds, by itself and over HTTP."""
    assert encoder.dim  # made already, as after a first run
    return told(STORY % SERVE, child_environment, seeds)


def test_from_files_to_an_answer_no_connection_is_tried(served):
    assert served["tried to ask"] == []
    assert "Belousov" in served["text"]


def test_serving_tries_no_connection_off_the_machine(served):
    assert served["tried"] == []
    assert "Belousov" in served["served"]
    assert (served["tools"], served["page"]) == (200, 200)


@pytest.fixture(scope="module")
def models(child_environment, cache, encoder, tmp_path_factory):
    """What a process told that opened a model by its folder, and one that is nowhere."""
    folder = cache / encoder.name
    return told(STORY % MODELS, child_environment, folder, tmp_path_factory.mktemp("nowhere"))


def test_a_model_that_is_not_there_is_not_looked_for_on_the_network(models):
    assert models["tried"] == []
    assert "nobody/no-such-model" in models["error"]


def test_a_model_that_is_named_by_its_folder_is_opened_without_a_connection(models):
    assert (models["tried"], models["dim"]) == ([], 384)


def test_help_brings_in_nothing_but_the_command_line(child_environment):
    imported = told(HELP, child_environment)
    assert not {*HEAVY, "numpy", "pydantic", "qa.settings"} & set(imported)


@pytest.mark.parametrize("module", ["qa", "qa.assistant"])
def test_importing_brings_in_nothing_heavy(child_environment, module):
    imported = told(IMPORTED % module, child_environment)
    assert [name for name in HEAVY if name in imported] == []
