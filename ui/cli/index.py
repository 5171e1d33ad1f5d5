"""The command `tanya index`."""

from collections.abc import Generator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa import DEFAULT_LIBRARY
from ui.cli.console import fail, format_count, stderr
from ui.cli.options import LibraryOption

if TYPE_CHECKING:
    from qa.indexing.prepare import Prepare
    from qa.indexing.progress import Progress
    from qa.indexing.sync import SyncReport
    from qa.ingest.document import LoadError
    from qa.settings import Settings
    from qa.store.base import Library

DaskOption = Annotated[
    str | None,
    typer.Option(
        "--dask",
        metavar="ADDRESS",
        help="A Dask cluster that splits and encodes the articles, as tcp://127.0.0.1:8786. "
        "It must be one that you trust.",
    ),
]


FETCHED_FOLDER = "fetched"
"""Where pages that were fetched are kept, beside the library."""

ColumnOption = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="FIELD=NAME",
        help="The column of CSV, Excel or JSON that holds text, title, published, author, source, "
        "url or id; repeatable.",
    ),
]


def index_command(
    articles: Annotated[
        list[str] | None,
        typer.Argument(
            help="Files and folders (text, HTML, PDF, Word, CSV, JSON, …), or addresses of pages."
        ),
    ] = None,
    library: LibraryOption = DEFAULT_LIBRARY,
    feed: Annotated[
        list[str] | None,
        typer.Option(metavar="URL", help="Fetch the pages of this RSS or Atom feed; repeatable."),
    ] = None,
    allow_private_addresses: Annotated[
        bool,
        typer.Option(
            "--allow-private-addresses", help="Fetch from this machine and private networks, too."
        ),
    ] = False,
    dask: DaskOption = None,
    column: ColumnOption = None,
    remove_missing: Annotated[
        bool,
        typer.Option(
            "--remove-missing", help="Remove articles even where a whole folder is empty or away."
        ),
    ] = False,
) -> None:
    """Build a library from articles, or bring it up to date."""
    from embeddings.load import encoder_name, open_encoder
    from qa.indexing.sync import sync_library
    from qa.ingest.sandbox import Sandbox
    from qa.settings import read_settings
    from qa.store.open import create_library

    settings, console = _with_columns(read_settings(), column or []), stderr()
    encoder = settings.encoder
    if allow_private_addresses:
        fetching = settings.fetch.model_copy(update={"allows_private_addresses": True})
        settings = settings.model_copy(update={"fetch": fetching})
    paths, unfetched = _fetched(articles or [], feed or [], library, settings)
    store = create_library(library, settings.milvus, settings.index)
    with console.status("Reading articles") as status:

        def show(progress: "Progress") -> None:
            status.update(_progress(progress))

        with (
            closing(Sandbox(settings.reading)) as reading,
            _prepared_by(dask, settings) as prepare,
            _report_interrupt(store),
        ):
            changes = sync_library(
                store,
                paths,
                encoder_name(encoder.model),
                lambda: open_encoder(encoder.model, encoder.cache_folder, console.print),
                settings.passage,
                show,
                compacts=True,
                read=reading.read,
                prepare=prepare,
                removes_missing=remove_missing,
            )
    for problem in (*unfetched, *changes.refused):
        console.print(f"refused: {problem}", markup=False, highlight=False, soft_wrap=True)
    for warning in changes.warnings:
        console.print(f"note: {warning}", markup=False, highlight=False, soft_wrap=True)
    typer.echo(_summary(changes, store.counts(), library))
    store.close()
    if changes.kept_missing:
        missing = format_count(len(changes.kept_missing), "article")
        fail(
            f"{missing} of these folders are missing all at once and were kept; check that they "
            "are there, or let the articles go with --remove-missing"
        )
    if changes.is_unchanged and not changes.unchanged:
        fail("no article was found; name files or folders of articles")


def _fetched(
    articles: list[str], feeds: list[str], library: str, settings: "Settings"
) -> "tuple[list[Path], Sequence[LoadError]]":
    """Fetch the addresses among the articles; return all paths, and why some were not fetched."""
    from qa.ingest.fetch import Fetcher, is_address
    from qa.store.open import folder_of

    paths = [Path(name) for name in articles if not is_address(name)]
    addresses = [name for name in articles if is_address(name)]
    if not (paths or addresses or feeds):
        fail("name files, folders or addresses of articles")
    if not (addresses or feeds):
        return paths, ()
    folder = folder_of(library) / FETCHED_FOLDER
    result = Fetcher(folder, settings.fetch).fetch(addresses, feeds)
    return [*paths, folder] if folder.is_dir() else paths, result.errors


