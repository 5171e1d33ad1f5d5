"""The dates and numbers of a written sentence and of a quotation, by their words.

What they are is read in `qa.values`, and which says which in `entailed.py`; here is what the words
add: the day of the week, both numbers of a result, and which numbers are parts of names.
"""

from collections.abc import Sequence

from qa.llm.verify.alignment import Text, Unit
from qa.llm.verify.entailment import is_entailed
from qa.llm.verify.tokens import Token
from qa.schema.span import Span
from qa.text.calendar import WEEKDAY_NAMES
from qa.values.dates.time_phrases import moments
from qa.values.moment import Moment
from qa.values.quantity import Quantity, quantities


def values(text: Text, its: Sequence[Token]) -> tuple[Unit, ...]:
    """Return the dates and numbers of a text, in order, by its tokens; a date's are no numbers."""
    counted = [
        (span, quantity)
        for span, quantity in quantities(text.text, text.span, text.language)
        if not _is_of_a_name(text.text, span)
    ]
    dated = [
        (span, moment)
        for span, moment in moments(text.text, text.span, text.published)
        if not any(_is_measured(span, other, quantity) for other, quantity in counted)
    ]
    counted = [each for each in counted if not any(each[0].overlaps(other) for other, _ in dated)]
    found: list[Unit] = []
    for span, value in sorted([*dated, *counted], key=lambda each: each[0].start):
        within = [n for n, token in enumerate(its) if token.span.overlaps(span)]
        if within:
            found.append(Unit(within[0], within[-1], value))
    return tuple(found)


def _is_measured(moment: Span, span: Span, quantity: Quantity) -> bool:
    """Say whether what looks like a time is a number with its unit: "at 6.25 percent"."""
    return bool(quantity.kind) and span.overlaps(moment) and span.end > moment.end


def _is_of_a_name(text: str, span: Span) -> bool:
    """Say whether a number is a part of a name: "Satria-1", "Falcon 9"."""
    before = text[: span.start].rstrip()
    if text[: span.start].endswith("-"):
        return True
    words = before.split()
    is_capital = bool(words) and words[-1][:1].isupper() and words[-1][-1:].isalpha()
    return len(words) > 1 and is_capital and text[span.start : span.end].isdigit()


def is_told(unit: Unit, said: Sequence[Token], other: Unit, quoted: Sequence[Token]) -> bool:
    """Say whether a quotation's date or number, the other, says that of a sentence."""
    return (
        is_entailed(unit.value, other.value)
        and _is_weekday_right(unit, said, other, quoted)
        and _is_score_right(unit, said, other, quoted)
    )


def _is_weekday_right(
    unit: Unit, said: Sequence[Token], other: Unit, quoted: Sequence[Token]
) -> bool:
    """Say whether the day of the week is the quotation's, or where it names none, the date's.

    A date is taken by its day and month, and "Thursday, 19 June" is 19 June on any weekday.
    """
    mine, its = _weekdays(said, unit), _weekdays(quoted, other)
    if not its and isinstance(other.value, Moment):
        its = {day.weekday() for day in other.value.possible}
    return not its or mine <= its


def _is_score_right(
    unit: Unit, said: Sequence[Token], other: Unit, quoted: Sequence[Token]
) -> bool:
    """Say whether two numbers with a dash between, as "2-1", are the same two."""
    if not isinstance(unit.value, Quantity) or unit.last == unit.first:
        return True
    mine, its = (
        [t.word for t in part[u.first : u.last + 1]] for part, u in ((said, unit), (quoted, other))
    )
    is_pair = len(its) == 2 and all(word.isdigit() and len(word) < 3 for word in (*mine, *its))
    return mine == its or not is_pair


def _weekdays(its: Sequence[Token], unit: Unit) -> set[int]:
    words = (token.word for token in its[unit.first : unit.last + 1])
    return {WEEKDAY_NAMES[word] for word in words if word in WEEKDAY_NAMES}
