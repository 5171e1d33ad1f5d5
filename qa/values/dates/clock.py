"""The forms of a time of day: "pukul 19.30 WIB", "3:45 p.m. UTC", "malam"."""

import re

from qa.values.moment import DAY_MINUTES, Clock

_ZONE_HOURS = {
    "WIB": 7, "WITA": 8, "WIT": 9, "UTC": 0, "GMT": 0, "Z": 0, "BST": 1, "CET": 1, "CEST": 2,
    "EST": -5, "EDT": -4, "ET": -4, "CST": -6, "CDT": -5, "PST": -8, "PDT": -7, "SGT": 8,
    "MYT": 8, "HKT": 8, "JST": 9, "KST": 9, "IST": 5.5, "AEST": 10, "AEDT": 11, "MSK": 3,
}  # fmt: skip
_ZONES_OF_AN_HOUR = frozenset(["WIB", "WITA", "WIT", "UTC", "GMT"])
"""Zones that may follow an hour without its minutes: "7 WIB"; not "3 ET" or "2 Z"."""

_DAY_PART_HOURS = {
    "dini hari": (0, 5), "pagi": (4, 11), "siang": (10, 15), "sore": (15, 18),
    "petang": (16, 19), "malam": (18, 24), "tengah malam": (23, 24), "tengah hari": (11, 13),
    "early morning": (0, 8), "morning": (4, 12), "noon": (12, 12), "afternoon": (12, 18),
    "evening": (17, 23), "night": (18, 24), "midnight": (0, 0),
}  # fmt: skip
NIGHT = Clock(18 * 60, DAY_MINUTES - 1)

# A bare "-12:00" after a time is the end of a stretch and no zone.
_ZONE = (
    r"(?P<zone>(?:UTC|GMT)\s?[+-]\d{1,2}(?::?\d{2})?|\+\d{2}:?\d{2}|(?<=\s)-\d{4}\b|(?<=:\d\d)Z\b|"
    rf"(?:{'|'.join(sorted(_ZONE_HOURS, key=len, reverse=True))})\b)"
)
_HALF = r"(?P<half>[ap])\.?m\b\.?"
_MINUTES = r"[:.](?P<minute>\d\d)(?:[:.]\d\d(?:\.\d+)?)?"
_OF_DAY = r"(?:\s(?P<part>pagi|siang|sore|petang|malam)\b)?"
CLOCK_PATTERNS = (
    rf"(?:\b(?:pukul|jam|pk\.?)\s*|\bat\s+)(?P<hour>\d{{1,2}})(?:{_MINUTES})?(?:\s?{_HALF})?"
    rf"(?:\s?(?P<open>\()?{_ZONE}(?(open)\)))?{_OF_DAY}(?![\w/]|\s(?:menit|jam)\b)",
    rf"(?<![\w.,:/])(?P<hour>\d{{1,2}})(?:{_MINUTES})?(?=\s?(?:[ap]\.?m\b|\(?{_ZONE}))"
    rf"(?:\s?{_HALF})?(?:\s?(?P<open>\()?{_ZONE.replace('<zone>', '<its_zone>')}(?(open)\)))?",
    rf"(?<=\d)T(?P<hour>\d\d){_MINUTES}(?P<zone>Z\b|[+-]\d\d:?\d\d)?(?!\d)",
)
"""How a time of day is written in digits, to be looked for in any case."""

DAY_PART = rf"\b(?P<part>{'|'.join(sorted(_DAY_PART_HOURS, key=len, reverse=True))})\b"
"""A part of the day, in words."""


def clock_of(match: re.Match[str]) -> Clock:
    """Return the time of day that a match of one of `CLOCK_PATTERNS` tells.

    Raises:
        ValueError: there is no such time, or the digits tell none.
    """
    groups = match.groupdict()
    zone = groups.get("its_zone") or groups["zone"]
    hour, minute = int(groups["hour"]), int(groups["minute"] or 0)
    half = (groups.get("half") or groups.get("part") or "").lower()
    is_bare = "its_zone" in groups and not groups["minute"] and not half
    if minute > 59 or (is_bare and (zone or "").upper() not in _ZONES_OF_AN_HOUR):
        raise ValueError(f"{match[0]!r} is no time of day")
    at = 60 * _hour(hour, half) + minute
    return Clock(at, at, zone_minutes(zone) if zone else None)


def _hour(hour: int, half: str) -> int:
    """Return the hour from 0 to 23 that a half or a part of the day makes of one from 1 to 12."""
    if half in ("p", "malam", "sore", "petang") and hour < 12:
        # "pukul 3 malam" is before dawn.
        return hour if half == "malam" and hour < 5 else hour + 12
    if half == "siang" and hour < 6:
        return hour + 12
    return 0 if hour == 12 and half in ("a", "malam") else hour


def day_part_of(match: re.Match[str]) -> Clock:
    """Return the hours of the part of the day that a match of `DAY_PART` names."""
    first, last = _DAY_PART_HOURS[" ".join(match["part"].lower().split())]
    return Clock(60 * first, min(60 * last, DAY_MINUTES - 1))


def zone_minutes(name: str) -> int:
    """Return how many minutes a time zone, by its name or its hours, is ahead of UTC.

    Raises:
        KeyError: no zone is known by this name.
    """
    numeric = re.search(r"([+-])(\d{1,2}):?(\d{2})?$", name)
    if numeric is None:
        return int(60 * _ZONE_HOURS[name.upper()])
    minutes = 60 * int(numeric[2]) + int(numeric[3] or 0)
    return minutes if numeric[1] == "+" else -minutes
