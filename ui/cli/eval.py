"""The command `tanya eval`."""

import json
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qa.evaluation.datasets.catalog import (
    CHATS,
    DISAGREEMENTS,
    IN_FOLDERS,
    PACKAGED,
    SEEDS,
    packaged_file,
)

if TYPE_CHECKING:
    from qa.evaluation.compare import Comparison
    from qa.evaluation.outcome import Outcome
    from qa.evaluation.runs import EvaluationPlan, SavedRun
    from qa.settings import Settings

RUNS = Path("runs")
SEED_ARTICLES = Path("seeds")
MOST_SHOWN = 25


def eval_command(
    more: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME=FILE | NAME=FOLDER | POOL FILE]...",
            help="More data sets and pool files.",
        ),
    ] = None,
    data: Annotated[
        list[str] | None,
        typer.Option(
            help="NAME=FILE in the reading layout; newsqa=FOLDER, newsqa-library=FOLDER, "
            "collections=FOLDER; 'seeds', 'chats', 'disagreements': ours."
        ),
    ] = None,
    pool: Annotated[
        list[Path] | None, typer.Option(help="Passages among which each row's own is looked for.")
    ] = None,
    pool_articles: Annotated[
        int | None, typer.Option(min=1, help="Take the first N articles of a pool of articles.")
    ] = None,
    rows: Annotated[
        list[str] | None,
        typer.Option(metavar="PREFIX", help="Ask only the rows whose id begins so; repeatable."),
    ] = None,
    split: Annotated[str, typer.Option(help="Of what is our own: test, tune or all.")] = "test",
    gold: Annotated[
        Path | None, typer.Option(help="The gold questions; default: those in the package.")
    ] = None,
    chats: Annotated[
        Path | None,
        typer.Option(help="The chats, their articles beside; default: those in the package."),
    ] = None,
    disagreements: Annotated[
        Path | None,
        typer.Option(
            help="Cases where articles differ, or only seem to; default: those in the package."
        ),
    ] = None,
    articles: Annotated[
        Path, typer.Option(help="The articles of gold questions and chats.")
    ] = SEED_ARTICLES,
    retriever: Annotated[
        str, typer.Option(help="ours, bm25, dense, rrf, or shuffled (broken on purpose).")
    ] = "ours",
    compare: Annotated[
        tuple[Path, Path] | None, typer.Option(help="Two saved runs, measured pair by pair.")
    ] = None,
    resume: Annotated[Path | None, typer.Option(help="Take up a run that was cut off.")] = None,
    repeat: Annotated[
        Path | None, typer.Option(help="Make a saved run again, with its settings.")
    ] = None,
    run: Annotated[
        str | None, typer.Option(help="The new run's name; else the date and time.")
    ] = None,
    runs: Annotated[Path, typer.Option(help="The folder of saved runs.")] = RUNS,
    write: Annotated[
        Path | None, typer.Option(help="Write the page of results here, as Markdown.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object only.")] = False,
) -> None:
    """Measure how good the answers are, where they fail, and what a change did."""
    if sum(each is not None for each in (compare, resume, repeat, data or more or None)) > 1:
        raise typer.BadParameter("give one of --compare, --resume, --repeat and --data")
    if compare is not None:
        _compare_runs(compare, as_json)
        return
    if resume is not None:
        saved = _open_run(resume)
    elif repeat is not None:
        before = _open_run(repeat)
        saved = _create_run(runs / (run or _timestamp()), before.plan, before.settings)
    else:
        named, files = _split_words([*(data or ()), *(more or ())], pool or ())
        plan = _make_plan(named, files, gold or packaged_file(SEEDS), articles)
        plan = replace(
            plan,
            split=split,
            pool_articles=pool_articles,
            retriever=retriever,
            chats=_file_of(CHATS, chats, named),
            disagreements=_file_of(DISAGREEMENTS, disagreements, named),
            rows=tuple(rows or ()),
        )
        saved = _create_run(runs / (run or _timestamp()), plan, None)
    _evaluate(saved)
    _report_run(saved, write, as_json)


def _file_of(name: str, path: Path | None, named: Sequence[str]) -> str | None:
    """Return the file of a packaged data set, or that which replaces it; None if not named."""
    return str((path or packaged_file(name)).resolve()) if name in named else None


def _split_words(words: Sequence[str], pool: Sequence[Path]) -> tuple[list[str], list[Path]]:
    """Separate the names of data sets from pool files, which may stand among them."""
    named = [word for word in words if "=" in word or word in PACKAGED]
    return named, [*pool, *(Path(word) for word in words if word not in named)]


