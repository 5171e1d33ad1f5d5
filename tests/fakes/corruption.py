"""False sentences made of true ones: names, places, numbers, days and negations corrupted."""

import re
from collections.abc import Iterator
from itertools import pairwise

NAMES = ("Xi Jinping", "Joko Widodo", "Fumio Kishida", "Narendra Modi")
PLACES = {"Pyongyang": "Hanoi", "Rusia": "Belarus", "Korea Utara": "Vietnam", "Moskow": "Minsk"}
DAYS = (
    ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
)
NAME = re.compile(r"(?:[A-Z][a-z]+ ){1,3}[A-Z][a-z]+")
VERB = re.compile(r"(?<=\s)(?=(?:me|di|ber)\w{5,}\s)")
BE = re.compile(r"\b(?:was|were|is|are|will|has|have|had)\b")


def corruptions(quote: str) -> Iterator[tuple[str, str]]:
    """Yield the kind and the text of each false sentence that a true one can be turned into."""
    yield from _corrupt_names(quote)
    yield from _corrupt_values(quote)
    if verb := VERB.search(quote):
        negated = "bukan " if quote[verb.start() - 6 : verb.start()] == "tidak " else "tidak "
        yield "not", f"{quote[: verb.start()]}{negated}{quote[verb.start() :]}"
    elif verb := BE.search(quote):
        yield "not", f"{quote[: verb.end()]} not{quote[verb.end() :]}"
    yield "citation", f"{quote.rstrip('.')} [7]."


def _corrupt_names(quote: str) -> Iterator[tuple[str, str]]:
    names = [match for match in NAME.finditer(quote) if match.start()]
    unknown = [name for name in NAMES if name.split()[0] not in quote]
    for number, match in enumerate(names):
        invented = unknown[number % len(unknown)]
        yield "name", quote[: match.start()] + invented + quote[match.end() :]
    for one, other in pairwise(names):
        between = quote[one.end() : other.start()]
        # The items of a list, and a name and its apposition, may change places.
        if one[0] != other[0] and set(re.findall(r"\b[a-z]+", between)) - {"dan", "serta", "and"}:
            rest = quote[other.end() :]
            yield "exchange", f"{quote[: one.start()]}{other[0]}{between}{one[0]}{rest}"
    for place, other in PLACES.items():
        if place in quote and other not in quote:
            yield "place", quote.replace(place, other)


def _corrupt_values(quote: str) -> Iterator[tuple[str, str]]:
    for match in re.finditer(r"\d+", quote):
        yield "number", f"{quote[: match.start()]}{int(match[0]) + 3}{quote[match.end() :]}"
    for week in DAYS:
        for day, other in zip(week, week[1:] + week[:1], strict=True):
            if day in quote:
                yield "day", quote.replace(day, other)
