"""Round-trip check: does the reader find in the quotation what the sentence states?

Each name and value of the sentence is replaced by a question word ("Who arrived in Pyongyang on
Wednesday?"), and the reader's answer must be the words to which that name or value is aligned
(Alberti et al. 2019, roundtrip consistency).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qa.llm.verify.alignment import Alignment, Placed, Text, Token, tokens
from qa.llm.verify.clauses import COORDINATING
from qa.llm.verify.hedges import HedgeCue, hedge_cues
from qa.llm.verify.roles import is_verb
from qa.reader.base import Reader
from qa.schema.citation import Citation
from qa.schema.passage import Passage, RetrievedPassage
from qa.schema.question import Question
from qa.schema.span import Span
from qa.text.names import is_office
from qa.values.moment import Moment

_PLACE_WORDS = frozenset(["in", "at", "to", "from", "near", "di", "ke", "dari", "dekat", "menuju"])
_ASKED = {
    "en": {"time": "when", "number": "how many", "place": "which place", "name": "who"},
    "id": {"time": "kapan", "number": "berapa", "place": "mana", "name": "siapa"},
}
_LISTING = COORDINATING | {"as", "well", "also", "juga", "the", "para"}
_BEFORE_TIME = re.compile(r"\b(?:on|in|at|by|pada)\s+$", re.IGNORECASE)
_POSSESSIVE = ("'s", "’s")
_SCORE = 0.9
"""Retrieval score of the only passage, where a score does not matter."""

Item = list[Placed]
"""The units of a name, or the one unit of a value."""


@dataclass(frozen=True, slots=True)
class RoundTrip:
    """The result for one name, list of names or value.

    Attributes:
        question: the question made from the sentence.
        confidence: of the reader, 0 to 1, that the quotation answers it.
        is_found: whether the answer overlaps the aligned words.
    """

    question: str
    confidence: float
    is_found: bool


def round_trip_check(
    sentence: Text, alignment: Alignment, citation: Citation, reader: Reader
) -> Iterator[RoundTrip]:
    """Yield a result for each name, list of names and value of a sentence."""
    for listed in _lists(alignment):
        if _is_said_alike(alignment, listed[0][0]):
            continue
        question = _question(sentence, alignment, listed)
        # Without the context of the article.
        alone = replace(citation.article, text=citation.quote)
        retrieved = RetrievedPassage(Passage(alone, 0, len(alone.text)), _SCORE, 1)
        reading = reader.read(Question(question, sentence.language), [retrieved])
        best = reading.candidates[0] if reading.candidates else None
        # An answer of more values than were asked for is ambiguous.
        is_name = listed[0][0].unit.value is None
        is_clear = best is not None and (is_name or len(best.answer_spans) <= len(listed))
        found = (best.answer,) if best is not None and is_clear else ()
        is_found = all(_is_found(alignment, item, listed, found) for item in listed)
        yield RoundTrip(question, reading.confidence, is_found)


def _is_found(
    alignment: Alignment, item: Item, listed: Sequence[Item], found: Sequence[Span]
) -> bool:
    """Return whether the answer covers an item, or another of the same list."""
    others = [other for other in listed if other is item or _are_listed(alignment, item, other)]
    places = [_where(alignment, other) for other in others]
    return any(
        mark.overlaps(place)
        or _is_title(alignment, mark, place)
        or _is_in_list(alignment, mark, place)
        for mark in found
        for place in places
    )


def _is_said_alike(alignment: Alignment, each: Placed) -> bool:
    """Return whether a name modifies the same noun in both: "delegasi Putin"."""
    before = next((o for o in alignment.placed if o.unit.last == each.unit.first - 1), None)
    if before is None or alignment.is_translated or before.last != each.first - 1:
        return False
    token = alignment.quoted[before.last]
    is_parted = alignment.quoted[each.first].follows_break
    return not (
        is_parted or token.is_capital or is_office(token.word) or is_verb(alignment, before)
    )


def _is_in_list(alignment: Alignment, mark: Span, place: Span) -> bool:
    """Return whether an answer span is in one list with it: the reader finds one of several."""
    low, high = sorted((mark, place), key=lambda span: span.start)
    # Includes the first word of the later one, which carries the comma.
    between = [t for t in alignment.quoted if low.end <= t.span.start <= high.start]
    parts = any(token.follows_break or token.word in COORDINATING for token in between)
    return parts and all(_is_of_a_list(token) for token in between)


def _is_title(alignment: Alignment, mark: Span, place: Span) -> bool:
    """Return whether the answer is an office directly before its holder: "Presiden Rusia, …"."""
    between = [
        t for t in alignment.quoted if mark.end <= t.span.start and t.span.end <= place.start
    ]
    found = [token.word for token in alignment.quoted if token.span.overlaps(mark)]
    first = next((t.word for t in alignment.quoted if t.span.overlaps(place)), "")
    # An abbreviation in brackets may stand between them.
    is_next = mark.end <= place.start and all(t.follows_break and t.is_capital for t in between)
    return is_next and any(map(is_office, found[:2])) and not is_office(first)


def _are_listed(alignment: Alignment, one: Item, other: Item) -> bool:
    low, high = sorted((_tokens(one), _tokens(other)))
    between = alignment.quoted[low[1] + 1 : high[0]]
    return all(_is_of_a_list(token) for token in between)


def _is_of_a_list(token: Token) -> bool:
    return token.word in _LISTING or token.is_capital or is_office(token.word)


def _lists(alignment: Alignment) -> list[list[Item]]:
    """Group the names of a sentence that form one list; each value stays alone."""
    found: list[list[Item]] = []
    for item in _items(alignment):
        last = found[-1][-1] if found else None
        if last and _is_name(alignment, last[0]) and _is_name(alignment, item[0]):
            between = alignment.said[last[-1].unit.last + 1 : item[0].unit.first]
            if all(token.word in _LISTING or is_office(token.word) for token in between):
                found[-1].append(item)
                continue
        found.append([item])
    return found


def _items(alignment: Alignment) -> Iterator[Item]:
    """Yield the complete names, and the values, of a sentence."""
    name: Item = []
    for each in alignment.placed:
        is_name = _is_name(alignment, each)
        if name and not (is_name and _goes_on(alignment, name[-1], each)):
            yield name
            name = []
        if is_name:
            name.append(each)
        elif each.unit.value is not None:
            yield [each]
    if name:
        yield name


def _is_name(alignment: Alignment, each: Placed) -> bool:
    return each.unit.value is None and alignment.quoted[each.first].is_capital


def _goes_on(alignment: Alignment, one: Placed, other: Placed) -> bool:
    is_next = other.unit.first == one.unit.last + 1
    return is_next and not alignment.said[other.unit.first].follows_break


def _question(sentence: Text, alignment: Alignment, listed: Sequence[Item]) -> str:
    """Turn a sentence into a question by replacing names or a value with a question word."""
    said = alignment.said
    first, last = _titled(said, listed[0][0].unit.first), said[listed[-1][-1].unit.last]
    kind = _kind(said, listed[0])
    asking = _ASKED.get(sentence.language, _ASKED["en"])[kind]
    before, after = sentence.text[: first.span.start], sentence.text[last.span.end :]
    if asking == "who" and after.startswith(_POSSESSIVE):
        asking, after = "whose", after[2:]
    if kind == "time":
        before = _BEFORE_TIME.sub("", before)
    whole = f"{before}{asking}{_without_source(after)}".rstrip(" .,!?")
    return f"{whole[:1].upper()}{whole[1:]}?"


def _titled(said: Sequence[Token], first: int) -> Token:
    """Return the first token of the offices before a name, or of the name itself."""
    while first > 0 and is_office(said[first - 1].word) and not said[first].follows_break:
        first -= 1
    return said[first]


def _without_source(text: str) -> str:
    """Remove an attribution at the end of a sentence: ", the ministry said"."""
    rest, comma, last = text.rpartition(",")
    says = HedgeCue.SAID in hedge_cues(token.word for token in tokens(last))
    return rest if comma and says else text


def _kind(said: Sequence[Token], item: Item) -> str:
    value, first = item[0].unit.value, item[0].unit.first
    if value is not None:
        return "time" if isinstance(value, Moment) else "number"
    return "place" if first and said[first - 1].word in _PLACE_WORDS else "name"


def _tokens(item: Item) -> tuple[int, int]:
    return min(each.first for each in item), max(each.last for each in item)


def _where(alignment: Alignment, item: Item) -> Span:
    """Return the span of an item in the quotation."""
    first, last = _tokens(item)
    return Span(alignment.quoted[first].span.start, alignment.quoted[last].span.end)
