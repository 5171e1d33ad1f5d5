"""Answer a pending question: first exactly, then with what a language model writes about it."""

import logging
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace

from qa.schema.answer import Answer
from qa.schema.filters import SearchFilter
from qa.schema.generated import FailureReason
from ui.http.shared_assistant import AssistantProtocol, BusyError, WriterProtocol
from ui.session import Chat, ChatTurn, PendingQuestion


def answer_pending(
    pending: PendingQuestion,
    chat: Chat,
    scope: SearchFilter,
    assistant: AssistantProtocol,
    writer: WriterProtocol | None,
    is_wanted: Callable[[], bool],
) -> Iterator[ChatTurn]:
    """Yield the question's turn with its answer, again as far as a model has written.

    Args:
        pending: the question.
        chat: its chat; the earlier answers go along unless the question is standalone.
        scope: the reader's own filter.
        assistant: answers exactly.
        writer: writes about the answer, if there is a language model.
        is_wanted: whether the answer is still waited for.

    Raises:
        BusyError: too many questions are waiting.
    """
    earlier = () if pending.is_standalone else chat.settled_turns
    history = tuple(turn.answer for turn in earlier if turn.answer is not None)
    turn = ChatTurn(pending.question, None, pending.is_standalone, pending.narrows, scope)
    try:
        for answer in _answers(turn, history, assistant, writer, is_wanted):
            turn = replace(turn, answer=answer)
            yield turn
    except BusyError:
        raise
    except Exception:
        # The reason goes to the one who started Tanya, never into the page.
        logging.getLogger(__name__).exception("No answer to %.200r", pending.question)
        yield turn


def _answers(
    turn: ChatTurn,
    history: tuple[Answer, ...],
    assistant: AssistantProtocol,
    writer: WriterProtocol | None,
    is_wanted: Callable[[], bool],
) -> Iterator[Answer]:
    arguments = (turn.question, history, turn.scope, turn.narrows)
    if writer is None:
        yield assistant.ask(*arguments)
    else:
        with closing(writer.answers(assistant.ask, *arguments, is_wanted)) as answers:
            yield from answers


def stop_writing(turn: ChatTurn) -> ChatTurn:
    """Return a turn with its generated text, if it has any, ended as stopped by the reader."""
    if turn.answer is None or turn.answer.written is None:
        return turn
    written = replace(turn.answer.written, trouble=FailureReason.STOPPED, is_done=True)
    return replace(turn, answer=replace(turn.answer, written=written))
