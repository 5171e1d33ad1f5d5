"""The command: what it prints, where, and how it fails."""

import json
from dataclasses import fields

import pytest
from typer.testing import CliRunner

from qa.evaluation.metrics.bootstrap import Interval
from qa.evaluation.runs import SavedRun
from ui.cli.main import app

NAMED = {
    "item_recall", "recall@1", "recall@5", "mrr@10", "ndcg@10", "refusal_f1", "calibration_error",
    "answerable_auroc", "median_ms", "p95_ms",
}  # fmt: skip


@pytest.fixture(scope="module")
def tanya():
    runner = CliRunner()
    return lambda *words: runner.invoke(app, ["eval", *map(str, words)])


@pytest.fixture(scope="module")
def asked(tanya, collection, tmp_path_factory):
    runs = tmp_path_factory.mktemp("runs")
    made = tanya(
        "--gold", collection / "gold.jsonl", "--articles", collection / "articles",
        "--runs", runs, "--run", "first", "--json",
    )  # fmt: skip
    assert made.exit_code == 0, made.stderr
    return made, runs / "first"


def test_json_is_one_object_on_standard_output_and_nothing_else(asked):
    made, folder = asked
    printed = json.loads(made.stdout)
    assert list(printed) == ["measures", "run"]
    assert printed["run"] == str(folder)
    assert set(printed["measures"]["seeds"]) >= NAMED
    names = {field.name for field in fields(Interval)}
    for found in printed["measures"].values():
        for name, figure in found.items():
            assert set(figure) == names
            assert figure["n"] > 0
            if not name.endswith("_ms"):
                assert 0 <= figure["low"] <= figure["high"] <= 1


def test_a_run_compared_with_itself_differs_in_nothing(tanya, asked):
    _, folder = asked
    printed = json.loads(tanya("--compare", folder, folder, "--json").stdout)
    assert printed["won"] == printed["lost"] == []
    found = printed["differences"]["seeds"]
    assert {(f["value"], f["low"], f["high"]) for f in found.values()} == {(0, 0, 0)}


def test_a_finished_run_that_is_resumed_asks_nothing_again(tanya, asked):
    made, folder = asked
    before = (folder / "questions.jsonl").read_bytes()
    again = tanya("--resume", folder, "--json")
    assert (folder / "questions.jsonl").read_bytes() == before
    assert json.loads(again.stdout) == json.loads(made.stdout)


def test_a_run_is_repeated_with_its_own_settings(tanya, asked, monkeypatch):
    _, folder = asked
    monkeypatch.setenv("TANYA_RETRIEVAL__K", "3")
    made = tanya("--repeat", folder, "--runs", folder.parent, "--run", "second")
    assert made.exit_code == 0, made.stderr
    first, second = SavedRun.open(folder), SavedRun.open(folder.parent / "second")
    assert second.manifest["settings"] == first.manifest["settings"]
    assert [o.text for o in second.outcomes()] == [o.text for o in first.outcomes()]
    assert "seeds: 5 questions" in made.stdout


def test_pool_files_and_data_sets_may_follow_each_other(tanya, collection, tmp_path):
    reading, pool = collection / "reading.jsonl", collection / "pool.jsonl"
    made = tanya(
        "--data", f"one={reading}", f"two={reading}", "--pool", pool, reading,
        "--runs", tmp_path, "--run", "r", "--json",
    )  # fmt: skip
    assert made.exit_code == 0, made.stderr
    measures = json.loads(made.stdout)["measures"]
    assert set(measures) == {"one", "two"}
    assert measures["two"]["recall@1"]["n"] == 4
    assert SavedRun.open(tmp_path / "r").plan.pool == (str(pool), str(reading))


def test_only_the_rows_that_begin_so_are_asked_and_a_repeated_run_asks_the_same(
    tanya, collection, tmp_path
):
    made = tanya(
        "--gold", collection / "gold.jsonl", "--articles", collection / "articles",
        "--rows", "host", "--rows", "then", "--runs", tmp_path, "--run", "some",
    )  # fmt: skip
    assert made.exit_code == 0, made.stderr
    assert "seeds: 3 questions" in made.stdout
    tanya("--repeat", tmp_path / "some", "--runs", tmp_path, "--run", "again")
    some, again = SavedRun.open(tmp_path / "some"), SavedRun.open(tmp_path / "again")
    assert again.plan.rows == some.plan.rows == ("host", "then")
    assert [o.id for o in again.outcomes()] == ["host-en", "host-id", "then-id"]


def test_a_data_set_of_a_known_layout_takes_its_folder_by_option_or_by_position(tanya, tmp_path):
    for words in (("--data", f"collections={tmp_path}"), (f"collections={tmp_path}",)):
        made = tanya(*words, "--runs", tmp_path / "runs")
        assert made.exit_code == 1
        assert made.stderr.startswith(f"tanya: {tmp_path}: has no collections; name a folder")
        assert made.stderr.count("\n") == 1


def test_a_bad_file_is_one_line_on_stderr_and_no_run_is_left(tanya, tmp_path):
    bad = tmp_path / "bad.jsonl"
    bad.write_text("[1]\n", "utf-8")
    made = tanya("--data", f"x={bad}", "--runs", tmp_path / "runs")
    assert made.exit_code == 1
    assert made.stdout == ""
    assert made.stderr == f"tanya: {bad}: line 1: is not a JSON object; mend the line\n"
    assert not (tmp_path / "runs").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("--data", "facqa"),
        ("--data", "newsqa"),
        ("--data", "newsqa=x", "--pool", "x.jsonl"),
        ("--data", "=x.jsonl"),
        ("--data", "a=x.jsonl", "--data", "a=y.jsonl"),
        ("--pool", "x.jsonl"),
        ("--resume", "a", "--repeat", "b"),
    ],
)
def test_wrong_usage_is_exit_code_two(tanya, words):
    assert tanya(*words).exit_code == 2
