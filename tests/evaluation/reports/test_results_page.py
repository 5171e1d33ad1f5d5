"""EVALUATION.md is what a fresh run says, within its intervals."""

import re

import pytest

from qa.evaluation.datasets.catalog import packaged_file
from qa.evaluation.metrics.measures import figures
from qa.evaluation.runner import evaluate
from qa.evaluation.runs import EvaluationPlan, SavedRun
from qa.settings import Settings

LINE = re.compile(r"^\| (\S+?)(?: ↓)? \| ([\d.]+) \| ([\d.]+) – ([\d.]+) \| (\d+) \|", re.MULTILINE)
HALF_A_DIGIT = 0.0006


@pytest.fixture(scope="module")
def on_the_page(root):
    text = (root / "EVALUATION.md").read_text("utf-8")
    seeds = text.partition("## seeds")[2].partition("\n## ")[0]
    return {name: tuple(map(float, found)) for name, *found in LINE.findall(seeds)}


@pytest.fixture(scope="module")
def fresh(root, cache, tmp_path_factory):
    settings = Settings.model_validate({"encoder": {"cache_folder": cache}})
    plan = EvaluationPlan((str(root / "seeds"),), str(packaged_file("seeds")), "test")
    folder = tmp_path_factory.mktemp("runs") / "fresh"
    run = SavedRun.create(folder, plan, settings.model_dump(mode="json"))
    evaluate(run, settings, lambda *_: None)
    return figures([outcome for outcome in run.outcomes() if outcome.data == "seeds"])


def test_the_page_has_every_measure_that_a_fresh_run_has(on_the_page, fresh):
    assert set(on_the_page) == set(fresh)


def test_every_figure_of_a_fresh_run_lies_in_the_interval_on_the_page(on_the_page, fresh):
    outside = {
        name: (fresh[name].value, low, high)
        for name, (_, low, high, _) in on_the_page.items()
        # Times are of the machine that the page names.
        if not name.endswith("_ms")
        and not low - HALF_A_DIGIT <= fresh[name].value <= high + HALF_A_DIGIT
    }
    assert outside == {}


def test_every_quotation_of_a_fresh_run_is_verbatim(fresh):
    assert fresh["verbatim"].value == 1.0
