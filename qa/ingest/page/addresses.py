"""Web addresses: the day that a news page's address holds."""

import re
from datetime import date

_DAY = re.compile(r"/(?P<year>20\d\d|19\d\d)[/-](?P<month>\d{1,2})[/-](?P<day>\d{1,2})(?=[/-]|$)")
_STAMP = re.compile(r"/(?P<year>20\d\d)(?P<month>\d\d)(?P<day>\d\d)(?:\d{4}|\d{6})?(?=[/-]|$)")


def day_of_address(address: str) -> date | None:
    """Return the day in an address's path, "/2024/03/04/" or "/20240304140512-"; None if none.

    Two different days are none.
    """
    path = address.partition("://")[2].partition("/")
    matches = [*_DAY.finditer("/" + path[2]), *_STAMP.finditer("/" + path[2])]
    days = {day for match in matches if (day := _day(match))}
    return next(iter(days)) if len(days) == 1 else None


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
