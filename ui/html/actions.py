"""What a reader can do about an answer: the row of buttons under it."""

from qa.answer.feedback import Verdict
from ui.html.literal import button, prose
from ui.session import ChatTurn
from ui.strings.page import Strings


def actions(turn: ChatTurn, is_last: bool, words: Strings) -> str:
    """Return the buttons under an answer; only the last turn can be asked again or edited."""
    has_claims = turn.answer is not None and bool(turn.answer.claims)
    buttons = (
        *((button("copy", words.copy, words.copied),) if has_claims else ()),
        *((button("retry", words.retry), button("edit", words.edit)) if is_last else ()),
        button("link", words.link, words.copied),
        button("delete", words.delete),
    )
    judging = _judging(turn, words) if turn.answer is not None else ""
    return f'<div class="actions" lang="{words.language}">{" ".join(buttons)}{judging}</div>'


def _judging(turn: ChatTurn, words: Strings) -> str:
    """Return what asks whether the answer was right, or what the reader has said to that."""
    named = {
        Verdict.RIGHT: words.right,
        Verdict.ANSWER_WRONG: words.answer_wrong,
        Verdict.EVIDENCE_WRONG: words.evidence_wrong,
    }
    if turn.verdict is not None:
        told = f"{words.judged} {named[turn.verdict].lower()}"
        return f'<p class="judging" role="status">{prose(told)}</p>'
    asked = " ".join(button(f"judge-{verdict.name}", told) for verdict, told in named.items())
    return f'<p class="judging">{prose(words.was_it_right)} {asked}</p>'
