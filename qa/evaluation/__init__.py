"""Evaluation: how good the answers are, by data sets, tasks, metrics, baselines and saved runs.

Comes in: data sets with gold answers, and an assistant.
Goes out: a saved run, its figures with intervals, and reports. `tanya eval` is the way in. Asks an
`Assistant` as any user does, and knows nothing of how it finds its answers.
"""

from importlib import import_module
from typing import Any

from embeddings.errors import TanyaError


class EvaluationError(TanyaError):
    """An evaluation cannot be made; the message says what to do.

    EvaluationError
    ├── DataError           a data set cannot be read
    ├── RunError            a run cannot be made, read or repeated
    └── MissingExtraError   a library of the evaluation is not installed
    """


class MissingExtraError(EvaluationError):
    """A library that only the evaluation needs is not installed; the message says what to do."""


def import_extra(module: str) -> Any:  # noqa: ANN401 (whatever the module holds)
    """Import a module of a library that only the evaluation needs.

    Raises:
        MissingExtraError: the library is not installed.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        raise MissingExtraError(
            f"the evaluation needs {module.partition('.')[0]}; install it with "
            "pip install 'tanya[eval]'"
        ) from error
