"""The commands that serve: `tanya chat`, `tanya serve` and `tanya mcp`."""

import signal
import sys
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from qa import DEFAULT_LIBRARY
from ui.cli.console import fail, stderr
from ui.cli.options import (
    AllowHostOption,
    HostOption,
    LanguageModelOption,
    LibraryOption,
    ModelOption,
    PortOption,
    RootPathOption,
    WatchOption,
)

if TYPE_CHECKING:
    from qa.assistant import Assistant
    from qa.llm.writer import Writer
    from qa.settings import Settings
    from ui.http.app import RunningServer


def chat_command(
    library: LibraryOption = DEFAULT_LIBRARY,
    host: HostOption = None,
    port: PortOption = None,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
    llm: LanguageModelOption = None,
    llm_model: ModelOption = None,
    watch: WatchOption = None,
) -> None:
    """Open the chat on this machine."""
    settings = settings_with_model(llm, llm_model)
    with (
        _watching(watch or [], library),
        _served(library, settings, host, port) as served,
    ):
        typer.echo(f"The chat is at {served.address} (Ctrl+C ends it)")
        if browser:
            import webbrowser

            webbrowser.open(served.address)
        served.wait()


def serve_command(
    library: LibraryOption = DEFAULT_LIBRARY,
    host: HostOption = None,
    port: PortOption = None,
    llm: LanguageModelOption = None,
    llm_model: ModelOption = None,
    allow_host: AllowHostOption = None,
    root_path: RootPathOption = None,
    watch: WatchOption = None,
) -> None:
    """Answer programs on this machine: POST /ask, and tools for agents. The chat is there, too."""
    settings = _for_server(settings_with_model(llm, llm_model), allow_host or [], root_path)
    with (
        _watching(watch or [], library),
        _served(library, settings, host, port) as served,
    ):
        address = served.address
        typer.echo(f"Questions go to {address}ask, as {address}openapi.json says (Ctrl+C ends it)")
        tools = f"Tools for agents are at {address}mcp"
        typer.echo(tools if find_spec("mcp") else "For tools for agents install tanya[mcp]")
        served.wait()


def mcp_command(library: LibraryOption = DEFAULT_LIBRARY) -> None:
    """Serve the tools for agents on standard input and output (Model Context Protocol)."""
    if not find_spec("mcp"):
        fail("the tools need the package mcp; install tanya[mcp]")
    from importlib.metadata import version

    from qa.assistant import Assistant
    from qa.settings import read_settings
    from ui.http.inquiry import Inquiries
    from ui.http.mcp import serve_stdio

    settings = read_settings()
    assistant = Assistant.open(library, settings, report=stderr().print)
    serve_stdio(Inquiries(assistant, settings.server), version("tanya"))


def settings_with_model(llm: str | None, llm_model: str | None) -> "Settings":
    """Return the settings of the environment with the language model of the options."""
    from qa.settings import read_settings

    return read_settings().with_language_model(llm, llm_model)


def writer_of(assistant: "Assistant") -> "Writer | None":
    """Return what writes answers out, if the settings name a language model."""
    from qa.llm.open import open_writer

    return open_writer(assistant.settings.llm, assistant.reader)


def _for_server(settings: "Settings", hosts: list[str], root_path: str | None) -> "Settings":
    """Return the settings with the names and the path of a reverse proxy."""
    from pydantic import ValidationError

    from qa.settings import ServerSettings

    fields = settings.server.model_dump()
    fields["allowed_hosts"] = (*settings.server.allowed_hosts, *hosts)
    fields["root_path"] = settings.server.root_path if root_path is None else root_path.rstrip("/")
    try:
        server = ServerSettings.model_validate(fields)
    except ValidationError:
        fail(f"--root-path is {root_path!r}; expected a path like /tanya")
    return settings.model_copy(update={"server": server})


@contextmanager
def _served(
    library: str, settings: "Settings", host: str | None, port: int | None
) -> "Generator[RunningServer]":
    """Serve the chat of a library, and stop it when the context ends."""
    console = stderr()
    with console.status("Opening the library"):
        from qa.assistant import Assistant

        assistant = Assistant.open(library, settings, report=console.print)
        writer = writer_of(assistant)
    with console.status("Starting the chat"):
        start = _server_starter()
        served = start(
            assistant,
            host=host or settings.chat.host,
            port=port or settings.chat.port,
            server=settings.server,
            writer=writer,
        )
    # As the first process of a container none but this one would heed it.
    signal.signal(signal.SIGTERM, _stop)
    with closing(served):
        yield served


def _stop(_signal: int, _frame: object) -> NoReturn:
    sys.exit(0)


def _server_starter() -> "Callable[..., RunningServer]":
    # Imports Gradio, which takes seconds: only for those who chat.
    from ui.chat.app import start_server

    return start_server


@contextmanager
def _watching(folders: list[Path], library: str) -> Generator[None]:
    """Bring folders up to date in a process of its own, as long as the context is open."""
    if not folders:
        yield
        return
    from qa.store.open import folder_of
    from ui.cli.watch import FolderWatch

    folder_of(library)  # a library on a server is not watched for
    with closing(FolderWatch(folders, library)):
        yield