def _make_plan(
    named: Sequence[str], pool: Sequence[Path], gold: Path, articles: Path
) -> "EvaluationPlan":
    from qa.evaluation.runs import EvaluationPlan

    data: dict[str, str] = {}
    for word in named:
        name, _, path = word.partition("=")
        if name in data or (name in PACKAGED) is bool(path) or not name or "/" in name:
            own = " or ".join(f"'{each}'" for each in PACKAGED)
            raise typer.BadParameter(
                f"{word!r}: expected NAME=FILE, each name once, {IN_FOLDERS[0]}=FOLDER, or {own}"
            )
        data[name] = str(Path(path).resolve())
    if pool and not any(name not in (*PACKAGED, *IN_FOLDERS) for name in data):
        raise typer.BadParameter("--pool needs a data set to look for: --data NAME=FILE")
    asks_gold = not data or data.pop(SEEDS, None) is not None
    data.pop(CHATS, None)
    data.pop(DISAGREEMENTS, None)
    return EvaluationPlan(
        articles=(str(articles.resolve()),),
        gold=str(gold.resolve()) if asks_gold else None,
        split="test",
        data=tuple(data.items()),
        pool=tuple(str(path.resolve()) for path in pool),
    )


def _create_run(folder: Path, plan: "EvaluationPlan", saved: "Settings | None") -> "SavedRun":
    """Create a run with the settings that were saved, or those of the environment."""
    from qa.evaluation.runner import check_plan
    from qa.evaluation.runs import SavedRun
    from qa.settings import read_settings

    check_plan(plan)
    settings = saved or read_settings()
    return SavedRun.create(folder, plan, settings.model_dump(mode="json"))


def _open_run(folder: Path) -> "SavedRun":
    from qa.evaluation.runs import SavedRun

    return SavedRun.open(folder)


def _evaluate(saved: "SavedRun") -> None:
    from qa.evaluation.runner import evaluate

    with _progress() as report:
        evaluate(saved, saved.settings, report)


def _report_run(saved: "SavedRun", page: Path | None, as_json: bool) -> None:
    from qa.evaluation.metrics.measures import figures, group_by_dataset
    from qa.evaluation.reports.report import write_reports
    from qa.evaluation.reports.results_page import results_page
    from qa.evaluation.reports.table import figures_record

    outcomes = saved.outcomes()
    report = write_reports(saved, outcomes)
    if page is not None:
        page.write_text(results_page(saved.manifest, outcomes), "utf-8")
    if as_json:
        grouped = group_by_dataset(outcomes)
        measures = {name: figures_record(figures(each)) for name, each in grouped.items()}
        typer.echo(json.dumps({"measures": measures, "run": str(saved.folder)}, ensure_ascii=False))
        return
    _show_tables(outcomes)
    typer.echo(f"The run is in {saved.folder}; look at {report}")


def _show_tables(outcomes: "Sequence[Outcome]") -> None:
    from qa.evaluation.metrics.measures import figures, group_by_dataset
    from qa.evaluation.reports.failures import kind_table
    from qa.evaluation.reports.table import figures_by_system, language_table, measure_table

    split = group_by_dataset(outcomes)
    for name in dict.fromkeys(outcome.data for outcome in outcomes):
        each = split[name]
        _show(f"{name}: {len(each)} questions", measure_table(figures_by_system(each)))
        languages = {key: figures(split[key]) for key in split if key.startswith(f"{name}/")}
        if languages:
            _show(f"{name}: by the language of the question", language_table(languages))
        _show(f"{name}: where answers fail, by kind", kind_table(each))


def _show(title: str, rows: Sequence[Sequence[str]]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD)
    for number, name in enumerate(rows[0]):
        table.add_column(name, justify="right" if number else "left")
    for line in rows[1:]:
        table.add_row(*line)
    # Without a terminal, rich would cut the table to 80 columns.
    console = Console()
    (console if console.is_terminal else Console(width=160)).print(table)


def _compare_runs(folders: tuple[Path, Path], as_json: bool) -> None:
    from qa.evaluation.compare import compare, comparison_record

    before, after = (_open_run(folder).outcomes() for folder in folders)
    found = compare(before, after)
    if as_json:
        record = comparison_record(found) | {"runs": [str(folder) for folder in folders]}
        typer.echo(json.dumps(record, ensure_ascii=False))
        return
    _show_comparison(found, folders)


def _show_comparison(found: "Comparison", folders: tuple[Path, Path]) -> None:
    from qa.evaluation.compare import difference_table

    for data, differences in found.differences.items():
        _show(f"{data}: {folders[1]} minus {folders[0]}", difference_table(differences))
    for title, changes in (("won", found.won), ("lost", found.lost)):
        shown = "" if len(changes) <= MOST_SHOWN else f", the first {MOST_SHOWN} are"
        typer.echo(f"{title}: {len(changes)}{shown}")
        # JSON has them all.
        for each in changes[:MOST_SHOWN]:
            gone = f"{each.before:.2f} → {each.after:.2f}"
            typer.echo(f"  {each.data} {each.id} {each.measure} {gone}  {each.question}")


def _timestamp() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H-%M-%S")


@contextmanager
def _progress() -> Generator[Callable[[str, int, int], None]]:
    """Yield a function that shows progress on stderr; stdout stays free for results."""
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, TimeRemainingColumn

    shown = (*Progress.get_default_columns()[:2], MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*shown, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, Any] = {}

        def report(what: str, done: int, of: int) -> None:
            task = tasks.setdefault(what, None) or bars.add_task(what)
            tasks[what] = task
            bars.update(task, completed=done, total=of)

        yield report
