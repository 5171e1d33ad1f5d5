"""Abbreviations of newspapers and their long forms, from `abbreviations.tsv`.

The table has those that articles use without an explanation. One that is a word too ("AS" and
"as", "MA" and "ma") counts as an abbreviation in capitals only.
"""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

ABBREVIATIONS_FILE = "abbreviations.tsv"
_WORD = re.compile(r"\w+")


def expand_abbreviations(text: str, language: str) -> str:
    """Return the text with its abbreviations replaced by their long forms.

    Args:
        text: in any case.
        language: of the text, ISO 639-1.
    """
    table = _abbreviations(language)

    def expanded(match: re.Match[str]) -> str:
        word = match[0]
        return table.get(word) or table.get(word.lower(), word)

    return _WORD.sub(expanded, text)


def long_form(word: str, language: str) -> str | None:
    """Return the long form of a word in any case; None where it is no abbreviation."""
    table = _abbreviations(language)
    return table.get(word.upper()) or table.get(word.lower())


@cache
def _abbreviations(language: str) -> Mapping[str, str]:
    path = Path(str(files("qa.text"))) / ABBREVIATIONS_FILE
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines() if line[0] != "#"]
    return {
        short if short.isupper() else short.lower(): long
        for row_language, short, long in rows
        if row_language == language
    }
