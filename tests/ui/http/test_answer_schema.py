"""The types of the JSON against the data that an answer is written as."""

from dataclasses import fields
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from qa.answer.record import answer_record
from qa.schema.answer import Answer, Claim, View
from qa.schema.article import Article
from qa.schema.citation import Citation
from qa.schema.filters import DateRange, SearchFilter
from qa.schema.span import Span
from ui.http.answer_schema import (
    AnswerRecord,
    ArticleRecord,
    CitationRecord,
    ClaimRecord,
    DaysRecord,
    MarkRecord,
    ScopeRecord,
    ViewRecord,
)

ARTICLE = Article(
    "a",
    "Title",
    "It rained in Oslo.",
    "a.txt",
    "en",
    "The Paper",
    "A. Writer",
    date(2024, 5, 6),
    "u",
)
CLAIM = Claim("rain", (Citation(ARTICLE, 0, 17, (Span(13, 17),)),))
OTHER = Claim("Oslo", (Citation(ARTICLE, 13, 17),))
SCOPE = SearchFilter(
    ("The Paper",), DateRange(date(2024, 5, 1), None), DateRange(None, date(2024, 5, 7))
)


def an_answer(assistant) -> Answer:
    passages = assistant.ask("Who was in the delegation?").passages
    views = (View((CLAIM,), is_announced=True), View((OTHER,)))
    return Answer("rain?", "en", (CLAIM, OTHER), 0.5, passages, (), "", "rain?", SCOPE, views)


def a_refusal(assistant) -> Answer:
    passages = assistant.ask("Who was in the delegation?").passages
    return Answer(
        "snow?", "en", (), 0.1, passages, ("snow",), "No.", related=(CLAIM,), suggestions=("rain?",)
    )


@pytest.mark.parametrize("made", [an_answer, a_refusal])
def test_an_answer_with_every_field_filled_comes_through_unchanged(assistant, made):
    record = answer_record(made(assistant))
    assert AnswerRecord.model_validate(record).model_dump(mode="json") == record


@pytest.mark.parametrize("name", list(AnswerRecord.model_fields))
def test_an_answer_that_lacks_a_field_is_refused(assistant, name):
    record = answer_record(an_answer(assistant))
    del record[name]
    with pytest.raises(ValidationError):
        AnswerRecord.model_validate(record)


def test_an_answer_with_a_field_that_is_not_described_is_refused(assistant):
    with pytest.raises(ValidationError):
        AnswerRecord.model_validate({**answer_record(an_answer(assistant)), "more": 1})


@pytest.mark.parametrize(
    ("described", "kept", "derived"),
    [
        (AnswerRecord, Answer, {"text", "citations"}),
        (ClaimRecord, Claim, set()),
        (ViewRecord, View, set()),
        (CitationRecord, Citation, {"quote"}),
        (ArticleRecord, Article, set()),
        (ScopeRecord, SearchFilter, set()),
        (DaysRecord, DateRange, set()),
        (MarkRecord, Span, set()),
    ],
)
def test_every_field_of_the_records_is_described(described, kept, derived):
    assert set(described.model_fields) - derived == {field.name for field in fields(kept)}


@given(st.dates(), st.dates())
def test_days_in_order_come_back_as_they_were_said(one, other):
    first, last = sorted((one, other))
    said = {"first": first.isoformat(), "last": last.isoformat()}
    assert DaysRecord.model_validate(said).days() == DateRange(first, last)


@pytest.mark.parametrize(
    "day", ["2024-13-01", "2024-6-1", "18-06-2024", "1718668800", 1718668800, "2024", "", True, []]
)
def test_what_is_no_day_is_refused(day):
    with pytest.raises(ValidationError):
        DaysRecord.model_validate({"first": day})


def test_an_empty_scope_is_everything():
    assert ScopeRecord.model_validate({}).scope() == SearchFilter()


def test_every_class_of_record_says_what_it_is():
    seen: list[type[BaseModel]] = [AnswerRecord, ScopeRecord, ClaimRecord, ViewRecord]
    assert all(model.__doc__ for model in seen)
