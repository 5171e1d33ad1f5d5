"""The time of an event that a question names: "before the election", "setelah gempa itu".

When the event was, the articles themselves are asked. Only events that have a name of their own are
known, by the nouns that news has for them; what someone did ("after he left") is not.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from qa.retrieval.dates import after, before
from qa.retrieval.filters import ParsedFilters, without
from qa.schema.filters import DateRange
from qa.schema.question import Question
from qa.schema.reading import AnswerCandidate, ReaderOutput
from qa.schema.span import Span
from qa.values.dates.time_phrases import moments

LEAST_CONFIDENCE = 0.6
"""Of when the event was; below it nothing is narrowed."""

MOST_DAYS = timedelta(days=7)
"""An event that is told less exactly is not known to be before anything."""

_ENGLISH = (
    "accident|arrest|arrival|attack|ceremony|collapse|concert|conference|congress|coup|crash|"
    "departure|derby|earthquake|elections?|eruption|explosion|final|fire|flood(?:s|ing)?|funeral|"
    "inauguration|invasion|landslide|launch|match|meeting|merger|opening|protests?|referendum|"
    "riots?|signing|storm|strike|summit|talks|tour|trial|trip|tsunami|verdict|visit|vote|war|wedding"
)
_INDONESIAN = (
    "banjir|bentrokan|demonstrasi|erupsi|final|gempa|kampanye|kebakaran|kecelakaan|kedatangan|"
    "keberangkatan|konferensi|kongres|konser|ktt|kudeta|kunjungan|laga|lawatan|ledakan|letusan|"
    "longsor|pelantikan|peluncuran|pemakaman|pembukaan|pemilihan|pemilu|penandatanganan|"
    "penangkapan|perang|pernikahan|pertandingan|pertemuan|perundingan|pilkada|pilpres|referendum|"
    "serangan|sidang|tsunami|turnamen|unjuk rasa|upacara"
)
_END = r"(?=\s*(?:[?.!,]|$))"
_EVENT = re.compile(
    r"\b(?:(?P<before>before|ahead of|prior to|sebelum|menjelang|jelang)|"
    r"(?P<after>after|following|setelah|sesudah|usai|pasca))\s+"
    rf"(?P<event>(?:[\w-]+(?:['’]s)?\s+){{0,4}}(?:{_ENGLISH})"
    rf"(?:\s+(?:in|of|to|with|on)(?:\s+[\w-]+){{1,3}})?|(?:{_INDONESIAN})(?:\s+[\w-]+){{0,4}}){_END}",
    re.IGNORECASE,
)
_WHEN = {"id": "Kapan {event}?", "en": "When was {event}?"}


@dataclass(frozen=True, slots=True)
class EventReference:
    """An event that a question names.

    Attributes:
        span: its words, with the one that says what it stands to.
        asked: the question when it was.
        relation: returns the days that stand so to those of the event.
    """

    span: Span
    asked: Question
    relation: Callable[[DateRange], DateRange]


def find_event(question: Question) -> EventReference | None:
    """Return the event that a question names; None where there is none."""
    found = _EVENT.search(question.text)
    form = _WHEN.get(question.language)
    if found is None or form is None:
        return None
    asked = replace(question, text=form.format(event=found["event"]))
    return EventReference(Span(*found.span()), asked, before if found["before"] else after)


def narrow_to_event(
    named: ParsedFilters, event: EventReference, when: ReaderOutput
) -> ParsedFilters:
    """Return what a question narrows the search to, with the time of its event.

    Args:
        named: what it narrows besides.
        event: which the text of `named` names.
        when: what the articles say to when that was.
    """
    days = _days(when)
    if days is None:
        return named
    undated = without(named.text, [event.span])
    return replace(named, about=event.relation(days), undated=undated)


def _days(when: ReaderOutput) -> DateRange | None:
    """Return the days of the surest candidate; None where they are not sure, or too many."""
    if not when.candidates or when.confidence < LEAST_CONFIDENCE:
        return None
    days = _told_by(when.candidates[0])
    if days is None or days.first is None or days.last is None:
        return None
    return days if days.last - days.first < MOST_DAYS else None


def _told_by(candidate: AnswerCandidate) -> DateRange | None:
    within, article = Span(candidate.start, candidate.end), candidate.article
    told = [
        moment.days
        for span, moment in moments(article.text, within, article.published)
        if any(span.overlaps(mark) for mark in candidate.answer_spans)
    ]
    return told[0] if told else None
