"""Options that several commands share."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

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
AllowHostOption = Annotated[
    list[str] | None,
    typer.Option(
        "--allow-host",
        metavar="NAME",
        help="A name by which a reverse proxy lets the server be asked; repeatable.",
    ),
]
RootPathOption = Annotated[
    str | None,
    typer.Option(
        "--root-path",
        metavar="PATH",
        help="The path that a reverse proxy takes off, as /tanya.",
    ),
]
WatchOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--watch", metavar="FOLDER", help="Index this folder again as it changes; repeatable."
    ),
]
