"""Calibration: `python -m qa.training.calibrate RUN` fits the confidence to a saved run.

Fits the logistic regression of `qa.reader.calibration` to the questions of `newsqa-library` in a
saved run. Prints the settings, the figures of a cross-validation with all questions about one
article in one fold, and the least confidence at which the wanted share of unanswerable questions is
refused.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.evaluation import EvaluationError
from qa.evaluation.datasets.catalog import NEWSQA_LIBRARY
from qa.evaluation.metrics.statistics import calibration_error
from qa.evaluation.outcome import Outcome
from qa.evaluation.runs import SavedRun
from qa.reader.calibration import WEIGHT_NAMES, feature_values
from qa.settings import SURE_CONFIDENCE
from qa.training.command import exit_on_known_error
from qa.training.config import CalibrationConfig

COMMAND = "qa.training.calibrate"
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Calibration:
    """Fitted settings, and their figures by cross-validation.

    Attributes:
        settings: the weights, by their names in `ReaderSettings`.
        min_confidence: at which the wanted share of unanswerable questions is refused.
        answered: the share of answerable questions that are then answered.
        auroc: of telling right answers from others.
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


def fit_calibration(outcomes: Sequence[Outcome], config: CalibrationConfig) -> Calibration:
    """Return the calibration fitted to these outcomes; those without features are left out."""
    from sklearn.metrics import (
        roc_auc_score,  # pyright: ignore[reportUnknownVariableType]
    )

    kept = [(outcome, each) for outcome in outcomes if (each := outcome.answer_features)]
    features = np.array([feature_values(each) for _, each in kept])
    right = np.array([outcome.values["right"] for outcome, _ in kept])
    answerable = np.array([outcome.values["answerable"] for outcome, _ in kept]) > 0
    articles = [_article(outcome) for outcome, _ in kept]
    predicted = _cross_validated(features, right, articles, config.folds)
    least = float(np.quantile(predicted[~answerable], config.refused))
    sure = predicted >= SURE_CONFIDENCE
    return Calibration(
        settings=_settings(features, right),
        min_confidence=least,
        answered=float((predicted[answerable] >= least).mean()),
        auroc=float(roc_auc_score(right, predicted)),  # pyright: ignore[reportUnknownArgumentType]
        error=float(calibration_error(np.ones((1, len(kept))), predicted, right)[0]),
        sure=float(sure.mean()),
        sure_right=float(right[sure].mean()),
    )


def _article(outcome: Outcome) -> str:
    """Return the group of an outcome: its id without the last digit names its article."""
    return outcome.stem[:-1]


def _cross_validated(features: Floats, right: Floats, groups: Sequence[str], folds: int) -> Floats:
    """Return the probability of being right of each outcome, fitted without its own group."""
    from sklearn.linear_model import (
        LogisticRegression,  # pyright: ignore[reportUnknownVariableType]
    )
    from sklearn.model_selection import (
        GroupKFold,
        cross_val_predict,  # pyright: ignore[reportUnknownVariableType]
    )
    from sklearn.preprocessing import StandardScaler

    scaler: Any = StandardScaler()
    predicted: Any = cross_val_predict(  # pyright: ignore[reportUnknownVariableType]
        LogisticRegression(),
        scaler.fit_transform(features),
        right,
        groups=groups,
        cv=GroupKFold(folds),
        method="predict_proba",
    )
    return predicted[:, 1]  # pyright: ignore[reportUnknownVariableType]


def _settings(features: Floats, right: Floats) -> dict[str, float]:
    """Return the fitted weights for features that are not standardised, to three digits."""
    from sklearn.linear_model import (
        LogisticRegression,  # pyright: ignore[reportUnknownVariableType]
    )
    from sklearn.preprocessing import StandardScaler

    scaler: Any = StandardScaler()
    regression: Any = LogisticRegression()
    regression.fit(scaler.fit_transform(features), right)
    weights: Floats = regression.coef_[0] / scaler.scale_
    bias = float(regression.intercept_[0] - weights @ scaler.mean_)
    fitted = dict(zip(WEIGHT_NAMES, map(float, weights), strict=True))
    return {"bias": round(bias, 3)} | {name: round(each, 3) for name, each in fitted.items()}


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the calibration fitted to a saved run, as JSON."""
    shape, default = argparse.RawDescriptionHelpFormatter, CalibrationConfig()
    parser = argparse.ArgumentParser(
        f"python -m {COMMAND}", description=__doc__, formatter_class=shape
    )
    parser.add_argument("run", type=Path, help=f"the folder of a run of {NEWSQA_LIBRARY}")
    parser.add_argument("--folds", type=int, default=default.folds, help="default: %(default)s")
    parser.add_argument(
        "--refused",
        type=float,
        default=default.refused,
        help="the share of unanswerable questions to refuse; default: %(default)s",
    )
    options = parser.parse_args(arguments)
    with exit_on_known_error(COMMAND):
        outcomes = [o for o in SavedRun.open(options.run).outcomes() if o.data == NEWSQA_LIBRARY]
        if not any(outcome.features for outcome in outcomes):
            raise EvaluationError(
                f"{options.run}: has no answers of {NEWSQA_LIBRARY}; name a run of "
                f"tanya eval {NEWSQA_LIBRARY}=FOLDER"
            )
        found = fit_calibration(outcomes, CalibrationConfig(options.folds, options.refused))
    print(json.dumps(asdict(found), indent=1))  # noqa: T201


if __name__ == "__main__":
    main()
