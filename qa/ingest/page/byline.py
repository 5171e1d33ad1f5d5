"""Bylines: the names of an article's authors, in a line that may say more.

Which line of a page is its byline is decided in `metadata` and `web_metadata` beside it.
"""

import re
from collections.abc import Iterable

from qa.ingest.page.publishers import is_social, named
from qa.text.calendar import MONTH_NAMES, WEEKDAY_NAMES

_NAME = r"[A-Z][\w.'’-]*(?:\s+(?:[A-Z][\w.'’-]*|bin|binti|van|von|de|al|el)){0,4}"
_AND = r"(?:\s*,\s*(?:and|dan|&)\s+|\s*[,;/]\s*|\s+(?:and|dan|&)\s+)"
_NAMES = re.compile(rf"{_NAME}(?:{_AND}{_NAME})*")
_LABEL = re.compile(
    r"\W*(?:(?:redaktur|editor|penulis|reporter)\s*(?:&|dan|/)\s*)?"
    r"(?:penulis|rep(?:orter)?|pewarta|jurnalis|wartawan|kontributor|oleh|authors?|"
    r"written by|by|teks)"
    r"(?:\s*[:|]\s*|\s+)(?=[A-Z])",
    re.IGNORECASE,
)
_LABEL_ALONE = re.compile(r"(?:penulis|reporter|pewarta|jurnalis|author)\W*", re.IGNORECASE)
_ROLE = re.compile(
    r"\b(?:red\s*:|(?:editors?|redaktur|redaksi|jurnalis|reporters?|kontributor|contributors?|wartawan|penulis|"
    r"fotografer|photographer|staff|writers?|authors?|archive|e-?mail|alerts?|correspondents?|admin|"
    r"administrator|tim|team|newsroom|desk|follow|share)\b).*",
    re.IGNORECASE,
)
_LEADING_ROLE = re.compile(r"(?:kontributor|contributor|reporter|tim)\s+[^,]*,\s*", re.IGNORECASE)
_TIME = re.compile(
    r"\b(?:" + "|".join(map(re.escape, (*MONTH_NAMES, *WEEKDAY_NAMES))) + r")\b.*|\s*\d.*",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(_AND)
_MAX_NAME_WORDS, _MAX_NAMES = 5, 6


def author_in(line: str) -> str | None:
    """Return what follows the label of a byline, "Penulis: …"; None where there is no label."""
    label = _LABEL.match(line)
    return line[label.end() :] if label else None


def is_byline_label(line: str) -> bool:
    """Return whether a line is only the label of a byline, as it stands below a name."""
    return _LABEL_ALONE.fullmatch(line.strip()) is not None


def read_byline(line: str, sites: Iterable[str] = ()) -> str | None:
    """Return the authors of a byline, as they are written; None where it names no person.

    Roles, days and publishers around the names are left out.

    Args:
        line: with or without its label.
        sites: names of the page's own publisher.
    """
    own = {" ".join(site.lower().split()) for site in sites}
    text = _LEADING_ROLE.sub("", author_in(line) or line, count=1)
    if is_social(text) or "http" in text or "@" in text:
        return None
    text = _TIME.sub("", _ROLE.sub("", text)).strip(" \t:|-–—,.&/")
    match = _NAMES.match(text)
    if match is None:
        return None
    names = _SEPARATOR.split(match[0])
    people = [name for name in names if _is_person(name, own)]
    if not people or len(people) > _MAX_NAMES:
        return None
    whole = " ".join(match[0].split()).rstrip(".,")
    return whole if len(people) == len(names) else ", ".join(people)


def _is_person(name: str, sites: set[str]) -> bool:
    words = name.split()
    return (
        0 < len(words) <= _MAX_NAME_WORDS
        and " ".join(name.lower().split()) not in sites
        and not named(name)
        and any(len(word) > 1 for word in words)
    )
