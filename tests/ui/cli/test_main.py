"""What `tanya ask` looks at and refuses to look at, and what `tanya serve` answers."""

import json
import re
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from functools import partial

import httpx
import pytest
from fakes.scripted_endpoint import Reply, ScriptedEndpoint
from typer.testing import CliRunner

from qa.store.local import STORE_FILE
from ui.cli.main import app


@pytest.fixture(scope="module")
def run(seed_library, cache):
    """Run a command on a library of the seeds, in this process."""
    runner = CliRunner(env={"TANYA_ENCODER__CACHE_FOLDER": str(cache)})
    return lambda name, *words: runner.invoke(app, [name, "--library", str(seed_library), *words])


@pytest.fixture(scope="module")
def ask(run):
    """Ask a library of the seeds."""
    return partial(run, "ask")


def sources(result):
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)["passages"]
    assert found
    return {retrieved["passage"]["article"]["source"] for retrieved in found}


def test_only_the_publishers_that_are_named_are_looked_at(ask):
    question = "Kapan Putin terakhir kali ke Pyongyang?"
    assert sources(ask(question, "--json", "--source", "okezone.com")) == {"Okezone"}
    two = ask(question, "--json", "--source", "OKEZONE", "--source", "detik")
    assert sources(two) == {"Okezone", "detikNews"}


def test_only_articles_of_the_days_that_are_named_are_looked_at(ask):
    result = ask(
        "Kapan Putin ke Pyongyang?", "--json", "--since", "2024-05-25", "--until", "2024-05-25"
    )
    assert sources(result) == {"detikNews"}


def test_an_unknown_publisher_is_refused_with_those_there_are(ask):
    result = ask("Siapa?", "--source", "Harian Angin")
    assert result.exit_code == 1
    assert "'Harian Angin'" in result.stderr
    assert "Okezone" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_days_that_cannot_be_are_refused(ask):
    turned = ask("Siapa?", "--since", "2024-06-02", "--until", "2024-06-01")
    assert (turned.exit_code, turned.stdout) == (1, "")
    assert "--since 2024-06-02 is after --until 2024-06-01" in turned.stderr
    assert ask("Siapa?", "--since", "yesterday").exit_code == 2


def serving(library, environment):
    command = [sys.executable, "-m", "ui.cli.main", "serve", "--library", str(library)]
    return subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=heed_interrupts,
    )


def heed_interrupts():
    """Undo what a shell does to its background jobs: make them ignore SIGINT."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


DELEGATION = "Siapa saja delegasi Putin?"
SAID = "Delegasi Putin termasuk menteri pertahanan barunya, Andrei Belousov [1]."


def test_what_a_language_model_wrote_stands_under_the_exact_answer(ask):
    exact = ask(DELEGATION).stdout
    with ScriptedEndpoint(lambda _: Reply((SAID, " Xi Jinping ikut [1]."))) as endpoint:
        told = ask(DELEGATION, "--llm", endpoint.url)
        record = json.loads(ask(DELEGATION, "--llm", endpoint.url, "--json").stdout)
    first, written = told.stdout.split("Dengan kata lain, oleh scripted")
    assert exact.startswith(first.strip().splitlines()[0])
    assert SAID.replace(" [1].", ". [1]") in written
    assert "Xi Jinping" not in told.stdout
    assert (record["written"]["dropped"], len(record["written"]["sentences"])) == (1, 1)


def test_without_its_language_model_the_exact_answer_comes_with_a_line_that_says_why(ask):
    with ScriptedEndpoint(lambda _: Reply((SAID,))) as endpoint:
        pass
    told = ask(DELEGATION, "--llm", endpoint.url)
    assert told.exit_code == 0
    assert "Andrei Belousov" in told.stdout
    assert "Model bahasa: unreachable. Jawaban tepatnya tetap berlaku." in told.stdout


def test_an_address_that_cannot_be_a_models_is_refused_in_one_line(ask):
    told = ask("--llm", "a:secret@b", "x")
    assert (told.exit_code, len(told.stderr.strip().splitlines())) == (1, 1)
    assert "--llm" in told.stderr
    assert "secret" not in told.stderr


def test_serve_says_where_it_answers_and_ends_when_it_is_told_to(seed_library, child_environment):
    with serving(seed_library, child_environment) as served:
        questions, tools = served.stdout.readline(), served.stdout.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+/", questions)[0]
        asked = {"question": "Siapa saja delegasi Putin?"}
        answer = httpx.post(f"{address}ask", json=asked, timeout=60).json()
        served.send_signal(signal.SIGINT)
        assert served.wait(timeout=30) == 130
        assert served.stderr.read().count("Traceback") == 0
    assert "Belousov" in answer["text"]
    assert f"{address}mcp" in tools


@pytest.mark.parametrize("host", ["0.0.0.0", "example.org"])
def test_serve_refuses_to_listen_beyond_this_machine_in_one_line(run, host):
    refused = run("serve", "--host", host)
    assert refused.exit_code == 1
    assert len(refused.stderr.strip().splitlines()) == 1
    assert refused.stderr.startswith(f"tanya: the host is '{host}'")


def test_an_index_that_is_stopped_says_what_it_holds_and_goes_on_from_there(
    tmp_path, child_environment
):
    news = tmp_path / "news"
    news.mkdir()
    for n in range(200):
        (news / f"{n:03}.txt").write_text(f"Kabar nomor {n}. " + "Warga menunggu. " * 8, "utf-8")
    library = tmp_path / "library"
    command = [sys.executable, "-m", "ui.cli.main", "index", str(news), "--library", str(library)]
    running = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=child_environment,
        preexec_fn=heed_interrupts,
    )
    while running.poll() is None and not held(library):
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "Traceback" not in told
    said = re.search(r"Stopped\. The library holds (\d+) articles; the same command goes on", told)
    assert 0 < int(said[1]) == held(library) < 200
    done = subprocess.run(
        command, capture_output=True, text=True, env=child_environment, check=True
    )
    assert f"{200 - int(said[1])} added, 0 changed, 0 removed, {said[1]} unchanged" in done.stdout


def held(folder) -> int:
    """How many articles the file of a library holds."""
    if not (folder / STORE_FILE).is_file():
        return 0
    with closing(sqlite3.connect(folder / STORE_FILE)) as connection:
        try:
            return connection.execute("SELECT count(*) FROM articles").fetchone()[0]
        except sqlite3.OperationalError:
            return 0
