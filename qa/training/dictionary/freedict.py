"""Read a FreeDict dictionary, in the format of the dict server.

The index has a line for each headword with the offset and the length of its entry, in base 64. An
entry begins with a line of the headword, its pronunciation and its part of speech; the translations
of each sense follow, each with an English gloss below.
"""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from string import ascii_lowercase, ascii_uppercase, digits

from embeddings.errors import TanyaError

DIGITS = ascii_uppercase + ascii_lowercase + digits + "+/"
_AFFIX = re.compile(r"<(?:suffix|prefix)>")
_SENSE = re.compile(r"\s*\d+\.\s+(?P<translations>\S.*)")
_NEXT_SENSE = re.compile(r"\s+\d+\.\s*$")


class DictionaryError(TanyaError):
    """The folder has no dictionary that can be read; the message says why."""


def read_freedict(folder: Path, name: str) -> list[tuple[str, str]]:
    """Return (headword, translation) for every translation, in the order of the index.

    Args:
        folder: with NAME.index and NAME.dict.dz.
        name: the dictionary's, such as "freedict-eng-ind".

    Raises:
        DictionaryError: a file is missing or damaged.
    """
    try:
        index = (folder / f"{name}.index").read_text("utf-8").splitlines()
        entries = gzip.decompress((folder / f"{name}.dict.dz").read_bytes())
        return [
            (headword, translation)
            for headword, start, size in (line.split("\t") for line in index)
            if not headword.startswith("00-database")
            for translation in _translations(_entry(entries, _number(start), _number(size)))
        ]
    except (OSError, EOFError, ValueError) as error:
        raise DictionaryError(f"{folder}: {error}; expected a FreeDict {name} there") from error


def _number(written: str) -> int:
    value = 0
    for digit in written:
        value = value * len(DIGITS) + DIGITS.index(digit)
    return value


def _entry(entries: bytes, start: int, size: int) -> str:
    return entries[start : start + size].decode("utf-8")


def _translations(entry: str) -> Iterator[str]:
    head, _, rest = entry.partition("\n")
    if _AFFIX.search(head):
        return
    for number, line in enumerate(rest.split("\n")):
        sense = _SENSE.match(line)
        if number == 0 or sense:
            listed = _NEXT_SENSE.sub("", sense["translations"] if sense else line)
            yield from (part.strip() for part in listed.split(",") if _is_plain(part))


def _is_plain(translation: str) -> bool:
    """Say whether a translation is only words: "orang (Finlandia)" does not translate "Finn"."""
    return re.fullmatch(r"[\w' -]+", translation.strip()) is not None