def _with_columns(settings: "Settings", columns: list[str]) -> "Settings":
    """Return the settings with the columns that the command names."""
    from pydantic import ValidationError

    from qa.settings import ReadingSettings

    chosen = dict(settings.reading.columns) | dict(
        each.split("=", 1) for each in columns if "=" in each
    )
    fields = {**settings.reading.model_dump(), "columns": chosen}
    try:
        reading = ReadingSettings.model_validate(fields)
    except ValidationError:
        reading = None
    if reading is None or not all("=" in each for each in columns):
        fail(
            f"--column {' '.join(columns)}: expected FIELD=NAME, FIELD one of text, title, "
            "published, author, source, url, id"
        )
    return settings.model_copy(update={"reading": reading})


@contextmanager
def _report_interrupt(library: "Library") -> Generator[None]:
    """Tell a user who interrupts the run that nothing is lost."""
    try:
        yield
    except KeyboardInterrupt:
        articles, _ = library.counts()
        library.close()
        held = format_count(articles, "article")
        typer.echo(f"Stopped. The library holds {held}; the same command goes on.", err=True)
        raise


@contextmanager
def _prepared_by(address: str | None, settings: "Settings") -> "Generator[Prepare | None]":
    """Yield the splitting and encoding of the Dask cluster at this address; None without one."""
    if address is None:
        yield None
        return
    from functools import partial
    from importlib.util import find_spec

    if not find_spec("distributed"):
        fail("--dask needs the package distributed; install tanya[dask]")
    from embeddings.load import encoder_name
    from qa.indexing.dask import DaskCluster, open_local_encoder

    model = settings.encoder.model
    opener, name = partial(open_local_encoder, model), encoder_name(model)
    with closing(DaskCluster(address, settings.dask, settings.passage, name, opener)) as cluster:
        yield cluster.prepare


def _progress(progress: "Progress") -> str:
    rate = f"{progress.passages_per_second:.0f} passages a second"
    left = progress.seconds_left
    when = "" if left is None else f", {_minutes(left)} left"
    return f"{format_count(progress.articles, 'article')}, {rate}{when}"


def _minutes(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def _summary(changes: "SyncReport", counts: tuple[int, int], library: str) -> str:
    articles, passages = format_count(counts[0], "article"), format_count(counts[1], "passage")
    holds = f"{library} holds {articles} in {passages}"
    refused = f", {len(changes.refused)} refused" if changes.refused else ""
    moved = f", {len(changes.moved)} moved" if changes.moved else ""
    if changes.is_unchanged:
        return f"Nothing changed{refused}. {holds}."
    return (
        f"{len(changes.added)} added, {len(changes.changed)} changed, "
        f"{len(changes.removed)} removed, {changes.unchanged} unchanged{moved}{refused}. {holds}."
    )


def forget_command(
    names: Annotated[
        list[str], typer.Argument(help="Ids of articles, or files and folders that they came from.")
    ],
    library: LibraryOption = DEFAULT_LIBRARY,
) -> None:
    """Remove articles from a library; their files stay."""
    from qa.settings import read_settings
    from qa.store.open import open_library

    settings = read_settings()
    with closing(open_library(library, settings.milvus, settings.index)) as store:
        found = {name: _ids_of(store, name) for name in names}
        unknown = [name for name, ids in found.items() if not ids]
        ids = tuple(dict.fromkeys(id_ for each in found.values() for id_ in each))
        if ids:
            store.update((), ids)
            store.flush()
        counts = store.counts()
    articles, passages = format_count(counts[0], "article"), format_count(counts[1], "passage")
    typer.echo(
        f"{format_count(len(ids), 'article')} forgotten. {library} holds {articles} in {passages}. "
        "The files are untouched: indexing them again brings them back."
    )
    if unknown:
        fail(f"no article has the id or the path {unknown[0]!r}; 'tanya info' tells what is held")


def _ids_of(library: "Library", name: str) -> tuple[str, ...]:
    """Return the ids of the articles with this id, or of this file or folder."""
    if name in library.source_records([name]):
        return (name,)
    return library.ids(str(Path(name).resolve()))
