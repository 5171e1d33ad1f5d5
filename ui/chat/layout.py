"""The parts of the page: what Gradio draws, and which of them an act changes.

What they hold is said elsewhere, and what is done with them in `chat.py`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ui.chat.shown import ChatView
from ui.html.evidence import no_evidence
from ui.html.page import article_window, chats_menu, script, skip_link, title_bar
from ui.html.written import sent_line
from ui.session import Session
from ui.strings.page import Strings

if TYPE_CHECKING:
    import gradio as gr

Changes = dict[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class PageLayout:
    """The pieces of the page that acts come from, and that change."""

    sitting: "gr.State"
    skip: "gr.HTML"
    title: "gr.HTML"
    menu: "gr.HTML"
    chat: "gr.Chatbot"
    form: "gr.HTML"
    filtered: "gr.HTML"
    hint: "gr.HTML"
    box: "gr.Textbox"
    panel: "gr.HTML"
    upload: "gr.UploadButton"
    arrived: "gr.HTML"
    articles: "gr.HTML"
    sent: "gr.HTML"
    sent_to: str

    @property
    def changing(self) -> list[Any]:
        """What an act may change."""
        return [self.chat, self.form, self.filtered, self.hint, self.box, self.panel]

    @property
    def spoken(self) -> list[Any]:
        """What is in the page's language besides."""
        return [self.skip, self.title, self.menu, self.upload, self.articles, self.sent]

    def worded(self, words: Strings) -> Changes:
        """Return the page's own words in a language."""
        import gradio as gr

        return {
            self.skip: skip_link(words),
            self.title: title_bar(words),
            self.menu: chats_menu(words),
            self.upload: gr.UploadButton(label=words.add_articles),
            self.chat: gr.Chatbot(**_chat_words(words)),
            self.box: gr.Textbox(**_box_words(words)),
            self.sent: sent_line(self.sent_to, words),
        }

    def changes(self, shown: ChatView) -> Changes:
        """Return what changes on the page for it to show this."""
        form = {} if shown.form is None else {self.form: shown.form}
        box = {} if shown.box is None else {self.box: shown.box}
        return {
            self.panel: shown.evidence,
            self.filtered: shown.filtered,
            self.hint: shown.hint,
            **form,
            **box,
        }

    def pages(self, shown: Iterator[ChatView]) -> Iterator[Changes]:
        """Yield what changes for each, and at last that nothing does.

        Gradio sends the last of these once more when all is done: late, where a question was
        stopped, and what has been typed since would go. Where there is none it empties the page.
        """
        for each in shown:
            yield {self.chat: list(each.messages), **self.changes(each)}
        yield self.unchanged()

    def unchanged(self) -> Changes:
        """Return that nothing changes."""
        import gradio as gr

        return {self.box: gr.Textbox()}


def make_parts(
    words: Strings,
    examples: Sequence[str],
    functions: "list[Callable[[dict[str, str]], str]]",
    can_grow: bool,
    sent_to: str = "",
) -> PageLayout:
    """Return the parts, drawn where this is called.

    Args:
        words: the page's own words, until the browser has said which it likes.
        examples: questions to begin with.
        functions: what `chat.js` can call.
        can_grow: whether articles can be added.
        sent_to: another machine that questions and quotations are sent to, if any.
    """
    import gradio as gr

    skip = _html(skip_link(words), "skip")
    with gr.Row(elem_id="top"):
        title = _html(title_bar(words), "title")
        menu = _html(chats_menu(words), "menu")
    with gr.Row(elem_id="columns"):
        with gr.Column(elem_id="talk", min_width=0):
            chat = _chat(words, examples)
            form, filtered, hint = _html("", "filters"), _html("", "filtered"), _html("", "hint")
            box = _box(words)
            sent = _html(sent_line(sent_to, words), "sent")
        with gr.Column(elem_id="beside", min_width=0):
            panel = gr.HTML(
                no_evidence(words),
                elem_id="evidence",
                apply_default_css=False,
                js_on_load=script(),
                server_functions=functions,
            )
            upload = gr.UploadButton(
                words.add_articles,
                elem_id="upload",
                file_count="multiple",
                size="sm",
                visible=can_grow,
            )
            arrived, articles = _html("", "arrived"), _html("", "articles")
    _html(article_window(), "window")
    sitting = gr.State(Session(words=words))
    return PageLayout(
        sitting,
        skip,
        title,
        menu,
        chat,
        form,
        filtered,
        hint,
        box,
        panel,
        upload,
        arrived,
        articles,
        sent,
        sent_to,
    )


def _html(value: str, name: str) -> "gr.HTML":
    import gradio as gr

    return gr.HTML(value, elem_id=name, apply_default_css=False)


def _chat(words: Strings, examples: Sequence[str]) -> "gr.Chatbot":
    import gradio as gr

    return gr.Chatbot(
        elem_id="chat",
        show_label=False,
        height=None,
        examples=[{"text": example} for example in examples],
        buttons=[],
        feedback_options=None,
        # It would show the end of a long answer; `chat.js` shows the beginning.
        autoscroll=False,
        # Dollar signs are money here, not mathematics.
        latex_delimiters=[],
        sanitize_html=True,
        **_chat_words(words),
    )


def _box(words: Strings) -> "gr.Textbox":
    import gradio as gr

    return gr.Textbox(
        elem_id="question",
        show_label=False,
        # A box of one line to begin with takes Enter as "send" and Shift+Enter as a new line.
        lines=1,
        max_lines=6,
        autofocus=True,
        **_box_words(words),
    )


def _chat_words(words: Strings) -> dict[str, Any]:
    return {"label": words.chat_label, "placeholder": f"<p>{words.try_asking}</p>"}


def _box_words(words: Strings) -> dict[str, Any]:
    return {
        "label": words.question_label,
        "placeholder": words.placeholder,
        "submit_btn": words.ask,
    }
