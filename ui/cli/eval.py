"""The command `tanya eval`."""

import json
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qa.evaluation import FOLDER_DATA

if TYPE_CHECKING:
    from qa.evaluation.compare import Comparison
    from qa.evaluation.outcome import Outcome
    from qa.evaluation.runs import EvaluationPlan, SavedRun

RUNS = Path("runs")
GOLD = Path("tests/gold/seeds.jsonl")
CHATS_FILE = Path("tests/gold/chats.jsonl")
SEED_ARTICLES = Path("seeds")
SEEDS = "seeds"
CASES_FILE = Path("tests/gold/disagreements.jsonl")
CHATS = "chats"
DISAGREEMENTS = "disagreements"
OWN = (SEEDS, CHATS, DISAGREEMENTS)
"""Data sets that are named without a file."""

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
    gold: Annotated[Path, typer.Option(help="The gold questions.")] = GOLD,
    chats: Annotated[Path, typer.Option(help="The chats, their articles beside.")] = CHATS_FILE,
    disagreements: Annotated[
        Path, typer.Option(help="Cases where articles differ, or only seem to.")
    ] = CASES_FILE,
    articles: Annotated[Path, typer.Option(help="What the gold questions ask of.")] = SEED_ARTICLES,
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
        _compare(compare, as_json)
        return
    if resume is not None:
        saved = _opened(resume)
    elif repeat is not None:
        before = _opened(repeat)
        saved = _made(runs / (run or _name()), before.plan, before.manifest["settings"])
    else:
        named, files = _sorted([*(data or ()), *(more or ())], pool or ())
        plan = _plan(named, files, gold, articles)
        plan = replace(
            plan,
            split=split,
            pool_articles=pool_articles,
            retriever=retriever,
            chats=str(chats.resolve()) if CHATS in named else None,
            disagreements=str(disagreements.resolve()) if DISAGREEMENTS in named else None,
            rows=tuple(rows or ()),
        )
        saved = _made(runs / (run or _name()), plan, None)
    _ask(saved)
    _tell(saved, write, as_json)


def _sorted(words: Sequence[str], pool: Sequence[Path]) -> tuple[list[str], list[Path]]:
    """Return data sets and pool files; words after the first of either may be either."""
    named = [word for word in words if "=" in word or word in OWN]
    return named, [*pool, *(Path(word) for word in words if word not in named)]


def _plan(
    named: Sequence[str], pool: Sequence[Path], gold: Path, articles: Path
) -> "EvaluationPlan":
    from qa.evaluation.runs import EvaluationPlan

    data: dict[str, str] = {}
    for word in named:
        name, _, path = word.partition("=")
        if name in data or (name in OWN) is bool(path) or not name or "/" in name:
            own = " or ".join(f"'{each}'" for each in OWN)
            raise typer.BadParameter(
                f"{word!r}: expected NAME=FILE, each name once, {FOLDER_DATA[0]}=FOLDER, or {own}"
            )
        data[name] = str(Path(path).resolve())
    if pool and not any(name not in (*OWN, *FOLDER_DATA) for name in data):
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


def _made(folder: Path, plan: "EvaluationPlan", kept: Mapping[str, Any] | None) -> "SavedRun":
    """Return a new run, with the settings of another one or those of now."""
    from qa.evaluation.runner import check
    from qa.evaluation.runs import SavedRun
    from qa.settings import read_settings

    check(plan)
    settings = read_settings().model_dump(mode="json") if kept is None else kept
    return SavedRun.make(folder, plan, settings)


def _opened(folder: Path) -> "SavedRun":
    from qa.evaluation.runs import SavedRun

    return SavedRun.open(folder)


def _ask(saved: "SavedRun") -> None:
    from qa.evaluation.runner import evaluate
    from qa.settings import Settings

    with _progress() as report:
        evaluate(saved, Settings.model_validate(saved.manifest["settings"]), report)


def _tell(saved: "SavedRun", page: Path | None, as_json: bool) -> None:
    from qa.evaluation.metrics.measures import by_data, figures
    from qa.evaluation.reports.report import write_reports
    from qa.evaluation.reports.results_page import results_page
    from qa.evaluation.reports.table import as_record

    outcomes = saved.outcomes()
    report = write_reports(saved, outcomes)
    if page is not None:
        page.write_text(results_page(saved.manifest, outcomes), "utf-8")
    if as_json:
        found = {name: as_record(figures(each)) for name, each in by_data(outcomes).items()}
        typer.echo(json.dumps({"measures": found, "run": str(saved.folder)}, ensure_ascii=False))
        return
    _show_tables(outcomes)
    typer.echo(f"The run is in {saved.folder}; look at {report}")


def _show_tables(outcomes: "Sequence[Outcome]") -> None:
    from qa.evaluation.metrics.failures import kind_cells
    from qa.evaluation.metrics.measures import by_data, figures
    from qa.evaluation.reports.table import cells, columns, language_cells

    split = by_data(outcomes)
    for name in dict.fromkeys(outcome.data for outcome in outcomes):
        each = split[name]
        _show(f"{name}: {len(each)} questions", cells(columns(each)))
        languages = {key: figures(split[key]) for key in split if key.startswith(f"{name}/")}
        if languages:
            _show(f"{name}: by the language of the question", language_cells(languages))
        _show(f"{name}: where answers fail, by kind", kind_cells(each))


def _show(title: str, rows: Sequence[Sequence[str]]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD)
    for number, name in enumerate(rows[0]):
        table.add_column(name, justify="right" if number else "left")
    for line in rows[1:]:
        table.add_row(*line)
    # Not cut to the width of a terminal that is not there.
    console = Console()
    (console if console.is_terminal else Console(width=160)).print(table)


def _compare(folders: tuple[Path, Path], as_json: bool) -> None:
    from qa.evaluation.compare import as_record, compare

    before, after = (_opened(folder).outcomes() for folder in folders)
    found = compare(before, after)
    if as_json:
        record = as_record(found) | {"runs": [str(folder) for folder in folders]}
        typer.echo(json.dumps(record, ensure_ascii=False))
        return
    _show_comparison(found, folders)


def _show_comparison(found: "Comparison", folders: tuple[Path, Path]) -> None:
    from qa.evaluation.compare import difference_cells

    for data, differences in found.differences.items():
        _show(f"{data}: {folders[1]} minus {folders[0]}", difference_cells(differences))
    for title, changes in (("won", found.won), ("lost", found.lost)):
        shown = "" if len(changes) <= MOST_SHOWN else f", the first {MOST_SHOWN} are"
        typer.echo(f"{title}: {len(changes)}{shown}")
        # JSON has them all.
        for each in changes[:MOST_SHOWN]:
            gone = f"{each.before:.2f} → {each.after:.2f}"
            typer.echo(f"  {each.data} {each.id} {each.measure} {gone}  {each.question}")


def _name() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H-%M-%S")


@contextmanager
def _progress() -> Generator[Callable[[str, int, int], None]]:
    """Give what shows on stderr how far things are, and nothing on stdout."""
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
