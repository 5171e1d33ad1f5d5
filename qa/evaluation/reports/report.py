"""Write the report of a run into its folder: `report.html`, `report.md` and its plots."""

from collections.abc import Sequence
from pathlib import Path

from qa.evaluation.outcome import Outcome
from qa.evaluation.reports.html_page import report_page
from qa.evaluation.reports.plots import plots
from qa.evaluation.reports.results_page import markdown_report
from qa.evaluation.reports.table import figures_by_system
from qa.evaluation.runs import SavedRun

PLOTS_FOLDER = "plots"


def write_reports(run: SavedRun, outcomes: Sequence[Outcome]) -> Path:
    """Write a run's report as HTML and as Markdown, and return the HTML file."""
    names = dict.fromkeys(outcome.data for outcome in outcomes)
    split = {name: [o for o in outcomes if o.data == name] for name in names}
    least = float(run.manifest["settings"]["answer"]["min_confidence"])
    drawn = {
        name: plots(name, each, figures_by_system(each), least) for name, each in split.items()
    }
    files = {name: _written(run.folder, name, each) for name, each in drawn.items()}
    (run.folder / "report.md").write_text(markdown_report(run.manifest, outcomes, files), "utf-8")
    page = run.folder / "report.html"
    page.write_text(report_page(run.manifest, outcomes, drawn), "utf-8")
    return page


def _written(folder: Path, data: str, drawn: dict[str, str]) -> dict[str, str]:
    """Write the plots of a data set, and return their files, relative to the folder, by title."""
    (folder / PLOTS_FOLDER).mkdir(exist_ok=True)
    files: dict[str, str] = {}
    for title, svg in drawn.items():
        file = f"{PLOTS_FOLDER}/{data}-{title.lower().replace(' ', '-')}.svg"
        (folder / file).write_text(svg, "utf-8")
        files[title] = file
    return files
