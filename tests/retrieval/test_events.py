from datetime import date

import pytest

from qa.retrieval.events import find_event, narrow_to_event
from qa.retrieval.filters import ParsedFilters
from qa.schema.article import Article
from qa.schema.filters import DateRange
from qa.schema.question import Question
from qa.schema.reading import AnswerCandidate, ReaderOutput
from qa.schema.span import Span
from qa.settings import ScopeSettings
from qa.text.questions import parse_question

TEXT = "Pemilu digelar pada 14 Februari 2024. Kampanye berlangsung pada tahun 2023."
ARTICLE = Article("a", "t", TEXT, "a", "id", published=date(2024, 2, 10))
SETTINGS = ScopeSettings()
ASKED = Question("Apa janji Budi sebelum pemilu?", "id")


def told(words, confidence=0.9):
    start = TEXT.index(words)
    candidate = AnswerCandidate(
        ARTICLE, start, start + len(words), 1.0, (Span(start, start + len(words)),)
    )
    return ReaderOutput((candidate,), (), confidence, 0.7)


def narrowed(when):
    event = find_event(ASKED)
    filters = ParsedFilters(ASKED.text, undated_text=ASKED.text)
    return narrow_to_event(filters, event, when, SETTINGS)


@pytest.mark.parametrize(
    ("asked", "when"),
    [
        ("Apa janji Budi sebelum pemilu?", "Kapan pemilu?"),
        ("Setelah gempa di Palu, siapa yang datang?", "Kapan gempa di Palu?"),
        ("What did the mayor say before the election?", "When was the election?"),
        ("Who spoke after the mayor's visit to Hanoi?", "When was the mayor's visit to Hanoi?"),
    ],
)
def test_when_an_event_was_is_asked_of_the_articles(asked, when):
    assert find_event(parse_question(asked)).date_question.text == when


@pytest.mark.parametrize(
    "asked",
    [
        "What did he do after he left?",
        "Who came before Budi?",
        "Apa yang dikatakan Budi setelah menang?",
        "When was the election?",
        "Sebelum 2024, siapa gubernurnya?",
    ],
)
def test_what_someone_did_is_no_event(asked):
    assert find_event(parse_question(asked)) is None


def test_before_an_event_is_up_to_the_day_before_it():
    found = narrowed(told("14 Februari 2024"))
    assert found.about == DateRange(None, date(2024, 2, 13))
    assert found.undated_text == "Apa janji Budi?"


def test_a_day_that_is_not_sure_or_not_told_exactly_narrows_nothing():
    for when in (
        told("14 Februari 2024", confidence=SETTINGS.min_event_confidence - 0.01),
        told("tahun 2023"),
        told("Kampanye"),
        ReaderOutput((), (), 0.0, 0.7),
    ):
        assert narrowed(when).about.is_open
