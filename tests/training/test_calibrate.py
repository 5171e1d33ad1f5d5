"""Fitting the confidence to a saved run."""

import json
import math
from random import Random

import pytest

from qa.evaluation.outcome import Outcome, record_features
from qa.evaluation.runs import EvaluationPlan, SavedRun
from qa.schema.reading import AnswerFeatures
from qa.training.calibrate import fit_calibration, main
from qa.training.config import CalibrationConfig

WEIGHT, BIAS = 0.8, -1.0


def outcome(number: int, features: AnswerFeatures, right: float) -> Outcome:
    values = {"answerable": float(number % 3 > 0), "right": right, "confidence": 0.5}
    return Outcome(
        "newsqa-library", f"pack-{number}-id", f"pack-{number}", "who", "id", "Siapa?", (), (),
        "Siti", "", (), values, {"total": 1.0}, features=record_features(features),
    )  # fmt: skip


@pytest.fixture(scope="module")
def outcomes() -> list[Outcome]:
    """Right by a logistic regression of the log odds alone."""
    random, made = Random(1), []
    for number in range(3000):
        log_odds = random.uniform(-6, 6)
        chance = 1 / (1 + math.exp(-(BIAS + WEIGHT * log_odds)))
        features = AnswerFeatures(8, log_odds, random.random(), random.random() < 0.5, 1.0)
        made.append(outcome(number, features, float(random.random() < chance)))
    return made


def test_the_weights_that_made_the_outcomes_are_found_again(outcomes):
    found = fit_calibration(outcomes, CalibrationConfig())
    assert found.settings["log_odds_weight"] == pytest.approx(WEIGHT, abs=0.08)
    assert found.settings["bias"] == pytest.approx(BIAS, abs=0.35)
    others = {n: w for n, w in found.settings.items() if n not in ("bias", "log_odds_weight")}
    assert all(abs(weight) < 0.4 for weight in others.values())
    assert found.error < 0.04
    assert 0.85 < found.auroc < 1


def test_features_come_back_from_a_saved_outcome_as_they_were():
    features = AnswerFeatures(8, 1.5, 0.25, True, 4.0)
    saved = json.loads(json.dumps(outcome(1, features, 1.0).to_json()))
    assert set(saved["features"]) == {"windows", "log_odds", "retrieval", "is_foreign", "lead"}
    assert Outcome.from_json(saved).answer_features == features


def test_the_command_prints_the_calibration_of_a_run(outcomes, tmp_path, capsys):
    run = SavedRun.create(tmp_path / "run", EvaluationPlan((), None, "test"), {})
    for each in outcomes[:200]:
        run.append(each)
    main([str(run.folder)])
    printed = json.loads(capsys.readouterr().out)
    assert {"settings", "min_confidence", "auroc"} <= printed.keys()


def test_a_run_of_other_questions_is_refused_in_a_line(tmp_path):
    run = SavedRun.create(tmp_path / "run", EvaluationPlan((), None, "test"), {})
    with pytest.raises(SystemExit, match=r"run: has no answers of newsqa-library; name a run"):
        main([str(run.folder)])
