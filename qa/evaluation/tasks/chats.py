"""Chats, held with an assistant over their articles; and what its follow-ups are worth."""

from collections.abc import Iterator, Mapping, Sequence

from qa.evaluation.datasets.chats import GoldChat
from qa.evaluation.datasets.documents import own_texts
from qa.evaluation.datasets.gold import GoldQuestion
from qa.evaluation.metrics.claims import citation_recall, claim_values
from qa.evaluation.metrics.squad import token_f1
from qa.evaluation.observed import Observation, ObservedAssistant
from qa.evaluation.outcome import Outcome, quotations
from qa.schema.answer import Answer


class ChatSet:
    """Chats over the articles of one assistant."""

    def __init__(self, name: str, observed: ObservedAssistant) -> None:
        self._name = name
        self._observed = observed
        self._texts = own_texts(observed.assistant.library.articles())

    def ask(self, chat: GoldChat) -> Iterator[Outcome]:
        """Yield the outcome of each turn; the history is of the assistant's own answers."""
        answers: list[Answer] = []
        for turn in chat.turns:
            seen = self._observed.ask_after(turn.question, answers)
            yield self._outcome(turn, seen, answers)
            answers.append(seen.answer)

    def _outcome(self, turn: GoldQuestion, seen: Observation, history: Sequence[Answer]) -> Outcome:
        values = claim_values(seen.answer, seen.guess, turn, self._texts)
        if turn.standalone:
            values |= follow_up_values(turn, seen, self._observed)
        elif history:
            alone = self._observed.ask_after(turn.question, ())
            values["same_alone"] = float(_said(seen) == _said(alone))
        return Outcome(
            data=self._name,
            id=turn.id,
            stem=turn.stem,
            kind=turn.kind,
            language=turn.language,
            question=turn.question,
            history=turn.history,
            expected=tuple(item.name for item in turn.items),
            text=seen.answer.text,
            note=seen.answer.note,
            citations=quotations(seen.answer),
            values=values,
            ms=seen.ms,
        )


def follow_up_values(
    gold: GoldQuestion, seen: Observation, observed: ObservedAssistant
) -> Mapping[str, float]:
    """Return what a follow-up's answer is worth beside that of the question written out in full.

    Args:
        gold: with its `standalone` form.
        seen: its answer in the conversation.
        observed: what is asked the question in full.

    Returns:
        "source_cited" and "source_cited_in_full", whether the answer cites evidence; only where
        there is any. "rewrite_f1", how alike the question as it was understood and the one written
        out are, by their words.
    """
    understood = seen.question.text if seen.question else gold.question
    values = {"rewrite_f1": token_f1(understood, [gold.standalone], gold.language)}
    if gold.answerable:
        in_full = observed.ask_after(gold.standalone, ())
        values["source_cited"] = source_cited(seen.answer, gold)
        values["source_cited_in_full"] = source_cited(in_full.answer, gold)
    return values


def source_cited(answer: Answer, gold: GoldQuestion) -> float:
    """Return 1.0 if a claim of the answer cites evidence for the question."""
    return float(bool(answer.claims) and citation_recall(answer, gold) > 0)


def _said(seen: Observation) -> tuple[object, ...]:
    answer = seen.answer
    return answer.claims, answer.passages, answer.note, answer.confidence
