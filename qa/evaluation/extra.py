"""Libraries that only the evaluation needs; they are installed with `tanya[eval]`."""

from importlib import import_module
from typing import Any

from qa.evaluation import EvaluationError


class MissingExtraError(EvaluationError):
    """A library that only the evaluation needs is not installed; the message says what to do."""


def extra(module: str) -> Any:  # noqa: ANN401 (whatever the module holds)
    """Return a module of a library that only the evaluation needs.

    Raises:
        MissingExtraError: it is not installed.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        raise MissingExtraError(
            f"the evaluation needs {module.partition('.')[0]}; install it with "
            "pip install 'tanya[eval]'"
        ) from error
