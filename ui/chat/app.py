"""The chat in a browser: questions on the left, the evidence for the answers on the right.

    from ui.chat import launch
    launch(assistant, port=7860, open_browser=True)

Gradio is imported when the page is built, not before. The page asks nothing of the network: system
fonts, no telemetry, no public link. Answers live in the browser session that asked for them; they
are rendered in `ui.html`.
"""

import atexit
import logging
import os
import shutil
import tempfile
import webbrowser
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from qa.settings import ServerSettings
from ui.chat.action import parse_action
from ui.chat.article_store import ArticleStore, article_store_of
from ui.chat.controller import ChatController
from ui.chat.layout import Changes, PageLayout, build_layout
from ui.chat.upload import UploadResult, add_uploads, render_upload_results
from ui.html import articles
from ui.html.page import icon, stylesheet
from ui.http.shared_assistant import AssistantProtocol, SerializedAssistant, WriterProtocol
from ui.session import Session
from ui.strings.languages import strings_for

if TYPE_CHECKING:
    import gradio as gr
    from fastapi import FastAPI

    from ui.http.app import RunningServer

_PROXIES = frozenset(["all_proxy", "http_proxy", "https_proxy"])
EXAMPLES = (
    "Who was in Putin's delegation?",
    "Siapa saja delegasi Putin?",
    "When did Putin arrive in Pyongyang?",
    "Kapan Putin terakhir kali mengunjungi Pyongyang sebelum 2024?",
    "Mengapa kunjungan ini penting?",
    "What is the name of Kim Jong Un's wife?",
)


def build(
    assistant: AssistantProtocol,
    examples: Sequence[str] = EXAMPLES,
    language: str = "en",
    store: ArticleStore | None = None,
    writer: WriterProtocol | None = None,
) -> "gr.Blocks":
    """Build the page.

    Args:
        assistant: answers the questions.
        examples: questions to begin with.
        language: of the page's own words, where the browser prefers none of the page's languages.
        store: where articles can be added and feedback is saved, if anywhere.
        writer: writes about answers, if there is a language model.
    """
    stay_on_this_machine()
    import gradio as gr

    words = strings_for(language)
    controller = ChatController(assistant, store.folder if store else None, writer)
    with gr.Blocks(
        title="Tanya",
        analytics_enabled=False,
        fill_width=True,
        # What was uploaded has been added within the hour, and Gradio's copy can go.
        delete_cache=(3600, 3600),
    ) as page:
        functions = _server_functions(controller, assistant)
        remote_host = writer.host if writer and not writer.is_local else ""
        layout = build_layout(words, examples, functions, store is not None, remote_host)
        _wire(page, controller, assistant, layout)
        if store:
            _wire_upload(SerializedAssistant.around(assistant), store, controller, layout)
    return page


def launch(
    assistant: AssistantProtocol,
    host: str = "127.0.0.1",
    port: int | None = None,
    open_browser: bool = False,
    wait: bool = True,
    examples: Sequence[str] = EXAMPLES,
    language: str = "en",
    server: ServerSettings | None = None,
    writer: WriterProtocol | None = None,
) -> str:
    """Serve the chat, and return its address: at once, or with `wait` when it has been stopped.

    See `start_server`.
    """
    served = start_server(assistant, host, port, examples, language, server, writer)
    if open_browser:
        webbrowser.open(served.address)
    if wait:
        served.wait()
    return served.address


def start_server(
    assistant: AssistantProtocol,
    host: str = "127.0.0.1",
    port: int | None = None,
    examples: Sequence[str] = EXAMPLES,
    language: str = "en",
    server: ServerSettings | None = None,
    writer: WriterProtocol | None = None,
) -> "RunningServer":
    """Serve the chat in a thread of its own, and return what runs it.

    The first free port from 7860 up is taken where `port` is None.

    Raises:
        OSError: the port is taken, or the host is not this machine.
    """
    stay_on_this_machine()
    from ui.http.app import make_app, serve
    from ui.http.inquiry import Inquiries
    from ui.http.mcp import has_tools, mount_tools

    # One for everybody: a question by HTTP waits for one of the page, and the other way round.
    server = server or ServerSettings()
    shared = SerializedAssistant.around(assistant, server.max_waiting)
    inquiries = Inquiries(shared, server, writer)
    app = make_app(inquiries, host, server)
    if has_tools():
        mount_tools(app, inquiries)
    page = build(shared, examples, language, article_store_of(assistant), writer)
    mount(app, page, server.root_path)
    return serve(app, host, port)


def mount(app: "FastAPI", page: "gr.Blocks", root_path: str = "") -> None:
    """Put the page on an app, under everything else that the app answers.

    Args:
        app: the app.
        page: the page.
        root_path: the path that a reverse proxy takes off.
    """
    import gradio as gr
    from gradio.themes import Base

    gr.mount_gradio_app(  # pyright: ignore[reportUnknownMemberType]
        app,
        page,
        path="/",
        root_path=root_path or None,
        ssr_mode=False,
        pwa=False,
        run_history=False,
        enable_monitoring=False,
        show_error=False,
        footer_links=[],
        # Names of fonts, and no `GoogleFont`: that would be a request off the machine.
        theme=Base(font=["system-ui", "sans-serif"], font_mono=["monospace"]),
        favicon_path=str(icon()),
        css=stylesheet(),
    )
    # Gradio takes a file that a browser names for one that it uploaded, unless this says so.
    page.has_launched = True


