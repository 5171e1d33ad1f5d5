"""What the abbreviations of newspapers are short for.

Only those that are written without saying so. Letters that are a word too ("AS" and "as", "MA" and
"ma") are an abbreviation in capitals only.
"""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

ABBREVIATIONS_FILE = "abbreviations.tsv"
_WORD = re.compile(r"\w+")


def spelled_out(text: str, language: str) -> str:
    """Return a text of this language (ISO 639-1) with its abbreviations written in full."""
    table = _abbreviations(language)

    def in_full(match: re.Match[str]) -> str:
        word = match[0]
        return table.get(word) or table.get(word.lower(), word)

    return _WORD.sub(in_full, text)


def long_form(word: str, language: str) -> str | None:
    """Return what a word in any case may be short for; None where it is no abbreviation."""
    table = _abbreviations(language)
    return table.get(word.upper()) or table.get(word.lower())


@cache
def _abbreviations(language: str) -> Mapping[str, str]:
    path = Path(str(files("qa.text"))) / ABBREVIATIONS_FILE
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines() if line[0] != "#"]
    return {
        short if short.isupper() else short.lower(): long
        for spoken, short, long in rows
        if spoken == language
    }
