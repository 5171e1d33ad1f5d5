"""The command line: tanya index | ask | chat | serve | info | repair | eval.

Exit codes: 0 done, 1 the command failed (one line on stderr says why and what to do), 2 wrong
usage. That the articles do not answer is not a failure.
"""

import json
import logging
import os
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from click import Context
from typer.core import TyperGroup

from embeddings.errors import TanyaError
from qa import DEFAULT_LIBRARY
from ui.cli.eval import eval_command

if TYPE_CHECKING:
    from rich.console import Console

    from qa.assistant import Assistant
    from qa.indexing.prepare import Prepare
    from qa.indexing.sync import Progress, SyncReport
    from qa.llm.writer import Writer
    from qa.schema.filters import SearchFilter
    from qa.settings import Settings
    from qa.store.base import Library


class _Commands(TyperGroup):
    """The commands; what fails in one that is known is one line on stderr and exit code 1."""

    def invoke(self, ctx: Context) -> object:
        """Run the command that was named."""
        try:
            return super().invoke(ctx)
        except (TanyaError, OSError) as error:
            _fail(str(error))


app = typer.Typer(
    cls=_Commands,
    help="Ask a collection of news articles. Every claim in an answer is a quotation you can open.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

LibraryOption = Annotated[
    str,
    typer.Option(
        "--library",
        metavar="FOLDER",
        help="The library's folder; or milvus:URI for one that Milvus keeps, as "
        "milvus:http://127.0.0.1:19530.",
        show_default=True,
    ),
]
SourceOption = Annotated[
    list[str] | None,
    typer.Option("--source", help="Look only at this publisher's articles; may be repeated."),
]
SinceOption = Annotated[
    datetime | None,
    typer.Option(
        "--since", formats=["%Y-%m-%d"], help="Look only at articles published from this day on."
    ),
]
UntilOption = Annotated[
    datetime | None,
    typer.Option(
        "--until", formats=["%Y-%m-%d"], help="Look only at articles published up to this day."
    ),
]
HostOption = Annotated[
    str | None, typer.Option(help="The address to listen on; one of this machine's own.")
]
PortOption = Annotated[int | None, typer.Option(min=1, max=65535)]
LanguageModelOption = Annotated[
    str | None,
    typer.Option(
        "--llm",
        metavar="URL",
        help="An OpenAI-compatible endpoint whose model also writes the answer out, as "
        "http://127.0.0.1:11434/v1. Its key, if it wants one: TANYA_LLM__KEY.",
    ),
]
ModelOption = Annotated[
    str | None, typer.Option("--llm-model", metavar="NAME", help="The model of the endpoint.")
]
DaskOption = Annotated[
    str | None,
    typer.Option(
        "--dask",
        metavar="ADDRESS",
        help="A Dask cluster that splits and encodes the articles, as tcp://127.0.0.1:8786. "
        "It must be one that you trust.",
    ),
]


@app.command()
def index(
    articles: Annotated[
        list[Path],
        typer.Argument(help="Files and folders: .txt .md .html .pdf .docx .jsonl .csv"),
    ],
    library: LibraryOption = DEFAULT_LIBRARY,
    dask: DaskOption = None,
) -> None:
    """Build a library from articles, or bring it up to date."""
    from embeddings.load import encoder_name, open_encoder
    from qa.indexing.sync import sync_library
    from qa.ingest.sandbox import Sandbox
    from qa.settings import read_settings
    from qa.store.open import make_library

    settings, console = read_settings(), _stderr()
    encoder = settings.encoder
    kept = make_library(library, settings.milvus)
    with console.status("Reading articles") as status:

        def show(progress: "Progress") -> None:
            status.update(_progress(progress))

        with (
            closing(Sandbox(settings.reading)) as reading,
            _prepared_by(dask, settings) as prepare,
            _told_when_stopped(kept),
        ):
            changes = sync_library(
                kept,
                articles,
                encoder_name(encoder.model),
                lambda: open_encoder(encoder.model, encoder.cache_folder, console.print),
                settings.passage,
                show,
                compacts=True,
                read=reading.read,
                prepare=prepare,
            )
    for problem in changes.refused:
        console.print(f"refused: {problem}", markup=False, highlight=False, soft_wrap=True)
    print(_summary(changes, kept.counts(), library))
    kept.close()
    if not (changes.added or changes.changed or changes.removed or changes.unchanged):
        _fail("no article was found; name files or folders of articles")


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="In English or Indonesian.")],
    library: LibraryOption = DEFAULT_LIBRARY,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the answer as one JSON object.")
    ] = False,
    source: SourceOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    llm: LanguageModelOption = None,
    llm_model: ModelOption = None,
) -> None:
    """Answer a question from the library."""
    from qa.answer.record import answer_record
    from qa.answer.render_text import render_text
    from qa.assistant import Assistant

    assistant = Assistant.open(library, _settings(llm, llm_model), report=_stderr().print)
    scope = _scope(assistant.sources, source or (), since, until)
    writer = _writer(assistant)
    if writer:
        answer = writer.ask(assistant.ask, question, scope=scope)
    else:
        answer = assistant.ask(question, scope=scope)
    if as_json:
        print(json.dumps(answer_record(answer), ensure_ascii=False, indent=2))
    else:
        print(render_text(answer))


