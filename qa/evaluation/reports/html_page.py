"""A run as one HTML page that needs nothing from outside: tables, plots and failed questions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from qa.evaluation.metrics.measures import figures, group_by_dataset
from qa.evaluation.outcome import Outcome
from qa.evaluation.reports.failures import failure_type, failures, kind_table
from qa.evaluation.reports.results_page import NOTES, describe_run
from qa.evaluation.reports.table import figures_by_system, language_table, measure_table

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

Table = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class DataSetSection:
    """The tables and plots of one data set.

    Attributes:
        name: of the data set.
        questions: how many it has.
        measures: a row for each measure.
        plots: SVG elements by title.
        languages: the measures by the language of the question; empty where it has one only.
        kinds: how many answers fail, by the kind of the question.
    """

    name: str
    questions: int
    measures: Table
    plots: "Mapping[str, Markup]"
    languages: Table
    kinds: Table


@dataclass(frozen=True, slots=True)
class FailedQuestion:
    """A question that was not answered as expected, with what failures are filtered by."""

    outcome: Outcome
    data: str
    kind: str
    language: str
    way: str


def report_page(
    manifest: Mapping[str, Any],
    outcomes: Sequence[Outcome],
    plots: Mapping[str, Mapping[str, str]],
) -> str:
    """Render the page.

    Args:
        manifest: of the run.
        outcomes: of the run.
        plots: for each data set, its plots by title, as SVG elements.
    """
    return _template().render(
        name=str(manifest["name"]),
        description=describe_run(manifest),
        data_sets=tuple(_sections(outcomes, plots)),
        notes=NOTES.split("\n"),
        failures=[
            FailedQuestion(each, each.data, each.kind, each.language, failure_type(each))
            for each in failures(outcomes)
        ],
    )


@cache
def _template() -> "Template":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("qa.evaluation.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("report.html")


def _sections(
    outcomes: Sequence[Outcome], plots: Mapping[str, Mapping[str, str]]
) -> Iterable[DataSetSection]:
    from markupsafe import Markup

    groups = group_by_dataset(outcomes)
    for name in dict.fromkeys(outcome.data for outcome in outcomes):
        questions = groups[name]
        languages = {key: figures(groups[key]) for key in groups if key.startswith(f"{name}/")}
        yield DataSetSection(
            name,
            len(questions),
            measure_table(figures_by_system(questions)),
            # The plots are our own drawings.
            {title: Markup(svg) for title, svg in plots.get(name, {}).items()},  # noqa: S704
            language_table(languages) if languages else (),
            kind_table(questions),
        )
