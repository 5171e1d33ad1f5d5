"""A conversation: questions and other acts go in, what the page shows comes out.

Knows nothing of Gradio. Holds no conversation itself: the caller keeps a `Sitting` for each
browser session.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import count
from pathlib import Path
from threading import Lock

from qa.answer.feedback import Verdict, add_feedback, feedback
from qa.schema.answer import Answer
from qa.schema.filters import EVERYTHING, SearchFilter
from qa.schema.written import Trouble
from ui.chat.action import Action
from ui.chat.export import chat_json, chat_markdown
from ui.chat.filters import filter_form, filter_line, scope_of
from ui.chat.shown import ChatView, evidence_of, hint, messages, notice_line
from ui.chat.stored_chat import library_name, restore_chat
from ui.html.cited import cited
from ui.http.shared_assistant import (
    AssistantProtocol,
    BusyError,
    SerializedAssistant,
    WriterProtocol,
)
from ui.session import Chat, ChatTurn, PendingQuestion, Session
from ui.strings.page import Strings, preferred_language, strings_for
from ui.strings.writing import writing_strings_for


class ChatController:
    """Turns acts into what the page shows. Holds no conversation itself: sittings do.

    One question is answered at a time, whoever asks: the others see that theirs is being worked on.
    """

    def __init__(
        self,
        assistant: AssistantProtocol,
        folder: Path | None = None,
        writer: WriterProtocol | None = None,
    ) -> None:
        """Take the assistant, the folder for feedback, and who writes answers out, if anyone."""
        self._assistant = SerializedAssistant.around(assistant)
        self._folder = folder
        self._writer = writer
        self._library = library_name(folder)
        self._changing = Lock()
        self._drawn = count()
        self._acts: dict[str, Callable[[Action, Session], Iterator[ChatView]]] = {
            "ask": lambda act, sitting: self.pursue(PendingQuestion(act.text), sitting),
            "cancel": self._cancel,
            "correct": self._correct,
            "delete": self._delete,
            "edit": self._edit,
            "filter": self._filter,
            "gloss": self._gloss,
            "judge": self._judge,
            "new": lambda _, sitting: iter((self.begin_anew(sitting),)),
            "open": self._open,
            "retry": self._retry,
            "stop": self._stop,
            "unfilter": self._unfilter,
            "widen": self._widen,
        }

    def ask(self, question: str, sitting: Session) -> Iterator[ChatView]:
        """Yield the page with the question of the box and a working line, then with the answer.

        Nothing is yielded for an empty question, nor while the chat's last one is being worked on;
        and no answer where the chat was begun anew before it was there.
        """
        draft = sitting.chat.draft
        yield from self.pursue(
            replace(draft, question=question) if draft else PendingQuestion(question), sitting
        )

    def act(self, act: Action, sitting: Session) -> Iterator[ChatView]:
        """Yield what the page shows of something that the reader did; see `ask`.

        Nothing is yielded for what cannot be done now, as where a turn is gone.

        Raises:
            ValueError: there is no such act.
        """
        if act.name not in self._acts:
            raise ValueError(f"there is no act {act.name!r}")
        yield from self._acts[act.name](act, sitting)

    def pursue(self, asking: PendingQuestion, sitting: Session) -> Iterator[ChatView]:
        """Yield as `ask` does, for a question that is asked in a way of its own."""
        # Half a character, as a browser can send, cannot be sent back.
        question = asking.question.encode("utf-8", "replace").decode("utf-8")
        asking = replace(asking, question=question)
        begun, scope = sitting.chat, sitting.scope
        asked = begun.asking(asking)
        if not question.strip() or begun.asked or not self._change(sitting, begun, asked):
            return
        working, done, is_busy = asked, replace(begun, draft=None), False
        try:
            yield self.shown(sitting, asked, box="")
            for turn in self._turns(asking, asked, scope, lambda: sitting.chat.asked is asking):
                done, before = asked.answered(turn), working
                working = working.writing(turn)
                if not self._change(sitting, before, working):
                    return
                if self._writer:
                    yield self.shown(sitting, working)
        except BusyError:
            is_busy = True
        finally:
            # Also where the browser has gone: a chat left as it is would take no more questions.
            is_shown = self._change(sitting, working, done)
        if is_shown and is_busy:
            # The question goes back into the box.
            yield self.shown(sitting, done, box=question, notice=sitting.words.busy)
        elif is_shown:
            yield self.shown(sitting, done)
            # Of two pages sent at the same moment, this one may have come to the browser last.
            if sitting.chat is not done:
                yield self.shown(sitting)

    def look(self, sitting: Session) -> Iterator[ChatView]:
        """Yield the page as it is; nothing while a question is being worked on."""
        if not sitting.chat.asked:
            yield self.shown(sitting)

    def begin_anew(self, sitting: Session) -> ChatView:
        """Return the empty page; an answer that is still to come will not be shown."""
        with self._changing:
            sitting.chat, sitting.scope = Chat(), EVERYTHING
        return self._with_form(sitting, self.shown(sitting))

    def greet(self, sitting: Session, accepted: str) -> ChatView:
        """Return the page as it is at first, in the language that its browser likes best."""
        sitting.words = strings_for(preferred_language(accepted, sitting.words.language))
        if not sitting.chat.turns and not sitting.chat.asked:
            # Gradio gives every session a copy of one sitting; a chat has a key of its own.
            sitting.chat = Chat()
        return self._with_form(sitting, self.shown(sitting))

    def refreshed(self, sitting: Session) -> ChatView:
        """Return the page with what can be filtered now that articles have come."""
        return self._with_form(sitting, self.shown(sitting))

    def export(self, text: str, form: str, words: Strings) -> str:
        """Return a chat that a browser keeps as Markdown, or as JSON where `form` says so.

        Raises:
            ValueError: it is no chat.
        """
        chat = restore_chat(text, self._assistant.articles)
        return chat_json(chat) if form == "json" else chat_markdown(chat, words)

    def shown(
        self,
        sitting: Session,
        chat: Chat | None = None,
        box: str | None = None,
        notice: str = "",
    ) -> ChatView:
        """Return what the page shows of a chat, the sitting's own unless given."""
        chat = chat or sitting.chat
        articles = len(self._assistant.articles) if chat.asked else 0
        return ChatView(
            messages(chat, sitting.words, articles),
            evidence_of(chat, sitting.words, self._library, self._writer is not None),
            filter_line(sitting.scope, sitting.words),
            notice_line(notice, sitting.words) or hint(chat, sitting.words),
            box,
        )

    def _retry(self, _: Action, sitting: Session) -> Iterator[ChatView]:
        yield from self._again(sitting, narrows=None)

    def _widen(self, _: Action, sitting: Session) -> Iterator[ChatView]:
        yield from self._again(sitting, narrows=False)

    def _again(self, sitting: Session, narrows: bool | None) -> Iterator[ChatView]:
        """Ask the last question again, as it was asked or without narrowing by its words."""
        if sitting.chat.turns:
            last = sitting.chat.turns[-1]
            keeps = last.narrows if narrows is None else narrows
            asking = PendingQuestion(last.question, True, last.is_alone, keeps)
            yield from self.pursue(asking, sitting)

    def _edit(self, _: Action, sitting: Session) -> Iterator[ChatView]:
        if sitting.chat.turns:
            last = sitting.chat.turns[-1]
            yield from self._draft(PendingQuestion(last.question, True, last.is_alone), sitting)

    def _correct(self, act: Action, sitting: Session) -> Iterator[ChatView]:
        turn = _turn_of(act, sitting.chat)
        if turn and turn.answer:
            yield from self._draft(PendingQuestion(turn.answer.understood, is_alone=True), sitting)

    def _draft(self, draft: PendingQuestion, sitting: Session) -> Iterator[ChatView]:
        """Put a question in the box, to be asked in a way of its own when it is sent."""
        begun = sitting.chat
        if not begun.asked and self._change(sitting, begun, replace(begun, draft=draft)):
            yield self.shown(sitting, box=draft.question)

    def _cancel(self, _: Action, sitting: Session) -> Iterator[ChatView]:
        begun = sitting.chat
        if begun.draft and self._change(sitting, begun, replace(begun, draft=None)):
            yield self.shown(sitting, box="")

    def _stop(self, _: Action, sitting: Session) -> Iterator[ChatView]:
        """Give a question back to the box, unless its answer is there and being written out."""
        begun, asked = sitting.chat, sitting.chat.asked
        if asked is None:
            return
        if begun.so_far:
            # What is written so far is kept: only the model is stopped.
            stopped = begun.answered(_stopped(begun.so_far))
            if self._change(sitting, begun, stopped):
                yield self.shown(sitting, stopped)
            return
        draft = asked if asked.replaces or asked.is_alone else None
        if self._change(sitting, begun, replace(begun, asked=None, draft=draft)):
            yield self.shown(sitting, box=asked.question)

    def _delete(self, act: Action, sitting: Session) -> Iterator[ChatView]:
        begun = sitting.chat
        if begun.asked or not _turn_of(act, begun):
            return
        left = (*begun.turns[: act.turn - 1], *begun.turns[act.turn :])
        if self._change(sitting, begun, replace(begun, turns=left, draft=None)):
            yield self.shown(sitting)

    def _open(self, act: Action, sitting: Session) -> Iterator[ChatView]:
        """Open a chat that the browser kept; an answer that is still to come will not be shown."""
        try:
            chat = restore_chat(act.text, self._assistant.articles)
        except ValueError:
            yield self.shown(sitting, notice=sitting.words.open_chat_failed)
            return
        with self._changing:
            sitting.chat = chat
            sitting.scope = chat.turns[-1].scope if chat.turns else EVERYTHING
        yield self._with_form(sitting, self.shown(sitting, box=""))

    def _filter(self, act: Action, sitting: Session) -> Iterator[ChatView]:
        """Narrow the questions from now on; what is being worked on has its scope already."""
        sitting.scope = scope_of(act.text, self._assistant.sources)
        yield self.shown(sitting)

    def _unfilter(self, _: Action, sitting: Session) -> Iterator[ChatView]:
        sitting.scope = EVERYTHING
        yield self._with_form(sitting, self.shown(sitting))

    def _with_form(self, sitting: Session, shown: ChatView) -> ChatView:
        form = filter_form(self._assistant.sources, sitting.scope, sitting.words)
        # By this `chat.js` knows that what was filled in since is to go.
        return replace(shown, form=f'{form}<i hidden data-drawn="{next(self._drawn)}"></i>')

    def _judge(self, act: Action, sitting: Session) -> Iterator[ChatView]:
        begun, page, verdict = sitting.chat, sitting.words, Verdict(act.text)
        turn = _turn_of(act, begun)
        if begun.asked or turn is None or turn.answer is None:
            return
        if self._folder is None:
            yield self.shown(sitting, notice=page.not_judged)
        elif not _noted(self._folder, turn.answer, _history(begun, act.turn), verdict):
            yield self.shown(sitting, notice=page.judge_failed)
        else:
            judged = replace(turn, verdict=verdict)
            turns = (*begun.turns[: act.turn - 1], judged, *begun.turns[act.turn :])
            if self._change(sitting, begun, replace(begun, turns=turns)):
                yield self.shown(sitting)

    def _change(self, sitting: Session, chat: Chat, becomes: Chat) -> bool:
        """Return whether the sitting's chat was still this one; only then is it changed."""
        with self._changing:
            is_same = sitting.chat is chat
            if is_same:
                sitting.chat = becomes
        return is_same

    def _gloss(self, act: Action, sitting: Session) -> Iterator[ChatView]:
        """Translate a quotation of an answer; `act.text` is its number, from 1."""
        words, turn = writing_strings_for(sitting.words.language), _turn_of(act, sitting.chat)
        quoted = cited(turn.answer) if turn and turn.answer else ()
        number = int(act.text) if act.text.isdecimal() else 0
        if self._writer is None or not (turn and turn.answer) or not 1 <= number <= len(quoted):
            return
        yield self.shown(sitting, notice=words.translating)
        answer = self._writer.glossed(turn.answer, quoted[number - 1])
        is_there = answer is not turn.answer
        if is_there:
            self._exchange(sitting, turn, replace(turn, answer=answer))
        yield self.shown(sitting, notice="" if is_there else words.no_translation)

    def _exchange(self, sitting: Session, turn: ChatTurn, other: ChatTurn) -> None:
        """Put another turn in the place of one, if it is still there."""
        with self._changing:
            turns = tuple(other if each is turn else each for each in sitting.chat.turns)
            if turns != sitting.chat.turns:
                sitting.chat = replace(sitting.chat, turns=turns)

    def _turns(
        self,
        asking: PendingQuestion,
        chat: Chat,
        scope: SearchFilter,
        is_wanted: Callable[[], bool],
    ) -> Iterator[ChatTurn]:
        """Yield the turn with its answer, again as far as a model has written, last with all."""
        before = () if asking.is_alone else chat.before
        history = tuple(turn.answer for turn in before if turn.answer is not None)
        turn = ChatTurn(asking.question, None, asking.is_alone, asking.narrows, scope)
        try:
            for answer in self._answers(turn, history, is_wanted):
                turn = replace(turn, answer=answer)
                yield turn
        except BusyError:
            raise
        except Exception:
            # The reason goes to the one who started Tanya, never into the page.
            logging.getLogger(__name__).exception("No answer to %.200r", asking.question)
            yield turn

    def _answers(
        self, turn: ChatTurn, history: tuple[Answer, ...], is_wanted: Callable[[], bool]
    ) -> Iterator[Answer]:
        asked = (turn.question, history, turn.scope, turn.narrows)
        if self._writer is None:
            yield self._assistant.ask(*asked)
        else:
            with closing(self._writer.answers(self._assistant.ask, *asked, is_wanted)) as answers:
                yield from answers


def _stopped(turn: ChatTurn) -> ChatTurn:
    """Return a turn whose answer is written no further."""
    if turn.answer is None or turn.answer.written is None:
        return turn
    written = replace(turn.answer.written, trouble=Trouble.STOPPED, is_done=True)
    return replace(turn, answer=replace(turn.answer, written=written))


def _turn_of(act: Action, chat: Chat) -> ChatTurn | None:
    return chat.turns[act.turn - 1] if 1 <= act.turn <= len(chat.turns) else None


def _history(chat: Chat, turn: int) -> list[str]:
    """Return the questions that went along with that of a turn, counted from 1."""
    is_alone = chat.turns[turn - 1].is_alone
    return [] if is_alone else [each.question for each in chat.turns[: turn - 1]]


def _noted(folder: Path, answer: Answer, history: Sequence[str], verdict: Verdict) -> bool:
    try:
        add_feedback(folder, feedback(answer, history, verdict))
    except OSError:
        logging.getLogger(__name__).exception("A judgement could not be kept")
        return False
    return True