def stay_on_this_machine() -> None:
    """Tell Gradio, before it is first imported, to report nothing and to look for no proxy.

    Its files go into a folder of this process, for its own default belongs to whichever user of the
    machine came first.
    """
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    # Gradio asks its own page whether it answers; through a proxy it never would.
    kept = [host for host in os.environ.get("NO_PROXY", "").split(",") if host]
    local = dict.fromkeys([*kept, "127.0.0.1", "localhost"])
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = ",".join(local)
    if not find_spec("socksio"):
        # Without it the client that Gradio imports refuses to be made.
        for name in [n for n in os.environ if n.lower() in _PROXIES]:
            if os.environ[name].lower().startswith("socks"):
                del os.environ[name]
    if "GRADIO_TEMP_DIR" not in os.environ:
        folder = tempfile.mkdtemp(prefix="tanya-")
        os.environ["GRADIO_TEMP_DIR"] = folder
        atexit.register(shutil.rmtree, folder, ignore_errors=True)


def _server_functions(
    controller: ChatController, assistant: AssistantProtocol
) -> "list[Callable[[dict[str, str]], str]]":
    """Return the functions that `chat.js` can call to read something.

    The browser is not told of an exception, and would wait on; so they return an empty text.
    """

    # Gradio marks a server function by an attribute, which a bound method cannot carry.
    def open_article(request: dict[str, str]) -> str:
        return _or_empty(lambda: articles.open_article(assistant.articles, request))

    def export_chat(request: dict[str, str]) -> str:
        words = strings_for(request.get("language", ""))
        return _or_empty(lambda: controller.export(request["record"], request["form"], words))

    def find_articles(request: dict[str, str]) -> str:
        words = strings_for(request.get("language", ""))
        return _or_empty(
            lambda: articles.found_articles(assistant.articles, request["query"], words)
        )

    return [open_article, export_chat, find_articles]


def _or_empty(function: Callable[[], str]) -> str:
    try:
        return function()
    except (KeyError, ValueError) as error:
        logging.getLogger(__name__).warning("The page asked for what is not there: %s", error)
        return ""


def _wire(
    page: "gr.Blocks",
    controller: ChatController,
    assistant: AssistantProtocol,
    layout: PageLayout,
) -> None:
    import gradio as gr

    def open_page(session: Session, request: gr.Request) -> Changes:
        headers = cast(Mapping[str, str], vars(request)["request"].headers)
        view = controller.open_page(session, headers.get("accept-language", ""))
        listed = articles.article_list(assistant.articles, session.words)
        return {
            **layout.translate(session.words),
            layout.articles: listed,
            **layout.changes(view),
        }

    def ask(question: str, session: Session) -> Iterator[Changes]:
        yield from layout.stream(controller.ask(question, session))

    def ask_example(session: Session, chosen: gr.SelectData) -> Iterator[Changes]:
        yield from ask(chosen.value["text"], session)

    def perform(session: Session, event: gr.EventData) -> Iterator[Changes]:
        try:
            action = parse_action(vars(event)["_data"])
            yield from layout.stream(controller.perform(action, session))
        except ValueError as error:
            logging.getLogger(__name__).warning("The page asked for what is not there: %s", error)
            yield layout.unchanged()

    # Gradio's own `once` and `cancels` are not used: a cancelled question counts as running until
    # its answer is there, and the browser drops, without a word, what is asked until then. Which
    # question is taken, and which answer is still wanted, the session knows.
    options: dict[str, Any] = {
        "trigger_mode": "multiple",
        "show_progress": "hidden",
        "concurrency_limit": None,
        "api_visibility": "private",
    }
    session, outputs = layout.session, layout.outputs
    layout.box.submit(ask, [layout.box, session], outputs, **options)
    layout.chat.example_select(ask_example, [session], outputs, **options)
    # `chat.js` reports every other action.
    listener: Any = layout.panel
    listener.act(perform, [session], outputs, **options)

    def refresh(session: Session) -> Changes:
        return next(layout.stream(controller.refresh(session)))

    # Outside the queue: the browser takes the stream of its answers for open until it hears of its
    # end, and a question that is asked in that moment would wait for an answer for ever. That can
    # still befall one that is asked as another's answer ends: `start.js` looks for it.
    listener.look(refresh, [session], outputs, queue=False, **options)
    page.load(open_page, [session], [*outputs, *layout.translated], queue=False, **options)


def _wire_upload(
    assistant: SerializedAssistant,
    store: ArticleStore,
    controller: ChatController,
    layout: PageLayout,
) -> None:
    def add(files: list[str], session: Session) -> Iterator[Changes]:
        words, results = session.words, list[UploadResult]()
        yield {layout.upload_results: render_upload_results(results, len(files), words)}
        for result in add_uploads([Path(file) for file in files], store, words, assistant.held):
            results.append(result)
            yield {layout.upload_results: render_upload_results(results, len(files), words)}
        changes = layout.changes(controller.redraw(session))
        yield {layout.articles: articles.article_list(assistant.articles, words), **changes}
        yield layout.unchanged()

    layout.upload.upload(
        add,
        [layout.upload, layout.session],
        [layout.upload_results, layout.articles, *layout.outputs],
        show_progress="hidden",
        # One reader's files at a time, so that no article is added twice.
        concurrency_limit=1,
        api_visibility="private",
    )