@app.command()
def chat(
    library: LibraryOption = DEFAULT_LIBRARY,
    host: HostOption = None,
    port: PortOption = None,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
    llm: LanguageModelOption = None,
    llm_model: ModelOption = None,
) -> None:
    """Open the chat on this machine."""
    address = _launched(library, _settings(llm, llm_model), host, port, browser)
    print(f"The chat is at {address} (Ctrl+C ends it)", flush=True)
    _wait()


@app.command()
def serve(
    library: LibraryOption = DEFAULT_LIBRARY,
    host: HostOption = None,
    port: PortOption = None,
    llm: LanguageModelOption = None,
    llm_model: ModelOption = None,
) -> None:
    """Answer programs on this machine: POST /ask, and tools for agents. The chat is there, too."""
    from importlib.util import find_spec

    settings = _settings(llm, llm_model)
    address = _launched(library, settings, host, port, open_browser=False)
    print(f"Questions go to {address}ask, as {address}openapi.json says (Ctrl+C ends it)")
    tools = f"Tools for agents are at {address}mcp"
    print(tools if find_spec("mcp") else "For tools for agents install tanya[mcp]", flush=True)
    _wait()


@app.command()
def info(library: LibraryOption = DEFAULT_LIBRARY) -> None:
    """Tell what the library holds, and how it is searched."""
    from qa.settings import read_settings
    from qa.store.open import open_library
    from qa.store.stats import LibraryStats

    kept = open_library(library, read_settings().milvus)
    print("\n".join((library, *LibraryStats.of(kept).lines)))
    kept.close()


@app.command()
def repair(library: LibraryOption = DEFAULT_LIBRARY) -> None:
    """Save what can be saved of a library whose file is damaged."""
    from qa.indexing.repair import repair
    from qa.settings import read_settings
    from qa.store.open import folder_of

    done = repair(folder_of(library), read_settings().passage)
    if done.damaged is None:
        print(f"Nothing is damaged. {library} holds {_counted(done.saved, 'article')}.")
        return
    print(
        f"{_counted(done.saved, 'article')} saved, {done.lost} lost. The damaged file is kept as "
        f"{done.damaged}; 'tanya index' on the same articles brings the others in again."
    )


app.command("eval")(eval_command)


def _settings(llm: str | None, llm_model: str | None) -> "Settings":
    """Return the settings of the environment, with the language model of the command."""
    from qa.settings import read_settings

    return read_settings().with_language_model(llm, llm_model)


def _writer(assistant: "Assistant") -> "Writer | None":
    from qa.llm.open import open_writer

    return open_writer(assistant.settings.llm, assistant.reader)


