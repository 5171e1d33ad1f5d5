"""The forms of times that stand for the same days whenever they are read: they name their year."""

import re
from collections.abc import Callable
from datetime import date

from qa.schema.filters import DateRange
from qa.text.calendar import MONTHS
from qa.text.language import function_words
from qa.values.dates.page_dates import WEEKDAYS

_LEADS = """
    after akhir and antara around as at awal bertanggal before between bulan by circa dalam dan
    dari during early for from hari hingga in jelang late long memasuki menjelang mid mulai of on
    pada per pertengahan prior sampai sebelum sejak sekitar selama semenjak sesudah setelah since
    tahun tanggal this throughout till to until usai year
"""
LEADS = frozenset(_LEADS.split())
"""Words that stand before a time."""

_COUNTED_LEADS = frozenset(
    ["and", "around", "as", "at", "by", "dan", "dari", "for", "from", "of", "per", "sekitar", "to"]
)
Read = Callable[[re.Match[str]], DateRange | None]
MONTH = rf"(?P<month>{'|'.join(sorted(map(re.escape, MONTHS), key=len, reverse=True))})\b\.?"
DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
NAMED = rf"(?:(?:{'|'.join(sorted(map(re.escape, WEEKDAYS), key=len, reverse=True))})\.?,? ?\(?)?"
"""The weekday that may stand before a date."""

_YEAR = r"(?P<year>(?:19|20)\d\d)(?![.,]?\d)"
_NEXT_WORD = re.compile(r"\s+([a-z]+)")
_LAST_WORD = re.compile(r"([^\W\d_]+)[\s(\"“-]*$")


def form(pattern: str) -> re.Pattern[str]:
    """Return a form of whole words; a space in it stands for white space, " ?" for none too."""
    spaced = pattern.replace(" ?", r"\s*").replace(" ", r"\s+")
    return re.compile(rf"(?<![\w/.,-])(?:{spaced})(?![\w/]|-\w)", re.IGNORECASE)


def is_led(match: re.Match[str]) -> bool:
    """Say whether a word stands before the match that such a time follows."""
    before = _LAST_WORD.search(match.string[max(0, match.start() - 40) : match.start()])
    return before is not None and before[1].lower() in LEADS


def month_of(match: re.Match[str]) -> int:
    """Return the month that a match names or numbers."""
    groups = match.groupdict()
    name = groups.get("month")
    return MONTHS[name.lower()] if name else int(groups["mm"] or 0)


def _day(match: re.Match[str]) -> DateRange | None:
    year, month, day = int(match["year"]), month_of(match), int(match["day"])
    # Day before month, as Indonesia writes it; the other order only where this cannot be.
    month, day = (day, month) if month > 12 >= day else (month, day)
    try:
        return DateRange.of(date(year, month, day))
    except ValueError:
        return None  # 31 June


def _month(match: re.Match[str]) -> DateRange:
    return DateRange.of_month(int(match["year"]), month_of(match))


def _year(match: re.Match[str]) -> DateRange | None:
    return DateRange.of_year(int(match["year"])) if is_led(match) and not _counts(match) else None


def _counts(match: re.Match[str]) -> bool:
    """Say whether a number counts what follows: "dari 2000 rumah"."""
    before = _LAST_WORD.search(match.string[max(0, match.start() - 40) : match.start()])
    follows = _NEXT_WORD.match(match.string, match.end())
    if before is None or before[1].lower() not in _COUNTED_LEADS or follows is None:
        return False
    return not any(follows[1] in function_words(code) for code in ("en", "id"))


def _years(match: re.Match[str]) -> DateRange | None:
    first, last = DateRange.of_year(int(match["year"])), DateRange.of_year(int(match["last"]))
    return first.up_to(last)


# A form takes its words before those below it.
ABSOLUTE_FORMS: tuple[tuple[re.Pattern[str], Read], ...] = (
    (form(rf"{NAMED}(?P<year>(?:19|20)\d\d)-(?P<mm>\d\d)-(?P<day>\d\d)"), _day),
    (form(rf"{NAMED}{DAY}[\s-]+(?:of )?{MONTH}(?:,? |-){_YEAR}"), _day),
    (form(rf"{NAMED}{MONTH} {DAY} ?,? {_YEAR}"), _day),
    (form(rf"{NAMED}(?P<day>\d\d?) ?/ ?(?P<mm>\d\d?) ?/ ?(?P<year>(?:19|20)\d\d)"), _day),
    (form(rf"{MONTH},? (?:(?:tahun|of) )?{_YEAR}"), _month),
    (form(rf"{_YEAR}[-–](?P<last>(?:19|20)\d\d)"), _years),
    (form(_YEAR), _year),
)
