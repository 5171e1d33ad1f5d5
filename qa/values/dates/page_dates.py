"""Dates as Indonesian and English news pages write them.

Only a full date is one: a day without its year stays unread, and a clock without a time zone is
left out. Which of a page's dates is the article's is decided in `qa.ingest.metadata`.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

from qa.schema.article import Published
from qa.text.calendar import MONTHS, WEEKDAY_NAMES, numbered

WEEKDAYS = WEEKDAY_NAMES | numbered(
    0,
    "sen mon",
    "sel tues tue",
    "rab wed",
    "kam thurs thur thu",
    "jum fri",
    "sab sat",
    "ahad min sun",
)
"""The same with other names and the usual abbreviations."""

_ZONES = {
    "WIB": 7, "WITA": 8, "WIT": 9, "UTC": 0, "GMT": 0, "Z": 0, "BST": 1, "CET": 1, "CEST": 2,
    "EST": -5, "EDT": -4, "ET": -4, "CST": -6, "CDT": -5, "PST": -8, "PDT": -7, "SGT": 8,
    "MYT": 8, "HKT": 8, "JST": 9, "KST": 9, "IST": 5.5, "AEST": 10, "AEDT": 11, "MSK": 3,
}  # fmt: skip
_MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?"
_WEEKDAY = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
ZONE = (
    r"(?:UTC|GMT)\s?[+-]\d{1,2}(?::?\d{2})?|[+-]\d{2}:?\d{2}|"
    rf"(?:{'|'.join(sorted(_ZONES, key=len, reverse=True))})\b"
)
"""The form of a time zone: "WIB", "GMT+8"."""

_CLOCK = (
    r"(?:\s*[,|/•·–—-]?\s*(?:pukul|jam|at|pk\.?|T)?\s*"
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.]\d{2}(?:\.\d+)?)?\s*(?P<half>[ap]\.?m\b\.?)?"
    rf"\s*\(?(?P<zone>{ZONE})\)?)?"
)
_YEAR = re.compile(r"\d{4}|/\s?\d\d\b")  # quick to look for, and most paragraphs have none
_FORMS = tuple(
    re.compile(rf"(?:\b(?P<weekday>{_WEEKDAY})\b\.?,?\s*\(?\s*)?{form}{_CLOCK}", re.IGNORECASE)
    for form in (
        r"(?<![\w/-])(?P<year>\d{4})-(?P<mm>\d{2})-(?P<day>\d{2})(?!\d|-)",
        rf"(?<![\w.,])(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+{_MONTH}[\s,.-]+(?P<year>\d{{4}})\b",
        rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s+(?P<year>\d{{4}})\b",
        r"(?<![\w/.-])(?P<day>\d{1,2})\s?[/-]\s?(?P<mm>\d{1,2})\s?[/-]\s?(?P<year>\d{4}|\d{2})"
        r"(?![\w/-])",
    )
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in a text: where it begins, what it says, and whether it names its weekday."""

    start: int
    value: date
    weekday: bool

    @property
    def clock(self) -> bool:
        """Whether the date comes with a time and its zone."""
        return isinstance(self.value, datetime)


def dates(text: str) -> tuple[Dated, ...]:
    """Return the full dates that a text names, in the order in which they stand."""
    found: dict[int, Dated] = {}
    if not _YEAR.search(text):
        return ()
    for form in _FORMS:
        for match in form.finditer(text):
            if value := _value(match):
                found.setdefault(
                    match.start(), Dated(match.start(), value, match["weekday"] is not None)
                )
    return tuple(found[start] for start in sorted(found))


def published(text: str) -> Published:
    """Return the date that a field's text gives, with its time where it has one and its zone.

    Raises:
        ValueError: the text is no date in any form that is known.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        found = dates(text)
        if not found:
            raise ValueError(f"{text[:80]!r} is not a date; expected YYYY-MM-DD") from None
        return found[0].value
    return moment if moment.tzinfo else moment.date()


def _value(match: re.Match[str]) -> date | None:
    groups = match.groupdict()
    name = groups.get("month")
    month = MONTHS[name.lower()] if name else int(groups["mm"])
    year = int(groups["year"])
    try:
        # Day before month, as Indonesia writes it; the other order only where this cannot be.
        day = _date(year if year > 99 else 2000 + year, month, int(groups["day"]))
        return _moment(day, groups) or day
    except ValueError:
        return None


def _date(year: int, month: int, day: int) -> date:
    return date(year, day, month) if month > 12 >= day else date(year, month, day)


def _moment(day: date, groups: dict[str, str | None]) -> datetime | None:
    hour, minute, zone = groups["hour"], groups["minute"], groups["zone"]
    if not (hour and minute and zone) or int(hour) > 23 or int(minute) > 59:
        return None
    hours = int(hour)
    if half := groups["half"]:
        hours = hours % 12 + (12 if half.lower().startswith("p") else 0)
    return datetime(day.year, day.month, day.day, hours, int(minute), tzinfo=zone_of(zone))


def zone_of(name: str) -> timezone:
    """Return the time zone that `ZONE` found by its name or its hours.

    Raises:
        KeyError: the name is not one that `ZONE` finds.
    """
    numeric = re.search(r"([+-])(\d{1,2}):?(\d{2})?$", name)
    if numeric:
        offset = timedelta(hours=int(numeric[2]), minutes=int(numeric[3] or 0))
        return timezone(offset if numeric[1] == "+" else -offset)
    hours = _ZONES[name.upper()]
    return timezone(timedelta(hours=hours)) if hours else UTC
