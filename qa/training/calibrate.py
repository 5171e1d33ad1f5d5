"""Calibration: `python -m qa.training.calibrate RUN` fits the confidence to a saved run.

Fits the logistic regression of `qa.reader.calibration` to the questions of `newsqa-library` in a
saved run, with those about one article in one fold, and prints the settings, what cross-validation
says of them, and the least confidence at which the share of absent answers asked for is refused.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import (
    LogisticRegression,  # pyright: ignore[reportUnknownVariableType]
)
from sklearn.model_selection import (
    GroupKFold,
    cross_val_predict,  # pyright: ignore[reportUnknownVariableType]
)

from qa.evaluation.metrics.statistics import auroc, calibration_error
from qa.evaluation.outcome import Outcome
from qa.evaluation.runs import SavedRun
from qa.evaluation.tasks.newsqa import NEWSQA_LIBRARY
from qa.reader.calibration import WEIGHT_NAMES, values
from qa.schema.reading import AnswerFeatures
from qa.settings import SURE_CONFIDENCE

FOLDS = 10
REFUSED = 0.88
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Calibration:
    """Fitted settings, and how good they are on questions that they were not fitted to.

    Attributes:
        settings: the weights by their names in `ReaderSettings`.
        min_confidence: at which REFUSED of the absent answers are refused.
        answered: the share of answerable questions that then get an answer.
        auroc: of telling answers that are right from others.
        error: the expected calibration error.
        sure: the share of questions whose answer is called sure.
        sure_right: the share of those that are right.
    """

    settings: dict[str, float]
    min_confidence: float
    answered: float
    auroc: float
    error: float
    sure: float
    sure_right: float


def calibrated(outcomes: Sequence[Outcome]) -> Calibration:
    """Return the calibration fitted to these outcomes; those without features are left out."""
    kept = [outcome for outcome in outcomes if outcome.features]
    features = np.array([values(_features(outcome)) for outcome in kept])
    right = np.array([outcome.values["right"] for outcome in kept])
    answerable = np.array([outcome.values["answerable"] for outcome in kept]) > 0
    scaled = (features - features.mean(axis=0)) / _spread(features)
    groups = [_article(outcome) for outcome in kept]
    predict = cast("Any", cross_val_predict)
    predicted: Floats = predict(
        LogisticRegression(),
        scaled,
        right,
        groups=groups,
        cv=GroupKFold(FOLDS),
        method="predict_proba",
    )[:, 1]
    even = np.ones((1, len(kept)))
    least = float(np.quantile(predicted[~answerable], REFUSED))
    sure = predicted >= SURE_CONFIDENCE
    return Calibration(
        settings=_settings(features, right),
        min_confidence=least,
        answered=float((predicted[answerable] >= least).mean()),
        auroc=float(auroc(even, predicted, right)[0]),
        error=float(calibration_error(even, predicted, right)[0]),
        sure=float(sure.mean()),
        sure_right=float(right[sure].mean()),
    )


def _features(outcome: Outcome) -> AnswerFeatures:
    kept = dict(outcome.features)
    return AnswerFeatures(
        windows=int(kept["windows"]),
        log_odds=kept["log_odds"],
        retrieval=kept["retrieval"],
        is_foreign=bool(kept["is_foreign"]),
        lead=kept["lead"],
    )


def _article(outcome: Outcome) -> str:
    """Name what an outcome is grouped by: its pack of articles and its place there, by tens."""
    return outcome.stem[:-1]


def _spread(features: Floats) -> Floats:
    """Return each feature's standard deviation; 1 of one that is always the same."""
    spread: Floats = features.std(axis=0)
    return np.where(spread > 0, spread, 1.0)


def _settings(features: Floats, right: Floats) -> dict[str, float]:
    """Return the weights for features as they are, not standardised."""
    mean, spread = features.mean(axis=0), _spread(features)
    model: Any = LogisticRegression()
    model.fit((features - mean) / spread, right)
    weights: Floats = model.coef_[0] / spread
    bias = float(model.intercept_[0] - weights @ mean)
    fitted = dict(zip(WEIGHT_NAMES, map(float, weights), strict=True))
    return {"bias": round(bias, 3)} | {name: round(each, 3) for name, each in fitted.items()}


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the calibration fitted to a saved run, as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path, help="the folder of a run of newsqa-library")
    outcomes = SavedRun.open(parser.parse_args(arguments).run).outcomes()
    found = calibrated([o for o in outcomes if o.data == NEWSQA_LIBRARY])
    print(json.dumps(asdict(found), indent=1))  # noqa: T201


if __name__ == "__main__":
    main()
