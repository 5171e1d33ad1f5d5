"""The languages that the page speaks, and which of them a browser prefers."""

from contextlib import suppress

from ui.strings.english import ENGLISH
from ui.strings.indonesian import INDONESIAN
from ui.strings.phrases import Strings

_LANGUAGES = {strings.language: strings for strings in (ENGLISH, INDONESIAN)}


def strings_for(language: str) -> Strings:
    """Return the phrases of a language, ISO 639-1; the English ones where it has none."""
    return _LANGUAGES.get(language, ENGLISH)


def preferred_language(accepted: str, default: str = "en") -> str:
    """Return the language of the page that a browser prefers.

    Args:
        accepted: an Accept-Language header, as "id-ID,id;q=0.9,en;q=0.8".
        default: where the header names no language of the page.
    """
    weighted: list[tuple[float, str]] = []
    for part in accepted.split(","):
        name, _, weight = part.strip().partition(";q=")
        with suppress(ValueError):
            weighted.append((-float(weight or 1), name.split("-")[0].lower()))
    languages = (language for _, language in sorted(weighted, key=lambda pair: pair[0]))
    return next((language for language in languages if language in _LANGUAGES), default)
