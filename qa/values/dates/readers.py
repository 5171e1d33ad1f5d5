"""The readers of the grammar: each turns a match of one form into a time expression.

A reader raises ValueError where the match is no time expression of its form ("may" is a verb, 31
June no day); other forms may then read the words. It returns None where the words denote no exact
time ("several weeks ago"); no other form may then read a part of them.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from qa.schema.span import Span
from qa.text.calendar import MONTHS, WEEKDAYS
from qa.text.language import function_words
from qa.values.dates.clock import NIGHT, clock_of, day_part_of
from qa.values.dates.expression import FUTURE, PAST, Offset, TimeExpression, Unit
from qa.values.number import Number

NAMED_DAYS = {
    "the day before yesterday": -2, "kemarin dulu": -2, "kemarin lusa": -2, "kemarin": -1,
    "yesterday": -1, "last night": -1, "tadi malam": -1, "semalam": -1, "hari ini": 0, "today": 0,
    "tonight": 0, "nanti malam": 0, "besok": 1, "tomorrow": 1, "besok lusa": 2, "lusa": 2,
    "the day after tomorrow": 2,
}  # fmt: skip
UNITS: dict[str, Unit] = {
    "hari": "day", "day": "day", "minggu": "week", "pekan": "week", "week": "week",
    "bulan": "month", "month": "month", "tahun": "year", "year": "year",
}  # fmt: skip
_EARLIEST_CLEAR_YEAR = 1900
"""What looks like an earlier year is more often a number."""

_SECOND_NAME = re.compile(r"[-–]\w")
_VERBS = ("may", "march")
"""Names of months that are English verbs where they have no capital."""

YEAR = r"(?:1[5-9]|20)\d\d"
"""The form of a year where no day stands with it; other numbers are years only in full dates."""

_LEADS = """
    after akhir and antara around as at awal bertanggal before between bulan by circa dalam dan
    dari during early for from hari hingga in jelang late long memasuki menjelang mid mulai of on
    pada per pertengahan prior sampai sebelum sejak sekitar selama semenjak sesudah setelah since
    tahun tanggal this throughout till to until usai year
