"""What a reader can do about an answer: the row of buttons under it."""

from ui.literal import button
from ui.sitting import Turn
from ui.words import Words


def actions(turn: Turn, is_last: bool, words: Words) -> str:
    """Return the buttons under an answer; only the last turn can be asked again or edited."""
    answered = turn.answer is not None and bool(turn.answer.claims)
    buttons = (
        *((button("copy", words.copy, words.copied),) if answered else ()),
        *((button("retry", words.retry), button("edit", words.edit)) if is_last else ()),
        button("link", words.link, words.copied),
        button("delete", words.delete),
    )
    return f'<div class="actions" lang="{words.language}">{" ".join(buttons)}</div>'
