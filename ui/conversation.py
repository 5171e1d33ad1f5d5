"""A conversation: questions go in, what the page shows comes out.

Knows nothing of Gradio. Holds no conversation itself: the turns are the caller's, one tuple for
each browser session.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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
Shown = tuple[list[Message], str, "Turns"]


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


class Conversation:
    """Turns questions into what the page shows. Holds no conversation itself: turns go in and out.

    One question is answered at a time, whoever asks: the others see that theirs is being worked on.
    """

    def __init__(self, assistant: Assistant, words: Words) -> None:
        self._assistant = assistant
        self._words = words
        self._lock = Lock()

    def ask(self, question: str, turns: Turns) -> Iterator[Shown]:
        """Yield the page with the question and a working line, then the page with the answer."""
        # Half a character, as a browser can send, cannot be sent back.
        question = question.encode("utf-8", "replace").decode("utf-8")
        if not question.strip():
            yield self.shown(turns)
            return
        messages, panel, _ = self.shown(turns)
        working = working_message(len(self._assistant.articles), self._words_for(question))
        yield [*messages, _user(question), _assistant(working)], panel, turns
        yield self.shown((*turns, Turn(question, self._answer(question, turns))))

    def shown(self, turns: Turns) -> Shown:
        """Return the messages and the evidence for these turns; the last answer's is in view."""
        messages: list[Message] = []
        for number, turn in enumerate(turns, start=1):
            messages += [_user(turn.question), _assistant(self._said(turn, number))]
        return messages, self._evidence(turns), turns

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
