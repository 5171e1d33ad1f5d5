"""What the page shows of a chat: a pure function from the chat to messages and HTML."""

from dataclasses import dataclass

from qa.language import language_of
from ui.evidence import evidence, no_evidence
from ui.message import question_message, turn_message, working_message
from ui.sitting import Chat
from ui.words import Words, words_in

Message = dict[str, str]


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows: the messages of the chat, what stands beside them, and the box.

    `hint` says above the box what it is being used for. `box` is None where what is typed there
    is left alone.
    """

    messages: tuple[Message, ...]
    evidence: str
    hint: str = ""
    box: str | None = None


def shown(chat: Chat, page: Words, articles: int, box: str | None = None) -> Shown:
    """Return what the page shows of a chat; the last answer's evidence is in view.

    Args:
        chat: what was asked, and what is being worked on.
        page: the page's own words.
        articles: how many there are.
        box: what the box is to hold, where that is to change.
    """
    messages: list[Message] = []
    for number, turn in enumerate(chat.before, start=1):
        is_last = number == len(chat.before) and not chat.asked
        said = turn_message(turn, number, is_last, page, _words_for(turn.question, page))
        messages += [_user(turn.question), _assistant(said)]
    if chat.asked:
        words = _words_for(chat.asked.question, page)
        working = working_message(articles, words, page)
        messages += [_user(chat.asked.question), _assistant(working)]
    return Shown(tuple(messages), _evidence(chat, page), _hint(chat, page), box)


def _words_for(question: str, page: Words) -> Words:
    return words_in(language_of(question, default=page.language))


def _evidence(chat: Chat, page: Words) -> str:
    numbered = [(n, t.answer) for n, t in enumerate(chat.before, start=1) if t.answer is not None]
    if not numbered:
        return no_evidence(page)
    last = numbered[-1][0]
    return "".join(evidence(answer, n, is_shown=n == last) for n, answer in numbered)


def _hint(chat: Chat, page: Words) -> str:
    """Return what the box is being used for, where it is not for the next question."""
    if not chat.draft:
        return ""
    told = page.editing if chat.draft.replaces else page.correcting
    return (
        f'<p class="hint" role="status" lang="{page.language}">{told} '
        f'<button type="button" class="do do-cancel">{page.cancel}</button></p>'
    )


def _user(question: str) -> Message:
    return {"role": "user", "content": question_message(question)}


def _assistant(said: str) -> Message:
    return {"role": "assistant", "content": said}
