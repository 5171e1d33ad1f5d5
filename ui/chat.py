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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qa.settings import ServerSettings
from ui.act import act_of
from ui.articles import article_list, opened
from ui.assistant import Assistant, OneAtATime
from ui.conversation import Conversation
from ui.evidence import no_evidence
from ui.page import article_window, icon, script, stylesheet, title_bar
from ui.shown import Shown
from ui.sitting import Sitting
from ui.words import Words, words_in

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


@dataclass(frozen=True, slots=True)
class Parts:
    """The pieces of the page that questions come from and answers go to."""

    sitting: "gr.State"
    chat: "gr.Chatbot"
    hint: "gr.HTML"
    box: "gr.Textbox"
    clear: "gr.Button"
    panel: "gr.HTML"


def build(
    assistant: Assistant, examples: Sequence[str] = EXAMPLES, language: str = "en"
) -> "gr.Blocks":
    """Return the page; `language` is that of its own words before a question is asked."""
    stay_on_this_machine()
    import gradio as gr

    words = words_in(language)
    conversation = Conversation(assistant)
    with gr.Blocks(title="Tanya", analytics_enabled=False, fill_width=True) as page:
        with gr.Row(elem_id="top"):
            gr.HTML(title_bar(words), elem_id="title", apply_default_css=False)
            clear = gr.Button(words.new_chat, elem_id="new-chat", size="sm", min_width=0)
        with gr.Row(elem_id="columns"):
            with gr.Column(elem_id="talk", min_width=0):
                chat, hint, box = _talk_column(words, examples)
            with gr.Column(elem_id="beside", min_width=0):
                panel = _evidence_column(assistant, words)
        gr.HTML(article_window(), elem_id="window", apply_default_css=False)
        sitting = gr.State(Sitting(words=words))
        _wire(conversation, Parts(sitting, chat, hint, box, clear, panel))
    return page


def launch(
    assistant: Assistant,
    host: str = "127.0.0.1",
    port: int | None = None,
    open_browser: bool = False,
    wait: bool = True,
    examples: Sequence[str] = EXAMPLES,
    language: str = "en",
    server: ServerSettings | None = None,
) -> str:
    """Serve the chat, and return its address: at once, or with `wait` when it has been stopped.

    The first free port from 7860 up is taken where `port` is None.

    Raises:
        OSError: the port is taken, or the host is not this machine.
    """
    stay_on_this_machine()
    from ui.inquiry import Inquiries
    from ui.server import make_app, serve
    from ui.tools import has_tools, mount_tools

    # One for everybody: a question by HTTP waits for one of the page, and the other way round.
    shared, server = OneAtATime.around(assistant), server or ServerSettings()
    inquiries = Inquiries(shared, server)
    app = make_app(inquiries, host, server)
    if has_tools():
        mount_tools(app, inquiries)
    mount(app, build(shared, examples, language))
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


def _talk_column(words: Words, examples: Sequence[str]) -> "tuple[gr.Chatbot, gr.HTML, gr.Textbox]":
    import gradio as gr

    chat = gr.Chatbot(
        elem_id="chat",
        label=words.chat_label,
        show_label=False,
        height=None,
        placeholder=f"<p>{words.try_asking}</p>",
        examples=[{"text": example} for example in examples],
        buttons=[],
        feedback_options=None,
        # It would show the end of a long answer; `chat.js` shows the beginning.
        autoscroll=False,
        # Dollar signs are money here, not mathematics.
        latex_delimiters=[],
        sanitize_html=True,
    )
    hint = gr.HTML("", elem_id="hint", apply_default_css=False)
    box = gr.Textbox(
        elem_id="question",
        label=words.question_label,
        show_label=False,
        placeholder=words.placeholder,
        # A box of one line to begin with takes Enter as "send" and Shift+Enter as a new line.
        lines=1,
        max_lines=6,
        submit_btn=words.ask,
        autofocus=True,
    )
    return chat, hint, box


def _evidence_column(assistant: Assistant, words: Words) -> "gr.HTML":
    import gradio as gr

    def open_article(asked: dict[str, str]) -> str:
        # Of an exception the browser would hear nothing, and wait on; an empty text it can tell.
        try:
            return opened(assistant.articles, asked)
        except (KeyError, ValueError) as error:
            logging.getLogger(__name__).warning("An article was not opened: %s", error)
            return ""

    def articles() -> str:
        return article_list(assistant.articles, words)

    panel = gr.HTML(
        no_evidence(words),
        elem_id="evidence",
        apply_default_css=False,
        js_on_load=script(),
        server_functions=[open_article],
    )
    gr.HTML(articles, elem_id="articles", apply_default_css=False)
    return panel


def _wire(conversation: Conversation, parts: Parts) -> None:
    import gradio as gr

    def page(shown: Iterator[Shown]) -> Iterator[dict[object, object]]:
        is_empty = True
        for each in shown:
            is_empty = False
            box = {} if each.box is None else {parts.box: each.box}
            told = {parts.panel: each.evidence, parts.hint: each.hint}
            yield {parts.chat: list(each.messages), **told, **box}
        if is_empty:
            # Gradio empties the page where nothing at all is yielded.
            yield {parts.box: gr.Textbox()}

    def ask(question: str, sitting: Sitting) -> Iterator[dict[object, object]]:
        yield from page(conversation.ask(question, sitting))

    def ask_example(sitting: Sitting, chosen: gr.SelectData) -> Iterator[dict[object, object]]:
        yield from ask(chosen.value["text"], sitting)

    def act(sitting: Sitting, told: gr.EventData) -> Iterator[dict[object, object]]:
        try:
            yield from page(conversation.act(act_of(vars(told)["_data"]), sitting))
        except ValueError as error:
            logging.getLogger(__name__).warning("The page asked for what is not there: %s", error)
            yield {parts.box: gr.Textbox()}

    def begin_anew(sitting: Sitting) -> Iterator[dict[object, object]]:
        yield from page(iter((conversation.begin_anew(sitting),)))

    shown = [parts.chat, parts.hint, parts.box, parts.panel]
    # Gradio's own `once` and `cancels` are not used: a cancelled question counts as running until
    # its answer is there, and the browser drops, without a word, what is asked until then. Which
    # question is taken, and which answer is still wanted, the sitting knows.
    each: dict[str, Any] = {
        "trigger_mode": "multiple",
        "show_progress": "hidden",
        "concurrency_limit": None,
        "api_visibility": "private",
    }
    parts.box.submit(ask, [parts.box, parts.sitting], shown, **each)
    parts.chat.example_select(ask_example, [parts.sitting], shown, **each)
    parts.clear.click(begin_anew, [parts.sitting], shown, **each)
    # `chat.js` tells of everything else that is done on the page.
    listener: Any = parts.panel
    listener.act(act, [parts.sitting], shown, **each)
