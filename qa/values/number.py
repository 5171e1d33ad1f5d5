"""A number, in digits or in words, as Indonesian and English news write it.

Reads numbers in words up to trillions ("seratus dua puluh ribu", "twenty-five million") and words
for an order of magnitude ("ratusan", "dozens"). Does not read ordinals, nor fractions other than a
half.
"""

import re
from dataclasses import dataclass
from math import isfinite

_SMALL = {
    name: value
    for value, names in enumerate(
        (
            "nol zero", "satu one se seorang", "dua two", "tiga three", "empat four", "lima five",
            "enam six", "tujuh seven", "delapan eight", "sembilan nine", "sepuluh ten",
            "sebelas eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
            "eighteen", "nineteen",
        )
    )
    for name in names.split()
} | {
    name: 10 * tens
    for tens, name in enumerate(
        ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), start=2
    )
}  # fmt: skip
_TIMES = {"puluh": 10, "ratus": 100, "hundred": 100}
_ONES = {"seratus": 100, "setengah": 0.5, "dozen": 12}
_SCALES = {
    "ribu": 1e3, "thousand": 1e3, "juta": 1e6, "million": 1e6, "miliar": 1e9, "milyar": 1e9,
    "billion": 1e9, "triliun": 1e12, "trillion": 1e12,
}  # fmt: skip
_ONE_SCALES = {"seribu": 1e3, "sejuta": 1e6, "semiliar": 1e9, "setriliun": 1e12}
_OPEN = {
    "belasan": (11, 19), "puluhan": (20, 99), "tens": (20, 99), "dozens": (24, 99),
    "ratusan": (100, 999), "hundreds": (100, 999), "ribuan": (1e3, 9999), "thousands": (1e3, 9999),
    "jutaan": (1e6, 9_999_999), "millions": (1e6, 9_999_999), "miliaran": (1e9, 9_999_999_999),
    "billions": (1e9, 9_999_999_999),
}  # fmt: skip
_MORE = "|".join(("belas", *_TIMES, *_SCALES))
_DIGITS = r"(?<![\w.,])\d+(?:[.,]\d+)*"
_FIRST = "|".join(sorted((*_SMALL, *_ONES, *_ONE_SCALES), key=len, reverse=True))
_SCALE = "|".join(_SCALES)
_OPEN_WORDS = "|".join(_OPEN)
NUMBER = (
    rf"(?:{_DIGITS}|(?<!salah )\b(?:{_FIRST})\b(?! of\b|-\w*st\b))"
    rf"(?:(?:[ \n-]|\sand\s)(?:{_MORE}|{_FIRST}|\d{{1,3}}(?=\s(?:{_SCALE})\b))\b)*"
    rf"|\b(?:{_OPEN_WORDS})\b(?:\s(?:of\s)?(?:{_SCALE}|thousands|millions|billions)\b)?"
)
"""The form of a number, to be looked for in any case."""

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[a-z]+")
_MOST_ROUNDED = 0.05


@dataclass(frozen=True, slots=True)
class Number:
    """A number and the interval in which it may lie; both ends equal `value` where it is exact."""

    value: float
    low: float
    high: float

    def __post_init__(self) -> None:
        if not (self.low <= self.value <= self.high and isfinite(self.high)):
            raise ValueError(f"number {self.value} does not lie in {self.low} to {self.high}")

    @classmethod
    def parse(cls, text: str, language: str) -> "Number | None":
        """Return the number that a match of `NUMBER` stands for; None if it stands for none.

        A number with decimals or a scale ("1,5 juta") is taken as rounded at its last digit, but by
        no more than a twentieth of it.

        Args:
            text: the match.
            language: of the article; the point of "1.500" is decimal in English only.
        """
        tokens = _TOKEN.findall(text.lower())
        if tokens[0] in _OPEN:
            return _open(tokens)
        found = [_digits(token, language) for token in tokens if token[0].isdigit()]
        value = _value(tokens, language)
        if value is None or not isfinite(value):
            return None
        unit = _last_digit(tokens, found[0][1]) if found else 0.0
        spread = min(unit / 2, _MOST_ROUNDED * value)
        return cls(value, value - spread, value + spread)


def _open(tokens: list[str]) -> Number:
    low, high = _OPEN[tokens[0]]
    for token in tokens[1:]:
        scale = _SCALES.get(token, _SCALES.get(token.removesuffix("s"), 1.0))
        low, high = low * scale, high * scale
    return Number((low + high) / 2, low, high)


def _value(tokens: list[str], language: str) -> float | None:
    total, current, last = 0.0, 0.0, 0.0
    for word in tokens:
        if word in _SCALES:
            total += (current or 1.0) * _SCALES[word]
            current = last = 0.0
        elif word in _TIMES:
            current += last * (_TIMES[word] - 1)
        elif word == "belas":
            current += 10
        elif word != "and":
            last = _one(word, language)
            current += last
    return total + current


def _one(token: str, language: str) -> float:
    if token[0].isdigit():
        return _digits(token, language)[0]
    return float(_SMALL.get(token, _ONES.get(token, _ONE_SCALES.get(token, 0.0))))


def _digits(token: str, language: str) -> tuple[float, int]:
    """Return a number in digits, and the number of its decimals."""
    marks = [c for c in token if c in ".,"]
    point = "." if language == "en" else ","
    groups = re.split(r"[.,]", token)
    if not marks:
        return float(token), 0
    grouped = all(len(group) == 3 for group in groups[1:]) and groups[0] not in ("", "0")
    if grouped and len(set(marks)) == 1 and (len(marks) > 1 or marks[0] != point):
        return float("".join(groups)), 0
    *whole, rest = groups
    return float(f"{''.join(whole)}.{rest}"), len(rest)


def _last_digit(tokens: list[str], decimals: int) -> float:
    """Return the place value of the last digit given; 0 where the number is written in full."""
    scale = next((_SCALES[token] for token in reversed(tokens) if token in _SCALES), 1.0)
    return scale / 10**decimals if decimals or scale > 1 else 0.0
