"""What the page shows of a session: its chat as messages and HTML, its filter, its status."""

import json
from dataclasses import dataclass, replace
from itertools import count

from qa.text.language import detect_language
from ui.chat.filters import filter_form, filter_line
from ui.chat.stored_chat import store_chat
from ui.html.evidence import no_evidence, render_evidence
from ui.html.message import question_message, turn_message, working_message, writing_message
from ui.html.page import status_line
from ui.html.templates import render_html
from ui.http.shared_assistant import AssistantProtocol
from ui.session import Chat, Session
from ui.strings.languages import strings_for
from ui.strings.phrases import Strings

MAX_TITLE_CHARS = 80
Message = dict[str, str]


@dataclass(frozen=True, slots=True)
class ChatView:
    """What the page shows.

    Attributes:
        messages: of the chat.
        evidence: what stands beside them, and the chat as the browser is to store it.
        filter_line: what every question is narrowed to.
        status: what the box is being used for, or what could not be done.
        box: what the box is to hold; None where what is typed there is left alone.
        form: the filter's form; None where what is filled in there is left alone.
    """

    messages: tuple[Message, ...]
    evidence: str
    filter_line: str = ""
    status: str = ""
    box: str | None = None
    form: str | None = None


class ViewRenderer:
    """Renders views of sessions; changes none of them."""

    def __init__(self, assistant: AssistantProtocol, library: str, can_translate: bool) -> None:
        """Make a renderer.

        Args:
            assistant: has the articles and their publishers.
            library: the name that a browser knows the library by.
            can_translate: whether a translation of a quotation can be asked for.
        """
        self._assistant = assistant
        self._library = library
        self._can_translate = can_translate
        self._form_versions = count()

    def render(
        self,
        session: Session,
        chat: Chat | None = None,
        box: str | None = None,
        notice: str = "",
    ) -> ChatView:
        """Return what the page shows of a chat.

        Args:
            session: its filter and words are shown.
            chat: the session's own unless given.
            box: what the box is to hold; None leaves what is typed there alone.
            notice: what could not be done.
        """
        chat, words = chat or session.chat, session.words
        articles = len(self._assistant.articles) if chat.pending else 0
        return ChatView(
            messages(chat, words, articles),
            evidence_panel(chat, words, self._library, self._can_translate),
            filter_line(session.scope, words),
            status_line(notice, words) or draft_status(chat, words),
            box,
        )

    def render_with_form(self, session: Session, box: str | None = None) -> ChatView:
        """Return what the page shows of the session's chat, with the filter's form drawn anew."""
        version = next(self._form_versions)
        form = filter_form(self._assistant.sources, session.scope, session.words, version)
        return replace(self.render(session, box=box), form=form)


def messages(chat: Chat, page: Strings, articles: int) -> tuple[Message, ...]:
    """Return the questions with their answers, as Gradio's messages.

    Args:
        chat: its turns, and the pending question.
        page: the page's own words.
        articles: how many there are in the library.
    """
    found: list[Message] = []
    for number, turn in enumerate(chat.settled_turns, start=1):
        is_last = number == len(chat.settled_turns) and not chat.pending
        words = _words_for(turn.question, page)
        answer = turn_message(turn, number, is_last, page, words)
        found += [_user(turn.question), _assistant(answer)]
    if chat.pending:
        words = _words_for(chat.pending.question, page)
        answer = _pending_answer(chat, page, words, articles)
        found += [_user(chat.pending.question), _assistant(answer)]
    return tuple(found)


def _pending_answer(chat: Chat, page: Strings, words: Strings, articles: int) -> str:
    if chat.partial is None:
        return working_message(articles, words, page)
    return writing_message(chat.partial, len(chat.answered_turns), page)


def evidence_panel(chat: Chat, page: Strings, library: str, can_translate: bool = False) -> str:
    """Return the evidence of every answer, the last in sight, and the chat to be stored.

    Args:
        chat: its turns.
        page: the page's own words.
        library: the name that a browser knows the library by.
        can_translate: whether a translation of a quotation in another language can be asked for.
    """
    numbered = [
        (n, turn.answer)
        for n, turn in enumerate(chat.answered_turns, start=1)
        if turn.answer is not None
    ]
    last = numbered[-1][0] if numbered else 0
    evidence = "".join(
        render_evidence(answer, n, is_shown=n == last, can_translate=can_translate)
        for n, answer in numbered
    )
    return (evidence or no_evidence(page)) + _stored(chat, library)


def draft_status(chat: Chat, page: Strings) -> str:
    """Return what the box is being used for; empty where it is for a new question."""
    if not chat.draft:
        return ""
    status = page.editing if chat.draft.replaces else page.correcting
    return status_line(status, page, can_cancel=True)


def _stored(chat: Chat, library: str) -> str:
    """Return the chat for `chats.js` to store; without a record where it has no turns."""
    record = store_chat(chat) if chat.turns else ""
    title = " ".join(chat.turns[0].question.split())[:MAX_TITLE_CHARS] if chat.turns else ""
    stored = {"library": library, "key": chat.key, "title": title, "record": record}
    return render_html("stored_chat.html", record=json.dumps(stored))


def _words_for(question: str, page: Strings) -> Strings:
    return strings_for(detect_language(question, default=page.language))


def _user(question: str) -> Message:
    return {"role": "user", "content": question_message(question)}


def _assistant(html: str) -> Message:
    return {"role": "assistant", "content": html}
