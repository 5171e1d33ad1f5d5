"""The chat in a browser: questions on the left, the evidence for the answers on the right.

    from ui.chat import launch
    launch(assistant, port=7860, open_browser=True)

Gradio is imported when the page is built, not before. The page asks nothing of the network: system
fonts, no telemetry, no public link. Answers live in the browser session that asked for them; what
an answer looks like is said in `message.py` and `evidence.py`.
"""

import logging
import os
import webbrowser
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from qa.settings import ServerSettings
from ui.chat.action import parse_action
from ui.chat.article_store import ArticleStore, article_store_of
from ui.chat.controller import ChatController
from ui.chat.layout import Changes, PageLayout, make_parts
from ui.chat.upload import Arrival, arrival_list, arrivals
from ui.html.articles import article_list, found_articles, opened
from ui.html.page import icon, stylesheet
from ui.http.shared_assistant import AssistantProtocol, SerializedAssistant, WriterProtocol
from ui.session import Session
from ui.strings.page import strings_for

if TYPE_CHECKING:
    import gradio as gr
    from fastapi import FastAPI

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
    shelf: ArticleStore | None = None,
    writer: WriterProtocol | None = None,
) -> "gr.Blocks":
    """Return the page.

    Args:
        assistant: what answers.
        examples: questions to begin with.
        language: of the page's own words, where the browser likes neither that there is.
        shelf: where articles can be added and feedback is kept, if anywhere.
        writer: who writes the answers out besides, if anyone.
    """
    stay_on_this_machine()
    import gradio as gr

    words = strings_for(language)
    conversation = ChatController(assistant, shelf.folder if shelf else None, writer)
    with gr.Blocks(
        title="Tanya",
        analytics_enabled=False,
        fill_width=True,
        # What was uploaded has been taken in within the hour, and Gradio's copy can go.
        delete_cache=(3600, 3600),
    ) as page:
        functions = _server_functions(conversation, assistant)
        sent_to = writer.host if writer and not writer.is_here else ""
        parts = make_parts(words, examples, functions, can_grow=shelf is not None, sent_to=sent_to)
        _wire(page, conversation, assistant, parts)
        if shelf:
            _wire_upload(SerializedAssistant.around(assistant), shelf, conversation, parts)
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
    mount(app, build(shared, examples, language, article_store_of(assistant), writer))
    served = serve(app, host, port)
    if open_browser:
        webbrowser.open(served.address)
    if wait:
        served.wait()
    return served.address


def mount(app: "FastAPI", page: "gr.Blocks") -> None:
    """Put the page on an app, under everything else that the app answers."""
    import gradio as gr
    from gradio.themes import Base

    gr.mount_gradio_app(  # pyright: ignore[reportUnknownMemberType]
        app,
        page,
        path="/",
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
    """Tell Gradio, before it is first imported, to report nothing and to look for no proxy."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    # Gradio asks its own page whether it answers; through a proxy it never would.
    kept = [host for host in os.environ.get("NO_PROXY", "").split(",") if host]
    local = dict.fromkeys([*kept, "127.0.0.1", "localhost"])
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = ",".join(local)


def _server_functions(
    conversation: ChatController, assistant: AssistantProtocol
) -> "list[Callable[[dict[str, str]], str]]":
    """Return what `chat.js` can ask of Python without changing anything.

    Of an exception the browser would hear nothing, and wait on; an empty text it can tell.
    """

    # Gradio marks a server function by an attribute, which a bound method cannot carry.
    def open_article(asked: dict[str, str]) -> str:
        return _or_nothing(lambda: opened(assistant.articles, asked))

    def export_chat(asked: dict[str, str]) -> str:
        words = strings_for(asked.get("language", ""))
        return _or_nothing(lambda: conversation.export(asked["record"], asked["form"], words))

    def find_articles(asked: dict[str, str]) -> str:
        words = strings_for(asked.get("language", ""))
        return _or_nothing(lambda: found_articles(assistant.articles, asked["query"], words))

    return [open_article, export_chat, find_articles]


def _or_nothing(made: Callable[[], str]) -> str:
    try:
        return made()
    except (KeyError, ValueError) as error:
        logging.getLogger(__name__).warning("The page asked for what is not there: %s", error)
        return ""


def _wire(
    page: "gr.Blocks", conversation: ChatController, assistant: AssistantProtocol, parts: PageLayout
) -> None:
    import gradio as gr

    def greet(sitting: Session, request: gr.Request) -> Changes:
        headers = cast(Mapping[str, str], vars(request)["request"].headers)
        shown = conversation.greet(sitting, headers.get("accept-language", ""))
        articles = article_list(assistant.articles, sitting.words)
        return {**parts.worded(sitting.words), parts.articles: articles, **parts.changes(shown)}

    def ask(question: str, sitting: Session) -> Iterator[Changes]:
        yield from parts.pages(conversation.ask(question, sitting))

    def ask_example(sitting: Session, chosen: gr.SelectData) -> Iterator[Changes]:
        yield from ask(chosen.value["text"], sitting)

    def act(sitting: Session, told: gr.EventData) -> Iterator[Changes]:
        try:
            yield from parts.pages(conversation.act(parse_action(vars(told)["_data"]), sitting))
        except ValueError as error:
            logging.getLogger(__name__).warning("The page asked for what is not there: %s", error)
            yield parts.unchanged()

    # Gradio's own `once` and `cancels` are not used: a cancelled question counts as running until
    # its answer is there, and the browser drops, without a word, what is asked until then. Which
    # question is taken, and which answer is still wanted, the sitting knows.
    each: dict[str, Any] = {
        "trigger_mode": "multiple",
        "show_progress": "hidden",
        "concurrency_limit": None,
        "api_visibility": "private",
    }
    parts.box.submit(ask, [parts.box, parts.sitting], parts.changing, **each)
    parts.chat.example_select(ask_example, [parts.sitting], parts.changing, **each)
    # `chat.js` tells of everything else that is done on the page.
    listener: Any = parts.panel
    listener.act(act, [parts.sitting], parts.changing, **each)

    def look(sitting: Session) -> Changes:
        return next(parts.pages(conversation.look(sitting)))

    # Outside the queue: the browser takes the stream of its answers for open until it hears of its
    # end, and a question that is asked in that moment would wait for an answer for ever. That can
    # still befall one that is asked as another's answer ends: `start.js` looks for it.
    listener.look(look, [parts.sitting], parts.changing, queue=False, **each)
    greeted = [*parts.changing, *parts.spoken]
    page.load(greet, [parts.sitting], greeted, queue=False, **each)


def _wire_upload(
    assistant: SerializedAssistant,
    shelf: ArticleStore,
    conversation: ChatController,
    parts: PageLayout,
) -> None:
    def take_in(files: list[str], sitting: Session) -> Iterator[Changes]:
        words, arrived = sitting.words, list[Arrival]()
        coming = arrivals([Path(file) for file in files], shelf, words, assistant.held)
        yield {parts.arrived: arrival_list(arrived, len(files), words)}
        for arrival in coming:
            arrived.append(arrival)
            yield {parts.arrived: arrival_list(arrived, len(files), words)}
        shown = parts.changes(conversation.refreshed(sitting))
        yield {parts.articles: article_list(assistant.articles, words), **shown}
        yield parts.unchanged()

    parts.upload.upload(
        take_in,
        [parts.upload, parts.sitting],
        [parts.arrived, parts.articles, *parts.changing],
        show_progress="hidden",
        # One reader's files at a time, so that no article is added twice.
        concurrency_limit=1,
        api_visibility="private",
    )
