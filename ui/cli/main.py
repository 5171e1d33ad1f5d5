"""The command line: tanya index | forget | ask | chat | serve | mcp | info | repair | eval.

Exit codes: 0 done, 1 the command failed (one line on stderr says why and what to do), 2 wrong
usage. That the articles do not answer is not a failure.
"""

import io
import json
import logging
import os
import sys
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from embeddings.errors import TanyaError
from qa import DEFAULT_LIBRARY
from ui.cli.console import fail, format_count, stderr
from ui.cli.eval import eval_command
from ui.cli.index import forget_command, index_command
from ui.cli.options import (
    LanguageModelOption,
    LibraryOption,
    ModelOption,
    SinceOption,
    SourceOption,
    UntilOption,
)
from ui.cli.serving import (
    chat_command,
    mcp_command,
    serve_command,
    settings_with_model,
    writer_of,
)

if TYPE_CHECKING:
    from qa.schema.filters import SearchFilter


class _Commands(TyperGroup):
    """The commands; a known failure of one is one line on stderr and exit code 1."""

    def invoke(self, ctx: Any) -> object:  # noqa: ANN401 (typer keeps click to itself)
        """Run the command that was named."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # Whoever read the output has heard enough; nothing is left to say on the way out.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(1)
        except (TanyaError, OSError) as error:
            fail(str(error))


app = typer.Typer(
    cls=_Commands,
    help="Ask a collection of news articles. Every claim in an answer is a quotation you can open.",
    no_args_is_help=True,
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def about(
    version: Annotated[bool, typer.Option("--version", help="Say which version this is.")] = False,
) -> None:
    """Say the version, if that is all that is asked."""
    if version:
        from importlib.metadata import version as version_of

        print(f"tanya {version_of('tanya')}")
        raise typer.Exit


app.command("index")(index_command)
app.command("forget")(forget_command)


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
    from qa.answer.record import AnswerRecord
    from qa.answer.render_text import render_text
    from qa.assistant import Assistant

    assistant = Assistant.open(library, settings_with_model(llm, llm_model), report=stderr().print)
    scope = _scope(assistant.sources, source or (), since, until)
    writer = writer_of(assistant)
    if writer:
        answer = writer.ask(assistant.ask, question, scope=scope)
    else:
        answer = assistant.ask(question, scope=scope)
    record = AnswerRecord.of(answer)
    if as_json:
        print(json.dumps(record.model_dump(mode="json"), ensure_ascii=False, indent=2))
    else:
        print(render_text(record))


app.command("chat")(chat_command)
app.command("serve")(serve_command)
app.command("mcp")(mcp_command)


@app.command()
def info(library: LibraryOption = DEFAULT_LIBRARY) -> None:
    """Tell what the library holds, and how it is searched."""
    from qa.settings import read_settings
    from qa.store.open import open_library
    from qa.store.stats import LibraryStats

    settings = read_settings()
    opened = open_library(library, settings.milvus, settings.index)
    print("\n".join((library, *LibraryStats.of(opened).lines)))
    opened.close()


@app.command()
def repair(library: LibraryOption = DEFAULT_LIBRARY) -> None:
    """Save what can be saved of a library whose file is damaged."""
    from qa.indexing.repair import repair
    from qa.settings import read_settings
    from qa.store.open import folder_of

    done = repair(folder_of(library), read_settings().passage)
    saved = format_count(done.saved, "article")
    if done.damaged is None:
        print(f"Nothing is damaged. {library} holds {saved}.")
        return
    print(
        f"{saved} saved, {done.lost} lost. The damaged file is kept as {done.damaged}; "
        f"'tanya index' on the same articles brings the others in again."
    )


app.command("eval")(eval_command)


def _scope(
    known: Sequence[str], sources: Sequence[str], since: datetime | None, until: datetime | None
) -> "SearchFilter":
    """Return the search filter of the options; `known` are the publishers of the articles."""
    from qa.ingest.page.publishers import source_names
    from qa.schema.filters import DateRange, SearchFilter

    names = source_names(known)
    if unknown := [source for source in sources if source.lower() not in names]:
        fail(f"unknown publisher {unknown[0]!r}; choose from: {', '.join(known) or 'none yet'}")
    first, last = since and since.date(), until and until.date()
    if first and last and first > last:
        fail(f"--since {first} is after --until {last}; give --since the earlier day")
    found = dict.fromkeys(names[source.lower()] for source in sources)
    return SearchFilter(tuple(found), DateRange(first, last))


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # What a terminal's encoding cannot show is replaced.
            stream.reconfigure(errors="replace")
    # Bad files make the parsers log; what is wrong with a file is said once, by us.
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "true")
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
