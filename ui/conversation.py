"""A conversation: questions and other acts go in, what the page shows comes out.

Knows nothing of Gradio. Holds no conversation itself: the caller keeps a `Sitting` for each
browser session.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from threading import Lock

from qa.answer import Answer
from qa.scope import Scope
from ui.act import Act
from ui.assistant import Assistant, OneAtATime
from ui.shown import Shown, shown
from ui.sitting import Asking, Chat, Sitting, Turn


class Conversation:
    """Turns acts into what the page shows. Holds no conversation itself: sittings do.

    One question is answered at a time, whoever asks: the others see that theirs is being worked on.
    """

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = OneAtATime.around(assistant)
        self._changing = Lock()
        self._acts: dict[str, Callable[[Act, Sitting], Iterator[Shown]]] = {
            "ask": lambda act, sitting: self.pursue(Asking(act.text), sitting),
            "cancel": self._cancel,
            "correct": self._correct,
            "delete": self._delete,
            "edit": self._edit,
            "new": lambda _, sitting: iter((self.begin_anew(sitting),)),
            "retry": self._retry,
            "stop": self._stop,
            "widen": self._widen,
        }

    def ask(self, question: str, sitting: Sitting) -> Iterator[Shown]:
        """Yield the page with the question of the box and a working line, then with the answer.

        Nothing is yielded for an empty question, nor while the chat's last one is being worked on;
        and no answer where the chat was begun anew before it was there.
        """
        draft = sitting.chat.draft
        yield from self.pursue(
            replace(draft, question=question) if draft else Asking(question), sitting
        )

    def act(self, act: Act, sitting: Sitting) -> Iterator[Shown]:
        """Yield what the page shows of something that the reader did; see `ask`.

        Nothing is yielded for what cannot be done now, as where a turn is gone.

        Raises:
            ValueError: there is no such act.
        """
        if act.name not in self._acts:
            raise ValueError(f"there is no act {act.name!r}")
        yield from self._acts[act.name](act, sitting)

    def pursue(self, asking: Asking, sitting: Sitting) -> Iterator[Shown]:
        """Yield as `ask` does, for a question that is asked in a way of its own."""
        # Half a character, as a browser can send, cannot be sent back.
        question = asking.question.encode("utf-8", "replace").decode("utf-8")
        asking = replace(asking, question=question)
        begun = sitting.chat
        asked = begun.asking(asking)
        if not question.strip() or begun.asked or not self._change(sitting, begun, asked):
            return
        done = replace(begun, draft=None)
        try:
            yield self.shown(sitting, asked, box="")
            done = asked.answered(self._turn(asking, asked))
        finally:
            # Also where the browser has gone: a chat left as it is would take no more questions.
            is_shown = self._change(sitting, asked, done)
        if is_shown:
            yield self.shown(sitting, done)
            # Of two pages sent at the same moment, this one may have come to the browser last.
            if sitting.chat is not done:
                yield self.shown(sitting)

    def begin_anew(self, sitting: Sitting) -> Shown:
        """Return the empty page; an answer that is still to come will not be shown."""
        with self._changing:
            sitting.chat = Chat()
        return self.shown(sitting)

    def shown(self, sitting: Sitting, chat: Chat | None = None, box: str | None = None) -> Shown:
        """Return what the page shows of a chat, the sitting's own unless given."""
        chat = chat or sitting.chat
        # To count them, a large library must be read.
        articles = len(self._assistant.articles) if chat.asked else 0
        return shown(chat, sitting.words, articles, box)

    def _retry(self, _: Act, sitting: Sitting) -> Iterator[Shown]:
        yield from self._again(sitting, narrows=None)

    def _widen(self, _: Act, sitting: Sitting) -> Iterator[Shown]:
        yield from self._again(sitting, narrows=False)

    def _again(self, sitting: Sitting, narrows: bool | None) -> Iterator[Shown]:
        """Ask the last question again, as it was asked or without narrowing by its words."""
        if sitting.chat.turns:
            last = sitting.chat.turns[-1]
            keeps = last.narrows if narrows is None else narrows
            asking = Asking(last.question, True, last.is_alone, keeps)
            yield from self.pursue(asking, sitting)

    def _edit(self, _: Act, sitting: Sitting) -> Iterator[Shown]:
        if sitting.chat.turns:
            last = sitting.chat.turns[-1]
            yield from self._draft(Asking(last.question, True, last.is_alone), sitting)

    def _correct(self, act: Act, sitting: Sitting) -> Iterator[Shown]:
        turn = _turn_of(act, sitting.chat)
        if turn and turn.answer:
            yield from self._draft(Asking(turn.answer.understood, is_alone=True), sitting)

    def _draft(self, draft: Asking, sitting: Sitting) -> Iterator[Shown]:
        """Put a question in the box, to be asked in a way of its own when it is sent."""
        begun = sitting.chat
        if not begun.asked and self._change(sitting, begun, replace(begun, draft=draft)):
            yield self.shown(sitting, box=draft.question)

    def _cancel(self, _: Act, sitting: Sitting) -> Iterator[Shown]:
        begun = sitting.chat
        if begun.draft and self._change(sitting, begun, replace(begun, draft=None)):
            yield self.shown(sitting, box="")

    def _stop(self, _: Act, sitting: Sitting) -> Iterator[Shown]:
        """Give a question back to the box; its answer, when there is one, will not be shown."""
        begun, asked = sitting.chat, sitting.chat.asked
        if asked is None:
            return
        draft = asked if asked.replaces or asked.is_alone else None
        if self._change(sitting, begun, replace(begun, asked=None, draft=draft)):
            yield self.shown(sitting, box=asked.question)

    def _delete(self, act: Act, sitting: Sitting) -> Iterator[Shown]:
        begun = sitting.chat
        if begun.asked or not _turn_of(act, begun):
            return
        left = (*begun.turns[: act.turn - 1], *begun.turns[act.turn :])
        if self._change(sitting, begun, replace(begun, turns=left, draft=None)):
            yield self.shown(sitting)

    def _change(self, sitting: Sitting, chat: Chat, becomes: Chat) -> bool:
        """Return whether the sitting's chat was still this one; only then is it changed."""
        with self._changing:
            is_same = sitting.chat is chat
            if is_same:
                sitting.chat = becomes
        return is_same

    def _turn(self, asking: Asking, chat: Chat) -> Turn:
        before = () if asking.is_alone else chat.before
        history = tuple(turn.answer for turn in before if turn.answer is not None)
        answer = self._answer(asking, history, chat.scope)
        return Turn(asking.question, answer, asking.is_alone, asking.narrows, chat.scope)

    def _answer(self, asking: Asking, history: tuple[Answer, ...], scope: Scope) -> Answer | None:
        try:
            return self._assistant.ask(
                asking.question, history=history, scope=scope, narrow=asking.narrows
            )
        except Exception:
            # The reason goes to the one who started Tanya, never into the page.
            logging.getLogger(__name__).exception("No answer to %.200r", asking.question)
            return None


def _turn_of(act: Act, chat: Chat) -> Turn | None:
    return chat.turns[act.turn - 1] if 1 <= act.turn <= len(chat.turns) else None
