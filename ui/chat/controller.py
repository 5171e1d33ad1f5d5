"""The chat's controller: questions and other actions go in, what the page shows comes out.

Knows nothing of Gradio, and keeps no state of a chat: the caller has a `Session` for each browser
session.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Lock

from qa.answer.feedback import Verdict, add_feedback, feedback
from qa.schema.filters import EVERYTHING
from ui.chat.action import Action
from ui.chat.answering import answer_pending, stop_writing
from ui.chat.export import chat_json, chat_markdown
from ui.chat.filters import parse_filter
from ui.chat.stored_chat import library_name, restore_chat
from ui.chat.view import ChatView, ViewRenderer
from ui.html.citations import shown_citations
from ui.http.shared_assistant import (
    AssistantProtocol,
    BusyError,
    SerializedAssistant,
    WriterProtocol,
)
from ui.session import Chat, ChatTurn, PendingQuestion, Session
from ui.strings.languages import preferred_language, strings_for
from ui.strings.phrases import Strings


class ChatController:
    """Carries out the actions of all sessions, and returns what their pages show.

    One question is answered at a time, whoever asks: the others see that theirs is pending.
    """

    def __init__(
        self,
        assistant: AssistantProtocol,
        folder: Path | None = None,
        writer: WriterProtocol | None = None,
    ) -> None:
        """Make a controller.

        Args:
            assistant: answers the questions.
            folder: of the library, for feedback; None where the articles are in memory.
            writer: writes about answers, if there is a language model.
        """
        self._assistant = SerializedAssistant.around(assistant)
        self._folder = folder
        self._writer = writer
        self._views = ViewRenderer(self._assistant, library_name(folder), writer is not None)
        self._lock = Lock()
        self._handlers: dict[str, Callable[[Action, Session], Iterator[ChatView]]] = {
            "ask": lambda action, session: self._ask(PendingQuestion(action.text), session),
            "cancel": self._cancel,
            "correct": self._correct,
            "delete": self._delete,
            "edit": self._edit,
            "filter": self._filter,
            "gloss": self._translate,
            "judge": self._judge,
            "new": lambda _, session: iter((self.start_chat(session),)),
            "open": self._open,
            "retry": self._retry,
            "stop": self._stop,
            "unfilter": self._clear_filter,
            "widen": self._widen,
        }

    def open_page(self, session: Session, accepted: str) -> ChatView:
        """Return the page as it is at first, in the language that its browser prefers.

        Args:
            session: changed in place.
            accepted: the browser's Accept-Language header.
        """
        session.words = strings_for(preferred_language(accepted, session.words.language))
        if not session.chat.turns and not session.chat.pending:
            # Gradio gives every session a copy of one; a chat has a key of its own.
            session.chat = Chat()
        return self._views.render_with_form(session)

    def ask(self, question: str, session: Session) -> Iterator[ChatView]:
        """Yield the page with the question of the box and a working line, then with the answer.

        Nothing is yielded for an empty question, nor while the chat has a pending one; and no
        answer where the chat was replaced before it was there.
        """
        draft = session.chat.draft
        yield from self._ask(
            replace(draft, question=question) if draft else PendingQuestion(question), session
        )

    def perform(self, action: Action, session: Session) -> Iterator[ChatView]:
        """Yield what the page shows as an action is carried out; see `ask`.

        Nothing is yielded for what cannot be done now, as where a turn is gone.

        Raises:
            ValueError: there is no such action.
        """
        if action.name not in self._handlers:
            names = ", ".join(sorted(self._handlers))
            raise ValueError(f"there is no action {action.name!r}; expected one of {names}")
        yield from self._handlers[action.name](action, session)

    def refresh(self, session: Session) -> Iterator[ChatView]:
        """Yield the page as it is; nothing while a question is pending."""
        if not session.chat.pending:
            yield self._views.render(session)

    def redraw(self, session: Session) -> ChatView:
        """Return the page with the filter's form drawn anew, as where publishers were added."""
        return self._views.render_with_form(session)

    def start_chat(self, session: Session) -> ChatView:
        """Return the empty page; the answer to a pending question will not be shown."""
        with self._lock:
            session.chat, session.scope = Chat(), EVERYTHING
        return self._views.render_with_form(session)

    def export(self, record: str, form: str, words: Strings) -> str:
        """Return a stored chat as Markdown, or as JSON where `form` is "json".

        Raises:
            ValueError: the record is not that of a chat.
        """
        chat = restore_chat(record, self._assistant.articles)
        return chat_json(chat) if form == "json" else chat_markdown(chat, words)

    def _ask(self, pending: PendingQuestion, session: Session) -> Iterator[ChatView]:
        """Yield as `ask` does, for a question that is asked in a way of its own."""
        # Half a character, as a browser can send, cannot be sent back.
        question = pending.question.encode("utf-8", "replace").decode("utf-8")
        pending = replace(pending, question=question)
        before, scope = session.chat, session.scope
        asked = before.with_pending(pending)
        if not question.strip() or before.pending or not self._swap(session, before, asked):
            return
        working, done, is_busy = asked, replace(before, draft=None), False
        try:
            yield self._views.render(session, asked, box="")
            for turn in answer_pending(
                pending,
                asked,
                scope,
                self._assistant,
                self._writer,
                lambda: session.chat.pending is pending,
            ):
                previous = working
                done, working = asked.with_turn(turn), working.with_partial(turn)
                if not self._swap(session, previous, working):
                    return
                if self._writer:
                    yield self._views.render(session, working)
        except BusyError:
            is_busy = True
        finally:
            # Also where the browser has gone: a chat left as it is would take no more questions.
            is_current = self._swap(session, working, done)
        if is_current and is_busy:
            # The question goes back into the box.
            yield self._views.render(session, done, box=question, notice=session.words.busy)
        elif is_current:
            yield self._views.render(session, done)
            # Of two pages sent at the same moment, this one may have come to the browser last.
            if session.chat is not done:
                yield self._views.render(session)

    def _swap(self, session: Session, expected: Chat, chat: Chat) -> bool:
        """Replace the session's chat if it is still the expected one; return whether it was."""
        with self._lock:
            is_same = session.chat is expected
            if is_same:
                session.chat = chat
        return is_same

    def _retry(self, _: Action, session: Session) -> Iterator[ChatView]:
        yield from self._ask_again(session, widens=False)

    def _widen(self, _: Action, session: Session) -> Iterator[ChatView]:
        yield from self._ask_again(session, widens=True)

    def _ask_again(self, session: Session, widens: bool) -> Iterator[ChatView]:
        """Ask the last question again, as it was asked or without narrowing by its words."""
        if session.chat.turns:
            last = session.chat.turns[-1]
            narrows = last.narrows and not widens
            yield from self._ask(
                PendingQuestion(last.question, True, last.is_standalone, narrows), session
            )

    def _edit(self, _: Action, session: Session) -> Iterator[ChatView]:
        if session.chat.turns:
            last = session.chat.turns[-1]
            draft = PendingQuestion(last.question, True, last.is_standalone)
            yield from self._draft(draft, session)

    def _correct(self, action: Action, session: Session) -> Iterator[ChatView]:
        turn = session.chat.turn_at(action.turn)
        if turn and turn.answer:
            draft = PendingQuestion(turn.answer.understood, is_standalone=True)
            yield from self._draft(draft, session)

    def _draft(self, draft: PendingQuestion, session: Session) -> Iterator[ChatView]:
        """Put a question in the box, to be asked in a way of its own when it is sent."""
        chat = session.chat
        if not chat.pending and self._swap(session, chat, replace(chat, draft=draft)):
            yield self._views.render(session, box=draft.question)

    def _cancel(self, _: Action, session: Session) -> Iterator[ChatView]:
        chat = session.chat
        if chat.draft and self._swap(session, chat, replace(chat, draft=None)):
            yield self._views.render(session, box="")

    def _stop(self, _: Action, session: Session) -> Iterator[ChatView]:
        """Put the pending question back into the box, or stop the model that writes about it."""
        chat, pending = session.chat, session.chat.pending
        if pending is None:
            return
        if chat.partial:
            # What is written so far is kept: only the model is stopped.
            stopped = chat.with_turn(stop_writing(chat.partial))
            if self._swap(session, chat, stopped):
                yield self._views.render(session, stopped)
            return
        draft = pending if pending.replaces or pending.is_standalone else None
        if self._swap(session, chat, replace(chat, pending=None, draft=draft)):
            yield self._views.render(session, box=pending.question)

    def _delete(self, action: Action, session: Session) -> Iterator[ChatView]:
        chat = session.chat
        if chat.pending or not chat.turn_at(action.turn):
            return
        turns = (*chat.turns[: action.turn - 1], *chat.turns[action.turn :])
        if self._swap(session, chat, replace(chat, turns=turns, draft=None)):
            yield self._views.render(session)

    def _open(self, action: Action, session: Session) -> Iterator[ChatView]:
        """Open a stored chat; the answer to a pending question will not be shown."""
        try:
            chat = restore_chat(action.text, self._assistant.articles)
        except ValueError:
            yield self._views.render(session, notice=session.words.open_chat_failed)
            return
        with self._lock:
            session.chat = chat
            session.scope = chat.turns[-1].scope if chat.turns else EVERYTHING
        yield self._views.render_with_form(session, box="")

    def _filter(self, action: Action, session: Session) -> Iterator[ChatView]:
        """Filter the questions from now on; a pending one has its filter already."""
        session.scope = parse_filter(action.text, self._assistant.sources)
        yield self._views.render(session)

    def _clear_filter(self, _: Action, session: Session) -> Iterator[ChatView]:
        session.scope = EVERYTHING
        yield self._views.render_with_form(session)

    def _judge(self, action: Action, session: Session) -> Iterator[ChatView]:
        """Save the reader's verdict on an answer as feedback."""
        chat, words, verdict = session.chat, session.words, Verdict(action.text)
        turn = chat.turn_at(action.turn)
        if chat.pending or turn is None or turn.answer is None:
            return
        if self._folder is None:
            yield self._views.render(session, notice=words.not_judged)
        elif not _save_feedback(self._folder, chat, action.turn, verdict):
            yield self._views.render(session, notice=words.judge_failed)
        else:
            judged = chat.with_turn_at(action.turn, replace(turn, verdict=verdict))
            if self._swap(session, chat, judged):
                yield self._views.render(session)

    def _translate(self, action: Action, session: Session) -> Iterator[ChatView]:
        """Translate a quotation of an answer; `action.text` is its number, from 1."""
        words, turn = session.words.writing, session.chat.turn_at(action.turn)
        citations = shown_citations(turn.answer) if turn and turn.answer else ()
        number = int(action.text) if action.text.isdecimal() else 0
        if not self._writer or not turn or not turn.answer or not 1 <= number <= len(citations):
            return
        yield self._views.render(session, notice=words.translating)
        answer = self._writer.with_translation(turn.answer, citations[number - 1])
        is_translated = answer is not turn.answer
        if is_translated:
            self._replace_turn(session, turn, replace(turn, answer=answer))
        yield self._views.render(session, notice="" if is_translated else words.no_translation)

    def _replace_turn(self, session: Session, turn: ChatTurn, other: ChatTurn) -> None:
        """Put another turn in the place of one, if it is still in the chat."""
        with self._lock:
            turns = tuple(other if each is turn else each for each in session.chat.turns)
            if turns != session.chat.turns:
                session.chat = replace(session.chat, turns=turns)


def _save_feedback(folder: Path, chat: Chat, number: int, verdict: Verdict) -> bool:
    """Save a verdict on a turn, counted from 1; return whether that succeeded."""
    turn = chat.turns[number - 1]
    earlier = () if turn.is_standalone else chat.turns[: number - 1]
    if turn.answer is None:
        return False
    try:
        history = [each.question for each in earlier]
        add_feedback(folder, feedback(turn.answer, history, verdict))
    except OSError:
        logging.getLogger(__name__).exception("Feedback could not be saved")
        return False
    return True
