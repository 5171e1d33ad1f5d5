"""The parts of a phrase that tells a time: a date, a weekday, a clock, "lalu".

Each is read by itself; what they say together is made of them in `qa.values.dates.time_phrases`.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from qa.schema.filters import DateRange
from qa.schema.span import Span
from qa.text.calendar import MONTH_NAMES, MONTHS, WEEKDAY_NAMES
from qa.values.dates.page_dates import WEEKDAYS
from qa.values.moment import DAY_MINUTES, Clock
from qa.values.number import NUMBER, Number

PAST, COMING = -1, 1


@dataclass(frozen=True, slots=True)
class TimePart:
    """What one part says.

    Attributes:
        days: the days that it tells of, where it tells the year.
        month: 1 to 12.
        day: of the month, the first of `days_long`.
        days_long: how many days in a row it tells of.
        weekday: Monday is 0.
        clock: the time of day.
        way: whether it lies before (-1) or after (1) the day of the article.
    """

    days: DateRange = field(default_factory=DateRange)
    month: int | None = None
    day: int | None = None
    days_long: int = 1
    weekday: int | None = None
    clock: Clock | None = None
    way: int | None = None


_Reader = Callable[[re.Match[str], date | None], TimePart | None]


def _any_of(names: "dict[str, int]") -> str:
    return "|".join(sorted((name.capitalize() for name in names), key=len, reverse=True))


_MONTH = rf"(?P<month>(?:{_any_of(MONTH_NAMES)})\b|(?:{_any_of(MONTHS)})\b\.?)"
_LONG_MONTH = rf"(?P<month>{_any_of(MONTH_NAMES)})\b"
_YEAR = r"(?:1[5-9]|20)\d\d"
_OF_YEAR = rf"(?:,?\s(?:tahun\s|of\s)?(?P<year>{_YEAR})\b)?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_TO = r"\s?(?:[-–]|sampai|hingga|s/d|to)\s?"
_PARTS_OF_DAY = {
    "dini hari": (0, 5), "pagi": (4, 11), "siang": (10, 15), "sore": (15, 18),
    "petang": (16, 19), "malam": (18, 24), "tengah malam": (23, 24), "tengah hari": (11, 13),
    "early morning": (0, 8), "morning": (4, 12), "noon": (12, 12), "afternoon": (12, 18),
    "evening": (17, 23), "night": (18, 24), "midnight": (0, 0),
}  # fmt: skip
_PART_OF_DAY = "|".join(sorted(_PARTS_OF_DAY, key=len, reverse=True))
_BY_DAYS = {
    "kemarin lusa": -2, "kemarin": -1, "yesterday": -1, "tadi malam": -1, "semalam": -1,
    "last night": -1, "hari ini": 0, "today": 0, "tonight": 0,
    "besok": 1, "tomorrow": 1, "lusa": 2,
}  # fmt: skip
_UNIT_DAYS = {"hari": 1, "day": 1, "pekan": 7, "minggu": 7, "week": 7, "bulan": 30, "month": 30}
_UNIT = r"(?P<unit>hari|day|pekan|minggu|week|bulan|month|tahun|year)s?"
_PAST = r"(?:yang\s)?lalu|silam|last|previous"
_COMING = r"(?:yang\s)?akan datang|mendatang|depan|next|coming|upcoming"
_WAY = rf"(?P<past>{_PAST})|(?P<coming>{_COMING})"
_ZONES = {"WIB": 420, "WITA": 480, "WIT": 540, "GMT": 0, "UTC": 0}
_ZONE = r"(?P<zone>WIB|WITA|WIT|GMT|UTC)\b"


def time_parts(text: str, within: Span, today: date | None) -> Iterator[tuple[Span, TimePart]]:
    """Yield each part that tells a time with the words that say it, in order; none overlap.

    Args:
        text: what the spans point into.
        within: the sentence.
        today: when the article was published, which "kemarin" is reckoned from.
    """
    found = [
        (match, read)
        for form, read in _FORMS
        for match in form.finditer(text, within.start, within.end)
    ]
    last = within.start
    for match, read in sorted(found, key=lambda each: (each[0].start(), -each[0].end())):
        if match.start() >= last and (part := _safely(read, match, today)):
            last = match.end()
            yield Span(*match.span()), part


def _safely(read: _Reader, match: re.Match[str], today: date | None) -> TimePart | None:
    """Return what a match says; None where there is no such day: "31 Juni"."""
    try:
        return read(match, today)
    except (ValueError, OverflowError):
        return None


def _full(match: re.Match[str], _: date | None) -> TimePart:
    return _one_day(date.fromisoformat(match[0]))


def _one_day(day: date, days_long: int = 1) -> TimePart:
    return TimePart(days=DateRange(day, day + timedelta(days=days_long - 1)), days_long=days_long)


def _dated(match: re.Match[str], _: date | None) -> TimePart | None:
    """Read "19 Juni 2024", "June 18-19", "19/6"."""
    groups = match.groupdict()
    name = groups["month"].lower().rstrip(".")
    month = int(name) if name.isdigit() else MONTHS[name]
    day = _day_of(groups["day"])
    long = 1 + _day_of(groups["last"]) - day if groups.get("last") else 1
    if not (1 <= month <= 12 and 1 <= day <= 31 and 1 <= long <= 31):
        return None
    if year := groups.get("year"):
        return _one_day(date(int(year) + (2000 if len(year) == 2 else 0), month, day), long)
    date(2000, month, day)
    return TimePart(month=month, day=day, days_long=long)


def _day_of(said: str) -> int:
    return int(re.sub(r"\D", "", said))


def _month(match: re.Match[str], _: date | None) -> TimePart:
    month = MONTHS[match["month"].lower()]
    if not match["year"]:
        return TimePart(month=month)
    return TimePart(days=DateRange.of_month(int(match["year"]), month))


def _year(match: re.Match[str], _: date | None) -> TimePart | None:
    first = int(match["year"])
    last = int(match["last"]) if match["last"] else first + (9 if match["decade"] else 0)
    if not first <= last <= first + 100:
        return None
    return TimePart(days=DateRange(date(first, 1, 1), date(last, 12, 31)))


def _weekday(match: re.Match[str], _: date | None) -> TimePart:
    return TimePart(weekday=WEEKDAYS[match[0].lower()])


def _clock(match: re.Match[str], _: date | None) -> TimePart | None:
    groups = match.groupdict()
    hour, minute = int(groups["hour"]), int(groups["minute"] or 0)
    if half := (groups["half"] or groups.get("part") or "").lower():
        hour = _hour_of_half(hour, half)
    if hour > 23 or minute > 59:
        return None
    at = 60 * hour + minute
    return TimePart(clock=Clock(at, at, _ZONES.get(groups.get("zone") or "")))


def _hour_of_half(hour: int, half: str) -> int:
    if half in ("p", "malam", "sore", "petang") and hour < 12:
        # "pukul 3 malam" is before dawn.
        return hour if half == "malam" and hour < 5 else hour + 12
    if half == "siang" and hour < 6:
        return hour + 12
    return 0 if hour == 12 and half in ("a", "malam") else hour


def _part_of_day(match: re.Match[str], _: date | None) -> TimePart:
    first, last = _PARTS_OF_DAY[match[0].lower()]
    return TimePart(clock=Clock(60 * first, min(60 * last, DAY_MINUTES - 1)))


def _by_days(match: re.Match[str], today: date | None) -> TimePart | None:
    if today is None:
        return None
    at_night = match[0].lower().endswith(("night", "malam"))
    clock = Clock(18 * 60, DAY_MINUTES - 1) if at_night else None
    day = today + timedelta(days=_BY_DAYS[match[0].lower()])
    return TimePart(days=DateRange.of(day), clock=clock)


def _ago(match: re.Match[str], today: date | None) -> TimePart | None:
    """Read "dua hari lalu", "24 years ago"; of weeks and months the day is not certain."""
    number = Number.of(match["number"], "id")
    if today is None or number is None:
        return None
    unit = match["unit"]
    if unit in ("tahun", "year"):
        year = today.year - int(number.value)
        return TimePart(days=DateRange.of_year(year))
    day = today - timedelta(days=int(number.value * _UNIT_DAYS[unit]))
    either_side = timedelta(days=_UNIT_DAYS[unit] // 2)
    return TimePart(days=DateRange(day - either_side, day + either_side))


def _by_units(match: re.Match[str], today: date | None) -> TimePart | None:
    """Read "tahun lalu", "last week", "bulan ini"."""
    if today is None:
        return None
    by = PAST if match["past"] else COMING if match["coming"] else 0
    unit = match["unit"]
    if unit in ("tahun", "year"):
        return TimePart(days=DateRange.of_year(today.year + by))
    if unit in ("bulan", "month"):
        months = 12 * today.year + today.month - 1 + by
        return TimePart(days=DateRange.of_month(months // 12, months % 12 + 1))
    monday = today - timedelta(days=today.weekday() - 7 * by)
    return TimePart(days=DateRange(monday, monday + timedelta(days=6)))


def _way(match: re.Match[str], _: date | None) -> TimePart:
    return TimePart(way=PAST if match["past"] else COMING)


_THESE = "(?:pekan|minggu|week|bulan|month|tahun|year)"
_FORMS: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (re.compile(r"\b\d{4}-\d\d-\d\d\b"), _full),
    (
        re.compile(
            rf"(?<![\w.,/])(?P<day>{_DAY})(?:{_TO}(?P<last>{_DAY}))?\s(?:of\s)?{_MONTH}{_OF_YEAR}"
        ),
        _dated,
    ),
    (re.compile(rf"\b{_MONTH}\s(?P<day>{_DAY})(?:{_TO}(?P<last>{_DAY}))?\b{_OF_YEAR}"), _dated),
    (
        re.compile(
            r"(?<![\w/.])(?P<day>\d{1,2})(?:[-–](?P<last>\d{1,2}))?/(?P<month>\d{1,2})"
            r"(?:/(?P<year>\d{4}|\d\d))?(?![\w/])"
        ),
        _dated,
    ),
    (re.compile(rf"\b{_LONG_MONTH}{_OF_YEAR}"), _month),
    (
        re.compile(
            rf"(?<![\w.,/$-])(?P<year>{_YEAR})(?:{_TO}(?P<last>{_YEAR})|(?P<decade>-?an|'?s))?"
            r"(?![\w/-]|[.,]\d)"
        ),
        _year,
    ),
    (re.compile(rf"\b(?:{_any_of(WEEKDAY_NAMES)}|Ahad)\b"), _weekday),
    (
        re.compile(
            r"\b(?:[Pp]ukul|[Jj]am|[Pp]k\.?|[Aa]t)\s(?P<hour>\d{1,2})(?:[.:](?P<minute>\d\d))?"
            rf"(?:\s?(?P<half>[ap])\.?m\b\.?)?(?:\s{_ZONE})?"
            r"(?:\s(?P<part>pagi|siang|sore|petang|malam)\b)?(?![\w/]|\s(?:menit|jam)\b)"
        ),
        _clock,
    ),
    (
        re.compile(
            r"(?<![\w.,:/])(?P<hour>\d{1,2})(?:[.:](?P<minute>\d\d))?\s?"
            rf"(?:(?P<half>[apAP])\.?[mM]\b\.?|{_ZONE})"
        ),
        _clock,
    ),
    (re.compile(rf"\b(?:{_PART_OF_DAY})\b", re.IGNORECASE), _part_of_day),
    (re.compile(rf"\b(?:{'|'.join(_BY_DAYS)})\b", re.IGNORECASE), _by_days),
    (
        re.compile(
            rf"(?<![\w.,/])(?P<number>{NUMBER})\s{_UNIT}\s(?:yang\s)?(?:lalu|silam|ago)\b",
            re.IGNORECASE,
        ),
        _ago,
    ),
    # "Minggu lalu" with a capital is a Sunday.
    (re.compile(rf"\b(?P<unit>{_THESE})\s(?:{_WAY}|ini)\b"), _by_units),
    (re.compile(rf"\b(?:{_WAY}|[Tt]his)\s(?P<unit>week|month|year)\b"), _by_units),
    (re.compile(rf"\b(?:{_WAY})\b"), _way),
)
