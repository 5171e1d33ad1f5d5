"""A quantity: a number with its unit of measure and its margin ("about", "more than").

Counted nouns are not compared: "tiga kota", "3 cities" and "three" are equal. Currencies are not
converted.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qa.schema.span import Span
from qa.values.number import NUMBER, Number
from qa.values.relation import ValueRelation

_UNITS = {
    "time": {
        "detik second": 1, "menit minute": 60, "jam hour": 3600, "hari day": 86_400,
        "minggu pekan week": 7 * 86_400, "bulan month": 30.4375 * 86_400,
        "tahun year": 365.25 * 86_400,
    },
    "length": {
        "mm millimeter millimetre": 1e-3, "cm sentimeter centimeter centimetre": 1e-2,
        "m meter metre": 1, "km kilometer kilometre": 1e3, "mil mile": 1609.344,
        "kaki feet foot": 0.3048,
    },
    "area": {
        "m2 m² meter-persegi square-meter square-metre": 1,
        "ha hektare hektar hectare": 1e4, "acre": 4046.856,
        "km2 km² kilometer-persegi square-kilometer square-kilometre": 1e6,
    },
    "mass": {"gram": 1e-3, "kg kilogram kilo": 1, "ton tonne": 1e3},
    "volume": {"l liter litre": 1},
    "temperature": {"derajat degree °c": 1},
    "share": {"% persen percent per-cent": 1},
    "rupiah": {"rp idr rupiah": 1},
    "dollars": {"us$ $ usd dolar dolar-as dollar us-dollar": 1},
    "euros": {"€ eur euro": 1},
    "ringgit": {"rm ringgit": 1},
}  # fmt: skip
_UNIT_OF = {
    name: (kind, factor)
    for kind, units in _UNITS.items()
    for names, factor in units.items()
    for name in names.split()
}
_SYMBOLS = r"Rp\.?|US\$|\$|€|\b(?:USD|IDR|EUR|RM)\b"
_AFTER = "|".join(
    re.escape(name).replace(r"\-", r"[\s-]") + ("" if name[-1] in "%²" else r"s?\b")
    for name in sorted(_UNIT_OF, key=len, reverse=True)
    if name not in ("rp", "us$", "$", "€", "rm")
)
_ABOUT = (
    r"sekitar|kira-kira|kurang lebih|kisaran|diperkirakan|about|around|roughly|approximately|"
    r"some|estimated|hampir|nearly|almost|close to"
)
_OVER = (
    r"lebih dari|lebih|sedikitnya|setidaknya|sekurangnya|minimal|paling sedikit|di atas|"
    r"more than|over|at least|above|upwards of|no fewer than"
)
_UNDER = (
    r"kurang dari|paling banyak|maksimal|di bawah|hingga|sampai|"
    r"less than|fewer than|under|at most|up to|below"
)
_LOOSE = (("about", _ABOUT), ("over", _OVER), ("under", _UNDER))
_FORM = re.compile(
    "(?:(?:"
    + "|".join(rf"(?P<{name}>\b(?:{words}))" for name, words in _LOOSE)
    + r")\s(?:an?\s)?)?"
    rf"(?P<symbol>{_SYMBOLS})?\s?"
    rf"(?P<number>{NUMBER}|\bse(?=(?:tahun|bulan|pekan|minggu|hari|jam|menit)\b))"
    rf"(?:(?:\s?[-–]\s?|\s(?:sampai|hingga|to)\s)(?:{_SYMBOLS})?(?P<last>{NUMBER}))?"
    rf"(?P<more>-?an\b|\s(?:lebih|or more|an)\b)?(?:[\s-]?(?P<unit>{_AFTER}))?(?![^\W_])",
    re.IGNORECASE,
)
_AROUND = 0.1
_BEYOND = 1.25


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a unit, and the interval in which it may lie.

    Attributes:
        value: the number as written, in the base unit of its kind (seconds, metres, rupiah).
        low: the least that it may be.
        high: the most.
        kind: the dimension, as "time" or "rupiah"; empty for a count.
    """

    value: float
    low: float
    high: float
    kind: str = ""

    def __post_init__(self) -> None:
        if not self.low <= self.value <= self.high:
            raise ValueError(f"{self.value} does not lie between {self.low} and {self.high}")

    @property
    def spread(self) -> float:
        """Width of the interval; less is more exact."""
        return self.high - self.low

    def relation_to(self, other: "Quantity") -> ValueRelation:
        """Compare two quantities; they conflict where neither lies in the other's interval."""
        if self.kind != other.kind:
            return ValueRelation.INCOMPARABLE
        if _is_close(self.value, other.value) and _is_close(self.spread, other.spread):
            return ValueRelation.EQUAL
        held = other.low <= self.value <= other.high or self.low <= other.value <= self.high
        return ValueRelation.COMPATIBLE if held else ValueRelation.CONFLICTING


def _is_close(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-9 * max(abs(one), abs(other), 1.0)


def find_quantities(text: str, within: Span, language: str) -> Iterator[tuple[Span, Quantity]]:
    """Yield each quantity of a sentence with its words, in order.

    Args:
        text: what the spans point into.
        within: the sentence.
        language: of the text, which decides how its digits are read.
    """
    for match in _FORM.finditer(text, within.start, within.end):
        if quantity := _quantity(match, language):
            start = match.end() - len(match[0].lstrip())
            yield Span(start, match.end()), quantity


def _quantity(match: re.Match[str], language: str) -> Quantity | None:
    first = Number.parse(match["number"], language)
    if first is None:
        return None
    last = Number.parse(match["last"], language) if match["last"] else None
    name = (match["symbol"] or match["unit"] or "").lower().rstrip(".")
    kind, factor = _unit(name)
    low, high = _stretch(first, match)
    middle = first.value
    if last is not None and last.value > first.value:
        low, high = first.value * _shared_scale(first.value, last.value), last.high
        middle = (low + high) / 2
    return Quantity(middle * factor, low * factor, high * factor, kind)


def _shared_scale(first: float, last: float) -> int:
    """Return the scale that the first of two numbers shares: "3 sampai 5 juta" are both millions.

    It is 1 where the first would become more than the last: 973 to 1048 are plain numbers.
    """
    scale = 10 ** (3 * (len(str(int(last))) // 3)) if last >= 1000 > first else 1
    return scale if first * scale <= last else 1


def _unit(name: str) -> tuple[str, float]:
    joined = re.sub(r"\s", "-", name)
    found = _UNIT_OF.get(joined) or _UNIT_OF.get(joined.removesuffix("s"))
    return found or ("", 1.0)


def _stretch(number: Number, match: re.Match[str]) -> tuple[float, float]:
    low, high = number.low, number.high
    if match["about"] or (match["more"] or "").strip("-") == "an":
        low, high = min(low, (1 - _AROUND) * low), (1 + _AROUND) * high
    elif match["over"] or match["more"]:
        high = max(high, _BEYOND * high)
    elif match["under"]:
        low = low / _BEYOND
    return low, high
