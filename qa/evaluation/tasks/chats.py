"""Chats: held with an assistant over their articles, turn by turn."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from qa.evaluation.datasets.catalog import CHATS
from qa.evaluation.datasets.chats import GoldChat, chat_articles, read_chats
from qa.evaluation.datasets.files import filter_rows, source_texts
from qa.evaluation.datasets.gold import GoldQuestion
from qa.evaluation.metrics.claims import claim_values
from qa.evaluation.metrics.follow_ups import follow_up_values, same_answer
from qa.evaluation.observed import Observation, ObservedAssistant
from qa.evaluation.outcome import Outcome
from qa.evaluation.runs import EvaluationPlan
from qa.evaluation.tasks.base import Task, TaskContext
from qa.evaluation.tasks.gold import ask_standalone, check_articles
from qa.schema.answer import Answer


class ChatTask:
    """Chats over the articles of one assistant."""

    def __init__(self, observed: ObservedAssistant) -> None:
        self._observed = observed
        self._texts = source_texts(observed.assistant.library.articles())

    def ask(self, chat: GoldChat) -> Iterator[Outcome]:
        """Yield the outcome of each turn, asked after the assistant's own earlier answers."""
        answers: list[Answer] = []
        for turn in chat.turns:
            seen = self._observed.ask_with_history(turn.question, answers)
            yield self._outcome(turn, seen, answers)
            answers.append(seen.answer)

    def _outcome(self, turn: GoldQuestion, seen: Observation, history: Sequence[Answer]) -> Outcome:
        values = claim_values(seen.answer, seen.guess, turn, self._texts)
        if turn.standalone:
            values |= follow_up_values(turn, seen, ask_standalone(turn, self._observed))
        elif history:
            alone = self._observed.ask_with_history(turn.question, ())
            values["same_alone"] = same_answer(seen.answer, alone.answer)
        return Outcome.of(CHATS, turn, seen, values, kind=turn.kind, history=turn.history)


def _read(plan: EvaluationPlan) -> tuple[GoldChat, ...]:
    if plan.chats is None:
        return ()
    path = Path(plan.chats)
    return filter_rows(read_chats(path, plan.split), plan.rows, path)


def _ask(chats: Sequence[GoldChat], context: TaskContext) -> Iterator[Outcome]:
    plan, progress = context.plan, context.progress
    assistant = context.assistant(*plan.articles, chat_articles(Path(plan.chats or "")))
    check_articles([turn for chat in chats for turn in chat.turns], assistant, plan.chats)
    task = ChatTask(context.observe(assistant))
    for number, chat in enumerate(chats):
        progress.report(CHATS, number, len(chats))
        # A chat is held from its first turn, whichever of its turns have an outcome.
        left = {turn.id for turn in chat.turns if not progress.is_done(CHATS, turn)}
        if left:
            yield from (outcome for outcome in task.ask(chat) if outcome.id in left)
    progress.report(CHATS, len(chats), len(chats))


CHAT_TASK = Task(_read, _ask)