"""
_LEAD_WORDS = frozenset(_LEADS.split())
_COUNTED_LEADS = frozenset(
    ["and", "around", "as", "at", "by", "dan", "dari", "for", "from", "of", "per", "sekitar", "to"]
)
_REACH_CHARS = 40
_LAST_WORD = re.compile(r"([^\W\d_]+)[\s(\"“-]*$")
_NEXT_WORD = re.compile(r"\s+([a-z]+)")
_SENTENCE_ENDS = '.!?:;\n"“”'


def _last_word(text: str, end: int) -> str:
    before = _LAST_WORD.search(text[max(0, end - _REACH_CHARS) : end])
    return before[1].lower() if before else ""


def _is_led(match: re.Match[str]) -> bool:
    """Say whether the word before a match is one that times follow: "in", "sejak", "tahun"."""
    return _last_word(match.string, match.start()) in _LEAD_WORDS


def _is_count(match: re.Match[str]) -> bool:
    """Say whether a number counts what follows it: "dari 2000 rumah"."""
    follows = _NEXT_WORD.match(match.string, match.end())
    if _last_word(match.string, match.start()) not in _COUNTED_LEADS or follows is None:
        return False
    return not any(follows[1] in function_words(code) for code in ("en", "id"))


def _is_sunday(match: re.Match[str]) -> bool:
    """Say whether "minggu", where a match names it, is the Sunday and not the week.

    It is after "hari", and where it has a capital that no sentence begins with.
    """
    if _last_word(match.string, match.start()) == "hari":
        return True
    before = match.string[: match.start()].rstrip(" (")
    return match[0][0].isupper() and before != "" and before[-1] not in _SENTENCE_ENDS


def _int(said: str) -> int:
    return int(re.sub(r"\D", "", said))


def _month_number(groups: Mapping[str, Any]) -> int:
    name = groups.get("month")
    return _month_of(name) if name else int(groups["mm"])


def _month_of(name: str) -> int:
    return MONTHS[name.lower().rstrip(".")]


def _direction(groups: Mapping[str, Any]) -> int | None:
    if groups.get("past") or groups.get("last_"):
        return PAST
    return FUTURE if groups.get("future") or groups.get("next_") else None


def _is_compound(match: re.Match[str]) -> bool:
    """Say whether a match is the first of two names with a dash: "Senin-Kamis"."""
    return _SECOND_NAME.match(match.string, match.end()) is not None


def read_date(match: re.Match[str]) -> TimeExpression:
    """Read "19 Juni 2024", "Wednesday, June 18-19", "19/6", "2024-06-19"."""
    groups = match.groupdict()
    month, day, years = _month_number(groups), _int(groups["day"]), None
    if said := groups.get("year"):
        year = int(said) + (2000 if len(said) == 2 else 0)
        years = (year, year)
        # Day before month, as Indonesia writes it; the other order only where this cannot be.
        month, day = (day, month) if month > 12 >= day else (month, day)
    elif groups.get("month") in _VERBS and not _is_led(match):
        raise ValueError(f"{match[0]!r} may be a verb and no month")
    last = groups.get("last")
    day_count = 1 + _int(last) - day if last else 1
    if not 1 <= day_count <= 31:
        raise ValueError(f"{match[0]!r} ends before it begins")
    date(years[0] if years else 2000, month, day)
    return TimeExpression(
        Span(*match.span()),
        years=years,
        month=month,
        day=day,
        day_count=day_count,
        weekday=WEEKDAYS[groups["weekday"].lower()] if groups.get("weekday") else None,
        direction=_direction(groups),
        is_range=last is not None,
    )


def read_month(match: re.Match[str]) -> TimeExpression:
    """Read "Juni 2024", "Juli tahun 2000"."""
    year = int(match["year"])
    return TimeExpression(Span(*match.span()), years=(year, year), month=_month_of(match["month"]))


def read_bare_month(match: re.Match[str]) -> TimeExpression:
    """Read "September lalu", "last May", "pada Juni"."""
    name, direction = match["month"], _direction(match.groupdict())
    is_clear = direction is not None or (_is_led(match) and not _is_compound(match))
    is_verb = name in _VERBS and direction is None
    if is_verb or not (is_clear or name[0].isupper()):
        raise ValueError(f"{match[0]!r} may be a verb or a name and no month")
    return TimeExpression(
        Span(*match.span()), month=_month_of(name), direction=direction, is_certain=is_clear
    )


def read_year(match: re.Match[str]) -> TimeExpression:
    """Read "2024", "2019-2021", "1990-an", "tahun 2000 silam"."""
    first, decade = int(match["year"]), match["decade"]
    last = int(match["last"]) if match["last"] else first + (9 if decade else 0)
    if not first <= last <= first + 100:
        raise ValueError(f"{match[0]!r} is no stretch of years")
    is_range = match["last"] is not None
    direction = _direction(match.groupdict())
    is_year = decade or match["to"] in ("-", "–") or (_is_led(match) and not _is_count(match))
    is_clear = direction is not None or (first >= _EARLIEST_CLEAR_YEAR and bool(is_year))
    return TimeExpression(
        Span(*match.span()),
        years=(first, last),
        direction=direction,
        is_range=is_range,
        is_certain=is_clear,
    )


def read_weekday(match: re.Match[str]) -> TimeExpression:
    """Read "Rabu lalu", "last Wednesday", "since Tuesday"."""
    name, direction = match["weekday"], _direction(match.groupdict())
    is_clear = direction is not None or (_is_led(match) and not _is_compound(match))
    if name == "minggu" and not _is_sunday(match):
        raise ValueError(f"{match[0]!r} is a week")
    if not (is_clear or name[0].isupper()):
        raise ValueError(f"{match[0]!r} is not written as a weekday is")
    return TimeExpression(
        Span(*match.span()),
        weekday=WEEKDAYS[name.lower()],
        direction=direction,
        is_certain=is_clear,
    )


def read_clock(match: re.Match[str]) -> TimeExpression:
    """Read "pukul 19.30 WIB", "7 p.m."."""
    return TimeExpression(Span(*match.span()), clock=clock_of(match))


def read_day_part(match: re.Match[str]) -> TimeExpression:
    """Read "malam", "early morning"."""
    direction = _direction(match.groupdict())
    return TimeExpression(Span(*match.span()), clock=day_part_of(match), direction=direction)


def read_named_day(match: re.Match[str]) -> TimeExpression:
    """Read "kemarin", "the day after tomorrow", "last night"."""
    said = " ".join(match[0].lower().split())
    clock = NIGHT if said.endswith(("night", "malam")) else None
    return TimeExpression(Span(*match.span()), clock=clock, offset=Offset("day", NAMED_DAYS[said]))


def read_neighbour(match: re.Match[str]) -> TimeExpression:
    """Read "tahun lalu", "last week", "bulan ini"."""
    unit = match["unit"].lower()
    if unit == "minggu" and _is_sunday(match):
        raise ValueError(f"{match[0]!r} is a Sunday")
    count = _direction(match.groupdict()) or 0
    return TimeExpression(Span(*match.span()), offset=Offset(UNITS[unit], count))


def read_counted(match: re.Match[str]) -> TimeExpression | None:
    """Read "tiga bulan lalu", "24 years ago", "the past two weeks", "tiga hari terakhir"."""
    groups = match.groupdict()
    said = (groups["count"] or "a").lower()
    number = Number(1, 1, 1) if said in ("a", "an") else Number.parse(said, "id")
    is_rolling, unit = groups["rolling"] is not None, UNITS[match["unit"].lower()]
    if number is None or number.low != number.high or number.value % 1:
        return None  # "puluhan tahun lalu", "setengah tahun lalu"
    if said.isdigit() and unit != "year" and re.fullmatch(YEAR, said):
        raise ValueError(f"{match[0]!r} begins with a year")
    if not (is_rolling or groups.get("ago")):
        return None  # "dua pekan ini", which is not this week
    offset = Offset(unit, -int(number.value), is_rolling)
    return TimeExpression(Span(*match.span()), offset=offset)


def read_vague(_: re.Match[str]) -> None:
    """Read "beberapa minggu lalu", which is not last week."""
