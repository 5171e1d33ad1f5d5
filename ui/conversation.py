"""A conversation: questions go in, what the page shows comes out.

Knows nothing of Gradio. Holds no conversation itself: the caller keeps a `Sitting` for each
browser session.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Protocol

from qa.answer import Answer
from qa.article import Article
from qa.language import language_of
from qa.span import Span
from ui.evidence import evidence, no_evidence, whole_article
from ui.highlight import Quoted
from ui.message import answer_message, failed_message, question_message, working_message
from ui.words import Words, words_in

Message = dict[str, str]
Shown = tuple[list[Message], str]


class Assistant(Protocol):
    """What the chat needs of an assistant."""

    @property
    def articles(self) -> tuple[Article, ...]:
        """Every article, in the order they are to be listed."""
        ...

    def ask(self, question: str, history: Sequence[Answer] = ()) -> Answer:
        """Return the answer to a question; `history` holds the earlier answers, oldest first."""
        ...


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and its answer; None where asking failed."""

    question: str
    answer: Answer | None


Turns = tuple[Turn, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Chat:
    """What was asked so far, and the question that is being worked on, or None."""

    turns: Turns = ()
    asked: str | None = None


@dataclass(slots=True)
class Sitting:
    """The chat that one browser session has now.

    It changes in place, so that a question which is still being worked on is seen to belong to a
    chat that is no more.
    """

    chat: Chat = field(default_factory=Chat)


class Conversation:
    """Turns questions into what the page shows. Holds no conversation itself: sittings do.

    One question is answered at a time, whoever asks: the others see that theirs is being worked on.
    """

    def __init__(self, assistant: Assistant, words: Words) -> None:
        self._assistant = assistant
        self._words = words
        self._lock = Lock()
        self._changing = Lock()

    def ask(self, question: str, sitting: Sitting) -> Iterator[Shown]:
        """Yield the page with the question and a working line, then the page with the answer.

        Nothing is yielded for an empty question, nor while the chat's last one is being worked on;
        and no answer where the chat was begun anew before it was there.
        """
        # Half a character, as a browser can send, cannot be sent back.
        question = question.encode("utf-8", "replace").decode("utf-8")
        begun = sitting.chat
        asked = Chat(begun.turns, question)
        if not question.strip() or begun.asked or not self._change(sitting, begun, asked):
            return
        done = begun
        try:
            yield self.shown(asked)
            done = Chat((*begun.turns, Turn(question, self._answer(question, begun.turns))))
        finally:
            # Also where the browser has gone: a chat left as it is would take no more questions.
            is_shown = self._change(sitting, asked, done)
        if is_shown:
            yield self.shown(done)
            # Of two pages sent at the same moment, this one may have come to the browser last.
            if sitting.chat is not done:
                yield self.shown(sitting.chat)

    def begin_anew(self, sitting: Sitting) -> Shown:
        """Return the empty page; an answer that is still to come will not be shown."""
        with self._changing:
            sitting.chat = Chat()
        return self.shown(sitting.chat)

    def shown(self, chat: Chat) -> Shown:
        """Return the messages and the evidence of a chat; the last answer's is in view."""
        messages: list[Message] = []
        for number, turn in enumerate(chat.turns, start=1):
            messages += [_user(turn.question), _assistant(self._said(turn, number))]
        if chat.asked is not None:
            words = self._words_for(chat.asked)
            working = working_message(len(self._assistant.articles), words)
            messages += [_user(chat.asked), _assistant(working)]
        return messages, self._evidence(chat.turns)

    def open_article(self, asked: dict[str, str]) -> str:
        """Return a whole article as HTML, with its quotations marked.

        Args:
            asked: `article`, an id; `quotes`, as "start-end-number" and spaces between; `marks`,
                as "start-end"; `language`, of the page's own words.

        Raises:
            ValueError: no article has this id, or a place is not made of numbers.
        """
        article = next((a for a in self._assistant.articles if a.id == asked["article"]), None)
        if article is None:
            raise ValueError(f"no article has the id {asked['article']!r}")
        marks = tuple(Span(*_numbers(place)) for place in asked["marks"].split())
        places = [_numbers(place) for place in asked["quotes"].split()]
        quotes = [Quoted(start, end, number, marks) for start, end, number in places]
        return whole_article(article, quotes, words_in(asked["language"]))

    def _change(self, sitting: Sitting, chat: Chat, becomes: Chat) -> bool:
        """Return whether the sitting's chat was still this one; only then is it changed."""
        with self._changing:
            is_same = sitting.chat is chat
            if is_same:
                sitting.chat = becomes
        return is_same

    def _answer(self, question: str, turns: Turns) -> Answer | None:
        history = tuple(turn.answer for turn in turns if turn.answer is not None)
        try:
            with self._lock:
                return self._assistant.ask(question, history=history)
        except Exception:
            # The reason goes to the one who started Tanya, never into the page.
            logging.getLogger(__name__).exception("No answer to %.200r", question)
            return None

    def _words_for(self, question: str) -> Words:
        return words_in(language_of(question, default=self._words.language))

    def _said(self, turn: Turn, number: int) -> str:
        if turn.answer is None:
            return failed_message(self._words_for(turn.question))
        return answer_message(turn.answer, number)

    def _evidence(self, turns: Turns) -> str:
        numbered = [(n, t.answer) for n, t in enumerate(turns, start=1) if t.answer is not None]
        if not numbered:
            return no_evidence(self._words)
        last = numbered[-1][0]
        return "".join(evidence(answer, n, is_shown=n == last) for n, answer in numbered)


def _user(question: str) -> Message:
    return {"role": "user", "content": question_message(question)}


def _assistant(said: str) -> Message:
    return {"role": "assistant", "content": said}


def _numbers(place: str) -> list[int]:
    return [int(number) for number in place.split("-")]
