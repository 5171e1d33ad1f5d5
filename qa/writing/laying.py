"""Laying a written sentence beside a quotation: the units of the one found in the other.

Words compare by what they may say (`same_word.py`), dates and numbers by value (`entailed.py`).
Where a word stands in several places, it is taken where neighbours stay as near as they can.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from qa.dateline import WEEKDAY_NAMES
from qa.language import small_words
from qa.lexicon.lexicon import Lexicon, shipped_lexicon
from qa.span import Span
from qa.value.moment import Moment
from qa.value.quantity import Quantity, quantities
from qa.value.time_phrase import moments
from qa.writing.alignment import Alignment, Placed, Text, Unit, breaks, tokens_of
from qa.writing.certainty import holds_by_word
from qa.writing.entailed import is_entailed
from qa.writing.same_word import SameWords
from qa.writing.token import Token, tokens

_BACKWARDS, _AGAIN, _BREAK = 2, 6, 1
_EMPTY = """
    article articles quotation quotations source sources news artikel kutipan berita sumber
    yaitu yakni adalah ialah merupakan termasuk include included includes including tersebut
    being been having there itself himself herself themselves his her its their also juga
    bernama named called
"""
"""Words that say nothing by themselves; no sentence is true or false by them."""


def aligned(
    sentence: Text, quotation: Text, lexicon: Callable[[], Lexicon] = shipped_lexicon
) -> Alignment:
    """Return a sentence laid beside a quotation."""
    said = _named(tokens(sentence.text), sentence.language, lexicon)
    quoted = _named(tokens(quotation.text), quotation.language, lexicon)
    same = SameWords(sentence.language, quotation.language, lexicon)
    there = values(quotation, quoted)
    units = _units(sentence, said)
    places = [_places(unit, said, quoted, there, same) for unit in units]
    found = [(unit, options) for unit, options in zip(units, places, strict=True) if options]
    missing = tuple(
        unit for unit, options in zip(units, places, strict=True) if unit.is_needed and not options
    )
    chosen = _nearest([options for _, options in found], quoted)
    placed = tuple(
        Placed(unit, first, last) for (unit, _), (first, last) in zip(found, chosen, strict=True)
    )
    mine = tokens_of(values(sentence, said))
    is_translated = sentence.language != quotation.language
    numbers = tokens_of(unit for unit in there if isinstance(unit.value, Quantity))
    return Alignment(said, quoted, placed, missing, mine, tokens_of(there), numbers, is_translated)


def _named(
    its: tuple[Token, ...], language: str, lexicon: Callable[[], Lexicon]
) -> tuple[Token, ...]:
    """Return tokens of which the first is no name where it is a word that begins a sentence."""
    if not its or not its[0].is_capital:
        return its
    word = its[0].word
    is_word = word in small_words() or bool(lexicon().translations(word, language))
    return (replace(its[0], is_capital=False), *its[1:]) if is_word else its


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


def _units(text: Text, its: Sequence[Token]) -> tuple[Unit, ...]:
    told = values(text, its)
    taken = tokens_of(told)
    small, holding = small_words() | frozenset(_EMPTY.split()), holds_by_word()
    words = [
        Unit(n, n, is_needed=token.word not in holding)
        for n, token in enumerate(its)
        if n not in taken and (token.word not in small or _is_name(its, n))
    ]
    return tuple(sorted([*told, *words], key=lambda unit: unit.first))


def _is_name(its: Sequence[Token], n: int) -> bool:
    """Say whether a small word is written as a name inside a sentence: "Dia", a bank."""
    return n > 0 and its[n].is_capital


Place = tuple[int, int]


def _places(
    unit: Unit,
    said: Sequence[Token],
    quoted: Sequence[Token],
    there: Sequence[Unit],
    same: SameWords,
) -> list[Place]:
    if unit.value is not None:
        told = [u for u in there if is_entailed(unit.value, u.value)]
        return [
            (u.first, u.last)
            for u in told
            if _is_weekday_right(unit, said, u, quoted) and _is_score_right(unit, said, u, quoted)
        ]
    return same.places(said[unit.first], quoted)


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


def _nearest(options: Sequence[Sequence[Place]], quoted: Sequence[Token]) -> list[Place]:
    """Return one place for each, so that those of neighbours are as near as they can be."""
    if not options:
        return []
    costs = [dict.fromkeys(options[0], 0.0)]
    before: list[dict[Place, Place]] = [{}]
    for places in options[1:]:
        best = {
            place: min(
                (cost + _distance(last, place, quoted), last) for last, cost in costs[-1].items()
            )
            for place in places
        }
        costs.append({place: cost for place, (cost, _) in best.items()})
        before.append({place: last for place, (_, last) in best.items()})
    chosen = [min(costs[-1], key=lambda place: (costs[-1][place], place))]
    for back in reversed(before[1:]):
        chosen.append(back[chosen[-1]])
    return chosen[::-1]


def _distance(one: Place, other: Place, quoted: Sequence[Token]) -> float:
    if other[0] <= one[1] and one[0] <= other[1]:
        return _AGAIN
    if other[0] > one[1]:
        return other[0] - one[1] - 1 + _BREAK * breaks(quoted, one[1], other[0])
    return one[0] - other[1] + _BACKWARDS + _BREAK * breaks(quoted, other[1], one[0])
