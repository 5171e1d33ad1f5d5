"""Laying a written sentence beside a quotation: the units of the one found in the other.

Words compare by what they may say (`same_word.py`), dates and numbers by value (`entailed.py`).
Where a word stands in several places, it is taken where neighbours stay as near as they can.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from qa.llm.verify.alignment import Alignment, Placed, Text, Unit, breaks, tokens_of
from qa.llm.verify.hedges import holds_by_word
from qa.llm.verify.same_word import SameWords
from qa.llm.verify.tokens import Token, tokens
from qa.llm.verify.values import is_told, values
from qa.text.dictionary import Lexicon, shipped_lexicon
from qa.text.language import small_words
from qa.values.quantity import Quantity

_BACKWARDS, _AGAIN, _BREAK = 2, 6, 1
_EMPTY = """
    article articles quotation quotations source sources news artikel kutipan berita sumber
    yaitu yakni adalah ialah merupakan termasuk include included includes including tersebut
    being been having there itself himself herself themselves his her its their also juga
    bernama named called
"""
"""Words that say nothing by themselves; no sentence is true or false by them."""


def align_tokens(
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
        return [(u.first, u.last) for u in there if is_told(unit, said, u, quoted)]
    return same.places(said[unit.first], quoted)


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
