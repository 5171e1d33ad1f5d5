"""What the page shows of a chat: pure functions from the chat to messages and HTML."""

import json
from dataclasses import dataclass

from qa.text.language import language_of
from ui.chat.stored_chat import store_chat
from ui.html.evidence import evidence, no_evidence
from ui.html.highlight import safe
from ui.html.message import question_message, turn_message, working_message, writing_message
from ui.session import Chat
from ui.strings.page import Strings, strings_for

MAX_TITLE_CHARS = 80
Message = dict[str, str]


@dataclass(frozen=True, slots=True)
class ChatView:
    """What the page shows.

    Attributes:
        messages: of the chat.
        evidence: what stands beside them, and the chat as the browser is to keep it.
        filtered: what every question is narrowed to.
        hint: what the box is being used for, or what could not be done.
        box: what the box is to hold; None where what is typed there is left alone.
        form: what questions are narrowed with; None where what is filled in there is left alone.
    """

    messages: tuple[Message, ...]
    evidence: str
    filtered: str = ""
    hint: str = ""
    box: str | None = None
    form: str | None = None


def messages(chat: Chat, page: Strings, articles: int) -> tuple[Message, ...]:
    """Return the questions and what is said to them.

    Args:
        chat: what was asked, and what is being worked on.
        page: the page's own words.
        articles: how many there are.
    """
    said: list[Message] = []
    for number, turn in enumerate(chat.before, start=1):
        is_last = number == len(chat.before) and not chat.asked
        words = _words_for(turn.question, page)
        said += [_user(turn.question), _said(turn_message(turn, number, is_last, page, words))]
    if chat.asked:
        words = _words_for(chat.asked.question, page)
        said += [_user(chat.asked.question), _said(_working(chat, page, words, articles))]
    return tuple(said)


def _working(chat: Chat, page: Strings, words: Strings, articles: int) -> str:
    if chat.so_far is None:
        return working_message(articles, words, page)
    return writing_message(chat.so_far, len(chat.shown), page)


def evidence_of(chat: Chat, page: Strings, library: str, can_gloss: bool = False) -> str:
    """Return the evidence of every answer, the last in view, and the chat for its library.

    With `can_gloss` a quotation in another language can be translated.
    """
    numbered = [(n, t.answer) for n, t in enumerate(chat.shown, start=1) if t.answer is not None]
    last = numbered[-1][0] if numbered else 0
    shown = "".join(
        evidence(answer, n, is_shown=n == last, can_gloss=can_gloss) for n, answer in numbered
    )
    return (shown or no_evidence(page)) + _kept(chat, library)


def hint(chat: Chat, page: Strings) -> str:
    """Return what the box is being used for, where it is not for the next question."""
    if not chat.draft:
        return ""
    told = page.editing if chat.draft.replaces else page.correcting
    cancel = f'<button type="button" class="do do-cancel">{page.cancel}</button>'
    return f'<p class="hint" role="status" lang="{page.language}">{told} {cancel}</p>'


def notice_line(notice: str, page: Strings) -> str:
    """Return what could not be done; empty where there is nothing to say."""
    if not notice:
        return ""
    return f'<p class="hint" role="status" lang="{page.language}">{safe(notice)}</p>'


def _kept(chat: Chat, library: str) -> str:
    """Return the chat for `chats.js` to keep; without a record where nothing was asked."""
    record = store_chat(chat) if chat.turns else ""
    title = " ".join(chat.turns[0].question.split())[:MAX_TITLE_CHARS] if chat.turns else ""
    told = {"library": library, "key": chat.key, "title": title, "record": record}
    # One attribute: Gradio changes several one after another, and a half would be kept.
    return f'<div id="kept" hidden data-chat="{safe(json.dumps(told))}"></div>'


def _words_for(question: str, page: Strings) -> Strings:
    return strings_for(language_of(question, default=page.language))


def _user(question: str) -> Message:
    return {"role": "user", "content": question_message(question)}


def _said(html: str) -> Message:
    return {"role": "assistant", "content": html}
