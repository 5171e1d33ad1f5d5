"""The layout of the page: its Gradio components, and which of them an action changes.

What they hold is rendered in `ui.html`, and their events are handled in `app`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ui.chat.view import ChatView
from ui.html.evidence import no_evidence
from ui.html.page import (
    article_window,
    chats_menu,
    data_notice,
    script,
    skip_link,
    title_bar,
)
from ui.session import Session
from ui.strings.phrases import Strings

if TYPE_CHECKING:
    import gradio as gr

Changes = dict[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class PageLayout:
    """The components of the page that events come from, and that change.

    Attributes:
        session: the state of the browser session.
        remote_host: another machine that questions and quotations are sent to; empty for none.
    """

    session: "gr.State"
    skip: "gr.HTML"
    title: "gr.HTML"
    menu: "gr.HTML"
    chat: "gr.Chatbot"
    form: "gr.HTML"
    filter_line: "gr.HTML"
    status: "gr.HTML"
    box: "gr.Textbox"
    panel: "gr.HTML"
    upload: "gr.UploadButton"
    upload_results: "gr.HTML"
    articles: "gr.HTML"
    data_notice: "gr.HTML"
    remote_host: str

    @property
    def outputs(self) -> list[Any]:
        """The components that an action may change."""
        return [self.chat, self.form, self.filter_line, self.status, self.box, self.panel]

    @property
    def translated(self) -> list[Any]:
        """The other components with words in the page's language."""
        return [self.skip, self.title, self.menu, self.upload, self.articles, self.data_notice]

    def translate(self, words: Strings) -> Changes:
        """Return the changes that put the page's own words into a language."""
        import gradio as gr

        return {
            self.skip: skip_link(words),
            self.title: title_bar(words),
            self.menu: chats_menu(words),
            self.upload: gr.UploadButton(label=words.add_articles),
            self.chat: gr.Chatbot(**_chat_words(words)),
            self.box: gr.Textbox(**_box_words(words)),
            self.data_notice: data_notice(self.remote_host, words),
        }

    def changes(self, view: ChatView) -> Changes:
        """Return the changes that show a view, but for its messages."""
        form = {} if view.form is None else {self.form: view.form}
        box = {} if view.box is None else {self.box: view.box}
        return {
            self.panel: view.evidence,
            self.filter_line: view.filter_line,
            self.status: view.status,
            **form,
            **box,
        }

    def stream(self, views: Iterator[ChatView]) -> Iterator[Changes]:
        """Yield the changes that show each view, and at last that nothing changes.

        Gradio sends the last of these once more when all is done: late, where a question was
        stopped, and what has been typed since would go. Where there is none it empties the page.
        """
        for view in views:
            yield {self.chat: list(view.messages), **self.changes(view)}
        yield self.unchanged()

    def unchanged(self) -> Changes:
        """Return that nothing changes."""
        import gradio as gr

        return {self.box: gr.Textbox()}


def build_layout(
    words: Strings,
    examples: Sequence[str],
    functions: "list[Callable[[dict[str, str]], str]]",
    can_upload: bool,
    remote_host: str = "",
) -> PageLayout:
    """Build the components inside the `gr.Blocks` that is open.

    Args:
        words: the page's own words, until the browser has said which it likes.
        examples: questions to begin with.
        functions: the server functions that `chat.js` can call.
        can_upload: whether articles can be added.
        remote_host: another machine that questions and quotations are sent to; empty for none.
    """
    import gradio as gr

    skip = _html(skip_link(words), "skip")
    with gr.Row(elem_id="top"):
        title = _html(title_bar(words), "title")
        menu = _html(chats_menu(words), "menu")
    with gr.Row(elem_id="columns"):
        with gr.Column(elem_id="talk", min_width=0):
            chat = _chat(words, examples)
            form, filter_line = _html("", "filters"), _html("", "filtered")
            status = _html("", "hint")
            box = _box(words)
            notice = _html(data_notice(remote_host, words), "sent")
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
                visible=can_upload,
            )
            upload_results, articles = _html("", "arrived"), _html("", "articles")
    _html(article_window(), "window")
    session = gr.State(Session(words=words))
    return PageLayout(
        session,
        skip,
        title,
        menu,
        chat,
        form,
        filter_line,
        status,
        box,
        panel,
        upload,
        upload_results,
        articles,
        notice,
        remote_host,
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
