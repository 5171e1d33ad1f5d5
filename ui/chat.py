"""The chat in a browser: questions on the left, the evidence for the answers on the right.

    from ui.chat import launch
    launch(assistant, port=7860, open_browser=True)

Gradio is imported when the page is built, not before. The page asks nothing of the network: system
fonts, no telemetry, no public link. Answers live in the browser session that asked for them; what
an answer looks like is said in `message.py` and `evidence.py`.
"""

import logging
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ui.conversation import Assistant, Conversation, Sitting
from ui.evidence import article_list, no_evidence
from ui.page import article_window, icon, script, stylesheet, title_bar
from ui.words import Words, words_in

if TYPE_CHECKING:
    import gradio as gr

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
    conversation = Conversation(assistant, words)
    with gr.Blocks(title="Tanya", analytics_enabled=False, fill_width=True) as page:
        with gr.Row(elem_id="top"):
            gr.HTML(title_bar(words), elem_id="title", apply_default_css=False)
            clear = gr.Button(words.new_chat, elem_id="new-chat", size="sm", min_width=0)
        with gr.Row(elem_id="columns"):
            with gr.Column(elem_id="talk", min_width=0):
                chat, box = _talk_column(words, examples)
            with gr.Column(elem_id="beside", min_width=0):
                panel = _evidence_column(conversation, assistant, words)
        gr.HTML(article_window(), elem_id="window", apply_default_css=False)
        _wire(conversation, Parts(gr.State(Sitting()), chat, box, clear, panel))
    return page


def launch(
    assistant: Assistant,
    host: str = "127.0.0.1",
    port: int | None = None,
    open_browser: bool = False,
    wait: bool = True,
    examples: Sequence[str] = EXAMPLES,
    language: str = "en",
) -> str:
    """Serve the chat, and return its address: at once, or with `wait` when it has been stopped.

    The first free port from 7860 up is taken where `port` is None.

    Raises:
        OSError: the port is taken.
    """
    page = build(assistant, examples, language)
    from gradio.themes import Base

    _, address, _ = page.launch(
        server_name=host,
        server_port=port,
        inbrowser=open_browser,
        prevent_thread_lock=True,
        quiet=True,
        share=False,
        ssr_mode=False,
        pwa=False,
        run_history=False,
        footer_links=[],
        # Names of fonts, and no `GoogleFont`: that would be a request off the machine.
        theme=Base(font=["system-ui", "sans-serif"], font_mono=["monospace"]),
        favicon_path=icon(),
        css=stylesheet(),
    )
    if wait:
        page.block_thread()
    return address


def stay_on_this_machine() -> None:
    """Tell Gradio, before it is first imported, to report nothing and to look for no proxy."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    # Gradio asks its own page whether it answers; through a proxy it never would.
    kept = [host for host in os.environ.get("NO_PROXY", "").split(",") if host]
    local = dict.fromkeys([*kept, "127.0.0.1", "localhost"])
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = ",".join(local)


def _talk_column(words: Words, examples: Sequence[str]) -> "tuple[gr.Chatbot, gr.Textbox]":
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
    return chat, box


def _evidence_column(conversation: Conversation, assistant: Assistant, words: Words) -> "gr.HTML":
    import gradio as gr

    # Gradio marks a server function by an attribute, which a bound method cannot carry.
    def open_article(asked: dict[str, str]) -> str:
        # Of an exception the browser would hear nothing, and wait on; an empty text it can tell.
        try:
            return conversation.open_article(asked)
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

    def ask(question: str, sitting: Sitting) -> Iterator[dict[object, object]]:
        # The box is emptied as the question is taken; what is typed from then on is the next one.
        box: dict[object, object] = {parts.box: ""}
        for messages, panel in conversation.ask(question, sitting):
            yield {parts.chat: messages, parts.panel: panel, **box}
            box = {}
        if box:
            # It was not taken. Gradio empties the page where nothing at all is yielded.
            yield {parts.box: gr.Textbox()}

    def ask_example(sitting: Sitting, chosen: gr.SelectData) -> Iterator[dict[object, object]]:
        yield from ask(chosen.value["text"], sitting)

    shown = [parts.chat, parts.panel]
    # Gradio's own `once` and `cancels` are not used: a cancelled question counts as running until
    # its answer is there, and the browser drops, without a word, what is asked until then. Which
    # question is taken, and which answer is still wanted, the sitting knows.
    each: dict[str, Any] = {
        "trigger_mode": "multiple",
        "show_progress": "hidden",
        "concurrency_limit": None,
        "api_visibility": "private",
    }
    parts.box.submit(ask, [parts.box, parts.sitting], [parts.box, *shown], **each)
    parts.chat.example_select(ask_example, [parts.sitting], [parts.box, *shown], **each)
    parts.clear.click(conversation.begin_anew, [parts.sitting], shown, **each)
