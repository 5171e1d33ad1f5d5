"""Step 8: `tanya eval` asks gold questions and measures the answers, with 95% intervals."""

import json

import pytest

from qa.evaluation.datasets.catalog import packaged_file

ASKED = ("delegation", "kim-wife")


@pytest.fixture(scope="module")
def gold(tmp_path_factory):
    """Two of the gold questions, each in both languages: one has an answer, one has none."""
    lines = packaged_file("seeds").read_text("utf-8").splitlines()
    chosen = [line for line in lines if json.loads(line)["id"][:-3] in ASKED]
    file = tmp_path_factory.mktemp("gold") / "gold.jsonl"
    file.write_text("\n".join(chosen) + "\n", "utf-8")
    return file


def test_a_run_measures_answers_and_refusals(command, gold, seeds, tmp_path):
    printed = command(
        "eval", "--gold", gold, "--articles", seeds, "--split", "all", "--runs", tmp_path, "--json"
    )
    measures = json.loads(printed)["measures"]["seeds"]
    for name in ("item_recall", "recall@1", "refusal_f1"):
        assert 0 <= measures[name]["low"] <= measures[name]["value"] <= measures[name]["high"] <= 1
    assert measures["item_recall"]["value"] == 1
