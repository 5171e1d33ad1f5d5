"""Reading a dictionary of FreeDict, as the dict server keeps it.

The index has a line for each headword, with where its entry begins and how long it is, as numbers
written in base 64. An entry's first line is the headword with its pronunciation and its class; the
translations of each sense follow, and below them in English what the sense is.
"""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from string import ascii_lowercase, ascii_uppercase, digits

from embeddings.errors import TanyaError

DIGITS = ascii_uppercase + ascii_lowercase + digits + "+/"
_AFFIX = re.compile(r"<(?:suffix|prefix)>")
_SENSE = re.compile(r"\s*\d+\.\s+(?P<said>\S.*)")
_NEXT_SENSE = re.compile(r"\s+\d+\.\s*$")


class DictionaryError(TanyaError):
    """The folder holds no dictionary that can be read; the message says why."""


def read_freedict(folder: Path, name: str) -> list[tuple[str, str]]:
    """Return (headword, translation) of every entry, in the order of the index, as spelled there.

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
            said = _NEXT_SENSE.sub("", sense["said"] if sense else line)
            yield from (part.strip() for part in said.split(",") if _is_plain(part))


def _is_plain(translation: str) -> bool:
    """Return whether it is words and nothing else: "orang (Finlandia)" is no word for "Finn"."""
    return re.fullmatch(r"[\w' -]+", translation.strip()) is not None
