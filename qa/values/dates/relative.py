"""The forms of times that are counted from another day: that of the article, or today.

A week goes from Monday to Sunday. "Last week" is the week before this one, "two months ago" the
whole month.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from qa.schema.filters import DateRange
from qa.text.calendar import MONTH_NAMES, MONTHS, WEEKDAY_NAMES
from qa.values.dates.absolute import DAY, MONTH, NAMED, form, is_led, month_of

MOST_AHEAD = timedelta(days=45)
"""A day without its year is the last one there was, or one that comes as soon as this."""

Count = Callable[[re.Match[str], date], DateRange | None]
"""What counts the days of a match from another day; it may raise what `date` raises."""

_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5,
    "enam": 6, "tujuh": 7, "delapan": 8, "sembilan": 9, "sepuluh": 10,
}  # fmt: skip
_UNITS = {
    "hari": "day", "minggu": "week", "pekan": "week", "bulan": "month", "tahun": "year"
}  # fmt: skip
_LENGTHS = {"day": 1, "week": 7, "month": 30, "year": 365}
_NEAR_DAYS = {
    "the day before yesterday": -2, "kemarin lusa": -2, "kemarin dulu": -2, "kemarin": -1,
    "yesterday": -1, "last night": -1, "tadi malam": -1, "semalam": -1, "hari ini": 0, "today": 0,
    "tonight": 0, "nanti malam": 0, "tomorrow": 1, "besok": 1,
}  # fmt: skip
_INEXACT = re.compile(r"\b(?:beberapa|sejumlah|several|few|\d+|belas|puluh)\s*$", re.IGNORECASE)


def _words(table: dict[str, int]) -> str:
    return "|".join(sorted(table, key=len, reverse=True))


_FULL_MONTH = rf"(?P<month>{_words(MONTH_NAMES)})"
_WEEKDAY = rf"(?P<weekday>{_words(WEEKDAY_NAMES)})"
_UNIT = r"(?P<unit>hari|minggu|pekan|bulan|tahun|(?:day|week|month|year)s?)"
_LONG_UNIT = r"(?P<unit>minggu|pekan|bulan|tahun|week|month|year)"
_COUNTED = rf"(?:(?P<count>\d{{1,3}}|{_words(_NUMBERS)}) |se(?=[hmpbt])){_UNIT}"
_AGO = r"(?:yang )?(?:lalu|silam)"


def _unit(match: re.Match[str]) -> str:
    said = match["unit"].lower()
    return _UNITS.get(said, said.removesuffix("s"))


def _count(match: re.Match[str]) -> int:
    said = (match["count"] or "1").lower()
    return int(said) if said.isdigit() else _NUMBERS[said]


def _away(unit: str, today: date, by: int) -> DateRange:
    """Return the day, week, month or year that lies so many of them from today's."""
    if unit == "day":
        return DateRange.of(today + timedelta(days=by))
    if unit == "week":
        monday = today + timedelta(weeks=by, days=-today.weekday())
        return DateRange(monday, monday + timedelta(days=6))
    if unit == "month":
        months = today.year * 12 + today.month - 1 + by
        return DateRange.of_month(months // 12, months % 12 + 1)
    return DateRange.of_year(today.year + by)


def _ago(match: re.Match[str], today: date) -> DateRange:
    return _away(_unit(match), today, -_count(match))


def _by(by: int) -> Count:
    def count(match: re.Match[str], today: date) -> DateRange | None:
        before = match.string[max(0, match.start() - 40) : match.start()]
        return None if _INEXACT.search(before) else _away(_unit(match), today, by)

    return count


def _latest(match: re.Match[str], today: date) -> DateRange:
    """Return the days up to today: "the past two weeks", "tiga hari terakhir"."""
    return DateRange(today - timedelta(days=_count(match) * _LENGTHS[_unit(match)]), today)


def _near(match: re.Match[str], today: date) -> DateRange:
    said = " ".join(match[0].lower().split())
    return _away("day", today, _NEAR_DAYS[said])


def _day(match: re.Match[str], today: date) -> DateRange | None:
    month, day = month_of(match), int(match["day"])
    for year in range(today.year + 1, today.year - 8, -1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue  # 29 February is not in every year, 31 June in none
        if found <= today + MOST_AHEAD:
            return DateRange.of(found)
    return None


def _month(match: re.Match[str], today: date) -> DateRange | None:
    # "may" and "march" are verbs.
    if not is_led(match) or match[0] in ("may", "march"):
        return None
    month, latest = MONTHS[match["month"].lower()], today + MOST_AHEAD
    return DateRange.of_month(latest.year - (month > latest.month), month)


def _last_month(match: re.Match[str], today: date) -> DateRange:
    month = MONTHS[match["month"].lower()]
    return DateRange.of_month(today.year - (month >= today.month), month)


def _weekday(match: re.Match[str], today: date) -> DateRange | None:
    # Without a capital "minggu" is a week.
    if not is_led(match) or (match[0] == "minggu" and not _is_day(match)):
        return None
    return DateRange.of(today - timedelta(days=_back(match, today)))


def _is_day(match: re.Match[str]) -> bool:
    return match.string[: match.start()].lower().rstrip().endswith("hari")


def _last_weekday(match: re.Match[str], today: date) -> DateRange | None:
    is_week = match["weekday"].lower() == "minggu" and not _is_day(match)
    return None if is_week else DateRange.of(today - timedelta(days=_back(match, today) or 7))


def _back(match: re.Match[str], today: date) -> int:
    return (today.weekday() - WEEKDAY_NAMES[match["weekday"].lower()]) % 7


# A form takes its words before those below it.
RELATIVE_FORMS: tuple[tuple[re.Pattern[str], Count], ...] = (
    (form(rf"{NAMED}{DAY}[\s-]+(?:of )?{MONTH}"), _day),
    (form(rf"{NAMED}{MONTH} {DAY}"), _day),
    (form(rf"{NAMED}(?P<day>\d\d?)/(?P<mm>\d\d?)"), _day),
    (form(rf"last {_FULL_MONTH}"), _last_month),
    (form(rf"{_FULL_MONTH} {_AGO}"), _last_month),
    (form(rf"{_COUNTED} (?:ago|{_AGO})"), _ago),
    (form(rf"(?:the )?(?:last|past) {_COUNTED}"), _latest),
    (form(rf"{_COUNTED} (?:terakhir|belakangan)(?: ini)?"), _latest),
    (form(rf"(?:last {_LONG_UNIT})"), _by(-1)),
    (form(rf"{_LONG_UNIT} (?:{_AGO}|kemarin)"), _by(-1)),
    (form(rf"this {_LONG_UNIT}"), _by(0)),
    (form(rf"{_LONG_UNIT} ini"), _by(0)),
    (form(rf"next {_LONG_UNIT}"), _by(1)),
    (form(rf"{_LONG_UNIT} depan"), _by(1)),
    (form(_words(_NEAR_DAYS)), _near),
    (form(rf"last {_WEEKDAY}"), _last_weekday),
    (form(rf"{_WEEKDAY} {_AGO}"), _last_weekday),
    (form(_WEEKDAY), _weekday),
    (form(_FULL_MONTH), _month),
)
