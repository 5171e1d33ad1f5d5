"""Event-relative dates in questions: "before the election", "setelah gempa itu".

The date of the event is itself a question to the articles. Only events named by a noun are
recognised, from a list of the nouns that news uses; clauses ("after he left") are not.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from qa.retrieval.dates import after, before
from qa.retrieval.filters import ParsedFilters, remove_spans
from qa.schema.filters import DateRange
from qa.schema.question import Question
from qa.schema.reading import AnswerCandidate, ReaderOutput
from qa.schema.span import Span
from qa.settings import ScopeSettings
from qa.values.dates.moments import find_moments

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
_DATE_QUESTIONS = {"id": "Kapan {event}?", "en": "When was {event}?"}


@dataclass(frozen=True, slots=True)
class EventReference:
    """A mention of an event that a question's dates are relative to.

    Attributes:
        span: the words of the mention, with its "before" or "after".
        date_question: the question that asks for the date of the event.
        relation: maps the dates of the event to the date range before or after it.
    """

    span: Span
    date_question: Question
    relation: Callable[[DateRange], DateRange]


def find_event(question: Question) -> EventReference | None:
    """Return the event that a question's dates are relative to; None where there is none."""
    match = _EVENT.search(question.text)
    form = _DATE_QUESTIONS.get(question.language)
    if match is None or form is None:
        return None
    date_question = replace(question, text=form.format(event=match["event"]))
    relation = before if match["before"] else after
    return EventReference(Span(*match.span()), date_question, relation)


def narrow_to_event(
    filters: ParsedFilters, event: EventReference, output: ReaderOutput, settings: ScopeSettings
) -> ParsedFilters:
    """Return the filters with the date range before or after an event.

    They are returned unchanged where the date of the event is uncertain or too inexact.

    Args:
        filters: those that the question names otherwise; `event` is a part of their text.
        event: the event.
        output: what the reader answers to the event's date question.
        settings: how certain and exact the date must be.
    """
    days = _event_days(output, settings)
    if days is None:
        return filters
    undated = remove_spans(filters.text, [event.span])
    return replace(filters, about=event.relation(days), undated_text=undated)


def _event_days(output: ReaderOutput, settings: ScopeSettings) -> DateRange | None:
    """Return the dates in the best candidate; None where they are uncertain or too inexact."""
    if not output.candidates or output.confidence < settings.min_event_confidence:
        return None
    days = _answered_days(output.candidates[0])
    if days is None or days.first is None or days.last is None:
        return None
    return days if (days.last - days.first).days < settings.max_event_days else None


def _answered_days(candidate: AnswerCandidate) -> DateRange | None:
    """Return the dates that a candidate's answer spans name; None where they name none."""
    within, article = Span(candidate.start, candidate.end), candidate.article
    answered = (
        moment.days
        for span, moment in find_moments(article.text, within, article.published)
        if any(span.overlaps(answer_span) for answer_span in candidate.answer_spans)
    )
    return next(answered, None)
