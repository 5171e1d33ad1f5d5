"""What `tanya ask` looks at, and how it refuses what cannot be looked at."""

import json

import pytest
from typer.testing import CliRunner

from qa.cli import app
from qa.library import Library
from qa.settings import Settings
from qa.update import update


@pytest.fixture(scope="module")
def ask(seeds, encoder, cache, tmp_path_factory):
    """Return what asks a library of the seeds on the command line."""
    folder = tmp_path_factory.mktemp("library")
    library = Library.make(folder)
    update(library, [seeds], encoder.name, lambda: encoder, Settings().passage, lambda _: None)
    library.close()
    runner = CliRunner(env={"TANYA_ENCODER__CACHE_FOLDER": str(cache)})
    return lambda *words: runner.invoke(app, ["ask", "--library", str(folder), *words])


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
