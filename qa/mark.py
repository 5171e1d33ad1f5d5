"""Which words of a quotation are of the kind that a question asks for.

By the form of the words alone: names by their capitals, dates by their months and days, numbers by
their digits and number words. A reader that knows the answer's own words does not need this.
"""

import re
from collections.abc import Iterator

from qa.dateline import MONTH_NAMES, WEEKDAY_NAMES
from qa.lexical import words
from qa.question import Kind, Question
from qa.span import Span

_MONTHS = "|".join(name.capitalize() for name in MONTH_NAMES)
_DAYS = "|".join(name.capitalize() for name in WEEKDAY_NAMES)
_UNITS = "tahun|bulan|minggu|pekan|hari|jam|years?|months?|weeks?|days?|hours?"
_NUMBERS = (
    "nol|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas|puluhan|ratusan|"
    "ribuan|jutaan|setengah|one|two|three|four|five|six|seven|eight|nine|ten|dozens|hundreds|"
    "thousands|millions"
)
_NAME = r"[A-Z][\w’'-]*(?:[ ](?:[A-Z][\w’'-]*|bin|binti|van|de|al-\w+))*"
_TIME_PART = (
    rf"(?:{_DAYS})|\(?\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?\)?|(?:\d{{1,2}}[ ])?(?:{_MONTHS})"
    r"(?:[ ]\d{1,2}\b)?(?:,?[ ]\d{4}\b)?|(?:tahun|year)[ ]\d{4}|(?:19|20)\d{2}\b"
    r"|(?:pukul|jam|at)[ ]\d{1,2}(?:[.:]\d{2})?|pagi|siang|sore|malam|dini[ ]hari"
    r"|morning|afternoon|evening|night|W(?:IB|ITA|IT)\b"
)
_FORMS = {
    Kind.PERSON: re.compile(_NAME),
    Kind.PLACE: re.compile(_NAME),
    Kind.TIME: re.compile(rf"\b(?:{_TIME_PART})(?:[ ,]+(?:{_TIME_PART}))*|\(\d{{1,2}}/\d{{1,2}}"),
    Kind.NUMBER: re.compile(
        rf"\b(?:\d[\d.,]*\d|\d|{_NUMBERS})(?:[ ](?:{_UNITS}|juta|ribu|miliar|million|billion))*\b",
        re.IGNORECASE,
    ),
}


def marks_for(question: Question, text: str, within: Span) -> tuple[Span, ...]:
    """Return the words of the kind asked for, in order, that are not in the question already."""
    form = _FORMS.get(question.kind)
    if form is None:
        return ()
    return tuple(_new(question, form, text, within))


def _new(question: Question, form: re.Pattern[str], text: str, within: Span) -> Iterator[Span]:
    asked = set(words(question.text))
    for match in form.finditer(text, within.start, within.end):
        found = set(words(match.group()))
        first = match.start() == within.start and " " not in match.group()
        # A sentence's first word has a capital without being a name.
        names = question.kind in (Kind.PERSON, Kind.PLACE)
        if found and not found <= asked and not (first and names):
            yield Span(match.start(), match.end())
