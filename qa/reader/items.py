"""The items of a list: where a question asks for several, each thing that was found by itself.

A span that names several is divided at its commas and its "dan" and "and"; and what is joined to
it in the same way, and looks like it, is taken with it. By the form of the words alone: what only
commas divide, like a name from its title or a town from its province, is one thing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from qa.dateline import WEEKDAY_NAMES
from qa.reader.name import is_name, name_at_start, opens_sentence
from qa.span import Span


class _Joint(Enum):
    """What stands before a part: "dan" or a semicolon, a comma, or what a list begins after."""

    AND = "and"
    COMMA = "comma"
    OPENING = "opening"


_AND = r"(?:dan(?:\s+juga)?|serta|maupun|and(?:\s+also)?|as\s+well\s+as)"
_OPENING = r"(?:antara\s+lain|di\s+antaranya|yaitu|yakni|termasuk|namely|including|such\s+as|both)"
_JOINT = re.compile(
    rf"(?:\s*,\s*|\s+)(?P<opening>{_OPENING}\s*:?)\s+|(?P<colon>:)\s+"
    r"|\s*\b(?P<both>[Bb]aik)\s+(?=.{1,80}?\smaupun\s)"
    # Not the comma of "2,5".
    rf"|\s*(?:,(?!\d)|(?P<semicolon>;))\s*(?:(?P<late>{_AND})\s+)?|\s+(?P<and>{_AND})\s+"
)
_DAYS = "|".join(name.capitalize() for name in WEEKDAY_NAMES)
_DEGREES = (
    r"S\.?H|S\.?E|S\.?T|S\.?Pd|S\.?Sos|S\.?IP|S\.?Ag|S\.?Kom|M\.?H|M\.?M|M\.?T|M\.?Si|M\.?Sc|M\.?Pd|"
    r"M\.?A|Ph\.?D|MBA|Jr|Sr|Inc|Ltd"
)
_ONE_THING = re.compile(
    rf"\b(?:{_DAYS}),\s*(?=\d|\(|[A-Z][a-z]+\.?\s\d{{1,2}}\b)"
    r"|[A-Z][a-z]+\.?\s\d{1,2},\s*(?=\d{4}\b)"
    rf"|\d,\s*(?=(?:{_DAYS})\b)|,\s*(?=(?:{_DEGREES})\b)"
)
_OFFICE = re.compile(
    r"\b(?:Menteri|Kementerian|Departemen|Dinas|Badan|Komisi|Direktorat|Lembaga|Minister|Ministry|"
    r"Department|Secretary|Bureau|Agency|Administration|Centers?|Centres?|Institute|Food)\b"
)
_FIELD = re.compile(
    r"(?:Budaya|Kebudayaan|Sumber Daya|Hak Asasi|Keamanan|Perumahan|Perikanan|Ekonomi|Olahraga|"
    r"Transmigrasi|Perlindungan|Reformasi|Tata Ruang|Kehutanan|Teknologi|Klimatologi|Geofisika|"
    r"Informatika|Informasi|Inovasi|Moneter|Pembangunan|Pengembangan|Investasi|Pertanahan|Makanan|"
    r"Rehabilitasi|Rekonstruksi|Ilmu|Pengawasan|Penyelamatan|Pertolongan|Keluarga|Pangan|Hilirisasi|"
    r"Cultur\w+|Human|Urban|Welfare|Security|Fisher\w+|Sports?|Tourism|Research|Forest\w*|Food|"
    r"Space|Prevention|Mineral|Natural|Drug|Technology|Innovation|Commonwealth|Rural)\b"
)
_ENGLISH_OFFICE = re.compile(
    r"[A-Z]\w+\s(?:Administration|Agency|Authority|Commission|Organi[sz]ation|Service)\b"
)
LONGEST_ITEM_WORDS = 8
_LONGER_BY_WORDS = 2


@dataclass(frozen=True, slots=True)
class _Part:
    """What stands between two joints; of the first part the joint is an opening."""

    span: Span
    joint: _Joint


def items(text: str, span: Span, within: Span) -> tuple[Span, ...]:
    """Return the items that the span belongs to, in their order; they do not overlap.

    Args:
        text: what the spans point into.
        span: what was found.
        within: the sentence that it may not leave.
    """
    parts = _parts(text, within)
    held = [n for n, p in enumerate(parts) if p.span.overlaps(span)]
    if not held:
        return (span,)
    first, last = held[0], held[-1]
    found = [_common(part.span, span) for part in parts[first : last + 1]]
    before: list[Span] = []
    after: list[Span] = []
    if span.start <= parts[first].span.start:
        before = _before(text, found, parts[: first + 1], within)
    if span.end >= parts[last].span.end:
        after = _after(text, found, parts[last + 1 :], within)
    joints = [p.joint for p in parts[first + 1 - len(before) : last + 1 + len(after)]]
    return (*before, *found, *after) if _Joint.AND in joints else (span,)


def _parts(text: str, within: Span) -> list[_Part]:
    """Return what stands between the joints of a sentence, each with the joint before it."""
    starts = [(within.start, within.start, _Joint.OPENING)]
    commas = _commas_inside(text, within)
    for match in _JOINT.finditer(text, within.start, within.end):
        before = text[starts[-1][1] : match.start()]
        one_office = _is_one_office(text, before, match)
        if not one_office and commas.isdisjoint(range(*match.span())):
            starts.append((*match.span(), _joint(match)))
    ends = [start for start, _, _ in starts[1:]] + [_end(text, within)]
    return [
        _Part(Span(start, end), joint)
        for (_, start, joint), end in zip(starts, ends, strict=True)
        if any(c.isalnum() for c in text[start:end])
    ]


def _is_one_office(text: str, before: str, match: re.Match[str]) -> bool:
    """Say whether a joint is one inside the name of an office: "Pendidikan dan Kebudayaan"."""
    if _OFFICE.search(before) and _FIELD.match(text, match.end()):
        return True
    return match["and"] == "and" and _ENGLISH_OFFICE.match(text, match.end()) is not None


def _commas_inside(text: str, within: Span) -> frozenset[int]:
    """Return where a comma stands inside a date, or before a degree."""
    found = _ONE_THING.finditer(text, within.start, within.end)
    return frozenset(text.index(",", *match.span()) for match in found)


def _joint(match: re.Match[str]) -> _Joint:
    if match["opening"] or match["colon"] or match["both"]:
        return _Joint.OPENING
    return _Joint.AND if match["late"] or match["and"] or match["semicolon"] else _Joint.COMMA


def _end(text: str, within: Span) -> int:
    end = within.end
    while end > within.start and text[end - 1] in '.!?"”’':
        end -= 1
    return end


def _common(part: Span, span: Span) -> Span:
    return Span(max(part.start, span.start), min(part.end, span.end))


def _before(text: str, found: Sequence[Span], parts: Sequence[_Part], within: Span) -> list[Span]:
    """Return what the list has before what was found; `parts` end with the first that was."""
    taken: list[Span] = []
    for part, following in reversed(list(pairwise(parts))):
        if following.joint is _Joint.OPENING or not _is_like(text, part, found, within):
            break
        taken.insert(0, part.span)
    return taken


def _after(text: str, found: Sequence[Span], parts: Sequence[_Part], within: Span) -> list[Span]:
    """Return what the list has after what was found; of its last part, the name it begins with."""
    taken: list[Span] = []
    for part in parts:
        if part.joint is _Joint.OPENING:
            break
        if not _is_like(text, part, found, within):
            name = name_at_start(text, part.span, within)
            if part.joint is _Joint.AND and name and is_name(text, found[-1], within):
                taken.append(name)
            break
        taken.append(part.span)
    return taken


def _is_like(text: str, part: _Part, found: Sequence[Span], within: Span) -> bool:
    words = len(text[part.span.start : part.span.end].split())
    longest = max(len(text[each.start : each.end].split()) for each in found)
    names = is_name(text, found[0], within)
    if is_name(text, part.span, within) is not names:
        return False
    if names:
        return words <= LONGEST_ITEM_WORDS
    if opens_sentence(text[part.span.start : part.span.end].split()[0]):
        return False
    # After the last "and" nothing tells where what is no name ends, and the sentence goes on.
    return words <= longest + (0 if part.joint is _Joint.AND else _LONGER_BY_WORDS)