def _launched(
    library: str, settings: "Settings", host: str | None, port: int | None, open_browser: bool
) -> str:
    """Return the address at which the chat of a library is now being served."""
    console = _stderr()
    with console.status("Opening the library"):
        from qa.assistant import Assistant

        assistant = Assistant.open(library, settings, report=console.print)
        writer = _writer(assistant)
    with console.status("Starting the chat"):
        launch = _chat_launcher()
    return launch(
        assistant,
        host=host or settings.chat.host,
        port=port or settings.chat.port,
        open_browser=open_browser,
        wait=False,
        server=settings.server,
        writer=writer,
    )


def _chat_launcher() -> Callable[..., str]:
    # Imports Gradio, which takes seconds: only for those who chat.
    from ui.chat.app import launch

    return launch


def _wait() -> None:
    import threading

    threading.Event().wait()


@contextmanager
def _told_when_stopped(library: "Library") -> Generator[None]:
    """Say of a run that the user stops that nothing is lost."""
    try:
        yield
    except KeyboardInterrupt:
        articles, _ = library.counts()
        library.close()
        held = _counted(articles, "article")
        print(f"Stopped. The library holds {held}; the same command goes on.", file=sys.stderr)
        raise


@contextmanager
def _prepared_by(address: str | None, settings: "Settings") -> "Generator[Prepare | None]":
    """Yield what has the cluster at this address split and encode; None where there is none."""
    if address is None:
        yield None
        return
    from functools import partial
    from importlib.util import find_spec

    if not find_spec("distributed"):
        _fail("--dask needs the package distributed; install tanya[dask]")
    from embeddings.load import encoder_name
    from qa.indexing.dask import DaskCluster, open_here

    model = settings.encoder.model
    opener, name = partial(open_here, model), encoder_name(model)
    with closing(DaskCluster(address, settings.dask, settings.passage, name, opener)) as cluster:
        yield cluster.prepare


def _progress(progress: "Progress") -> str:
    rate = f"{progress.passages_per_second:.0f} passages a second"
    left = progress.seconds_left
    when = "" if left is None else f", {_minutes(left)} left"
    return f"{_counted(progress.articles, 'article')}, {rate}{when}"


def _minutes(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def _summary(changes: "SyncReport", counts: tuple[int, int], library: str) -> str:
    articles, passages = counts
    holds = f"{library} holds {_counted(articles, 'article')} in {_counted(passages, 'passage')}"
    refused = f", {len(changes.refused)} refused" if changes.refused else ""
    if changes.nothing:
        return f"Nothing changed{refused}. {holds}."
    return (
        f"{len(changes.added)} added, {len(changes.changed)} changed, "
        f"{len(changes.removed)} removed, {changes.unchanged} unchanged{refused}. {holds}."
    )


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _scope(
    known: Sequence[str], sources: Sequence[str], since: datetime | None, until: datetime | None
) -> "SearchFilter":
    """Return what is looked at; `known` are the publishers there are."""
    from qa.ingest.publishers import source_names
    from qa.schema.filters import DateRange, SearchFilter

    names = source_names(known)
    if unknown := [source for source in sources if source.lower() not in names]:
        _fail(f"no article is by {unknown[0]!r}; name one of: {', '.join(known) or 'none yet'}")
    first, last = since and since.date(), until and until.date()
    if first and last and first > last:
        _fail(f"--since {first} is after --until {last}; exchange them")
    found = dict.fromkeys(names[source.lower()] for source in sources)
    return SearchFilter(tuple(found), DateRange(first, last))


def _stderr() -> "Console":
    from rich.console import Console

    return Console(stderr=True)


def _fail(message: str) -> NoReturn:
    print(f"tanya: {message}", file=sys.stderr)
    raise typer.Exit(1)


def main() -> None:
    """Run the command line."""
    # Bad files make the parsers log; what is wrong with a file is said once, by us.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "true")
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
