"""The page of results that stands in the repository, written from a run."""

from collections.abc import Mapping, Sequence
from typing import Any

from qa.evaluation.measure import by_data
from qa.evaluation.outcome import Outcome
from qa.evaluation.table import cells, columns, markdown


def results_page(manifest: Mapping[str, Any], outcomes: Sequence[Outcome]) -> str:
    """Return the page, in Markdown."""
    parts = ["# Evaluation"]
    for name, each in by_data(outcomes).items():
        parts += [f"## {name}", markdown(cells(columns(each)))]
    return "\n\n".join(parts) + "\n"
