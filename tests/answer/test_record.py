"""The JSON of an answer, field for field, against one that was written by hand."""

from dataclasses import fields
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from qa.answer.record import (
    AnswerRecord,
    ArticleRecord,
    CitationRecord,
    ClaimRecord,
    DateRangeRecord,
    GeneratedSentenceRecord,
    GeneratedTextRecord,
    PassageRecord,
    Record,
    RetrievedPassageRecord,
    SearchFilterRecord,
    SpanRecord,
    TranslationRecord,
    ViewRecord,
)
from qa.schema.answer import Answer, Claim, View
from qa.schema.article import Article
from qa.schema.citation import Citation
from qa.schema.filters import DateRange, SearchFilter
from qa.schema.generated import FailureReason, GeneratedSentence, GeneratedText, Translation
from qa.schema.passage import Passage, RetrievedPassage
from qa.schema.span import Span

PAPER = Article(
    "a", "Rain", "It rained in Oslo.", "a.txt", "en", "The Paper", "A. Writer", date(2024, 5, 6),
    "https://a.example/",
)  # fmt: skip
WIB = timezone(timedelta(hours=7))
POST = Article(
    "b",
    "Hujan",
    "Hujan di Oslo.",
    "b.txt",
    "id",
    published=datetime(2024, 5, 25, 17, 12, tzinfo=WIB),
)
RAINED, OSLO = Citation(PAPER, 0, 18, (Span(3, 9),)), Citation(POST, 0, 14)
RAIN, PLACE = Claim("rain", (RAINED, OSLO), independent_sources=2), Claim("Oslo", (OSLO,))
FILTER = SearchFilter(
    ("The Paper",), DateRange(date(2024, 5, 1), None), DateRange(None, date(2024, 5, 7))
)
NEAR = (RetrievedPassage(Passage(PAPER, 3, 9), 0.75, 1),)
WRITTEN = GeneratedText(
    "qwen", (GeneratedSentence("It rained.", (RAINED,)), GeneratedSentence("So they say.")), 1,
    FailureReason.TOO_LONG, True, 30, 12,
)  # fmt: skip
ANSWER = Answer(
    "rain there?", "en", (RAIN, PLACE), 0.5, NEAR, ("hail",), "", "rain in Oslo?", FILTER,
    (View((RAIN,), is_announced=True), View((PLACE,))), written=WRITTEN,
    glosses=(Translation(OSLO, "Rain in Oslo.", "en", "qwen"),),
)  # fmt: skip
REFUSAL = Answer(
    "snow?", "en", (), 0.1, NEAR, ("snow",), "No.", related=(RAIN,), suggestions=("rain?",)
)

PAPER_JSON = {
    "id": "a",
    "title": "Rain",
    "source": "The Paper",
    "author": "A. Writer",
    "published": "2024-05-06",
    "url": "https://a.example/",
    "path": "a.txt",
    "language": "en",
    "text": "It rained in Oslo.",
}
POST_JSON = {
    "id": "b",
    "title": "Hujan",
    "source": None,
    "author": None,
    "published": "2024-05-25T17:12:00+07:00",
    "url": None,
    "path": "b.txt",
    "language": "id",
    "text": "Hujan di Oslo.",
}
RAINED_JSON = {
    "quote": "It rained in Oslo.",
    "start": 0,
    "end": 18,
    "marks": [{"start": 3, "end": 9}],
    "article": PAPER_JSON,
}
OSLO_JSON = {"quote": "Hujan di Oslo.", "start": 0, "end": 14, "marks": [], "article": POST_JSON}
RAIN_JSON = {"text": "rain", "citations": [RAINED_JSON, OSLO_JSON], "independent_sources": 2}
PLACE_JSON = {"text": "Oslo", "citations": [OSLO_JSON], "independent_sources": 1}
NEAR_JSON = {"text": "rained", "start": 3, "end": 9, "article": PAPER_JSON}
ANSWER_JSON = {
    "question": "rain there?",
    "language": "en",
    "text": "rain\nOslo",
    "claims": [RAIN_JSON, PLACE_JSON],
    "citations": [RAINED_JSON, OSLO_JSON],
    "confidence": 0.5,
    "passages": [{"rank": 1, "score": 0.75, "passage": NEAR_JSON}],
    "missing": ["hail"],
    "note": "",
    "understood": "rain in Oslo?",
    "scope": {
        "sources": ["The Paper"],
        "published": {"first": "2024-05-01", "last": None},
        "about": {"first": None, "last": "2024-05-07"},
    },
    "views": [
        {"claims": [RAIN_JSON], "is_announced": True},
        {"claims": [PLACE_JSON], "is_announced": False},
    ],
    "related": [],
    "suggestions": [],
    "written": {
        "model": "qwen",
        "sentences": [
            {"text": "It rained.", "citations": [RAINED_JSON]},
            {"text": "So they say.", "citations": []},
        ],
        "dropped": 1,
        "trouble": "too_long",
        "is_done": True,
        "tokens_read": 30,
        "tokens_written": 12,
    },
    "glosses": [
        {"citation": OSLO_JSON, "text": "Rain in Oslo.", "language": "en", "model": "qwen"}
    ],
}


def as_json(answer):
    return AnswerRecord.of(answer).model_dump(mode="json")


def test_an_answer_with_every_field_filled_is_this_json():
    assert as_json(ANSWER) == ANSWER_JSON
    assert list(as_json(ANSWER)) == list(ANSWER_JSON)


def test_a_refusal_has_no_text_and_says_what_is_related():
    record = as_json(REFUSAL)
    assert record["text"] is None
    assert (record["claims"], record["citations"], record["views"]) == ([], [], [])
    assert (record["related"], record["suggestions"]) == ([RAIN_JSON], ["rain?"])
    assert record["written"] is None
    assert record["scope"] == SearchFilterRecord().model_dump(mode="json")


@pytest.mark.parametrize("answer", [ANSWER, REFUSAL])
def test_the_json_of_an_answer_is_read_back_as_the_same_record(answer):
    assert AnswerRecord.model_validate(as_json(answer)) == AnswerRecord.of(answer)


def test_without_texts_only_the_texts_of_the_articles_are_left_out():
    paper = {name: value for name, value in PAPER_JSON.items() if name != "text"}
    record = AnswerRecord.of(ANSWER).without_texts()
    assert record["claims"][0]["citations"][0] == RAINED_JSON | {"article": paper}
    assert record["passages"][0]["passage"] == NEAR_JSON | {"article": paper}
    assert set(record) == set(ANSWER_JSON)
    assert record["text"] == ANSWER_JSON["text"]
    assert "text" not in record["glosses"][0]["citation"]["article"]


def test_citations_are_numbered_in_the_order_of_the_claims_or_of_the_views():
    claims = (PLACE, RAIN)
    answer = Answer("q", "en", claims, 0.5, (), views=(View((RAIN,)), View((PLACE,))))
    record = AnswerRecord.of(answer)
    articles = [citation.article.id for citation in record.numbered_citations()]
    by_view = [citation.article.id for citation in record.numbered_citations(views_first=True)]
    assert (articles, by_view) == (["b", "a"], ["a", "b"])
    assert list(record.numbered_citations().values()) == [1, 2]


def test_the_citations_of_a_refusal_are_those_of_what_is_related():
    numbers = AnswerRecord.of(REFUSAL).numbered_citations()
    assert [(c.quote, n) for c, n in numbers.items()] == [
        ("It rained in Oslo.", 1),
        ("Hujan di Oslo.", 2),
    ]


@pytest.mark.parametrize("name", list(AnswerRecord.model_fields))
def test_an_answer_that_lacks_a_field_is_refused(name):
    record = as_json(ANSWER)
    del record[name]
    with pytest.raises(ValidationError):
        AnswerRecord.model_validate(record)


def test_an_answer_with_a_field_that_is_not_described_is_refused():
    with pytest.raises(ValidationError):
        AnswerRecord.model_validate({**as_json(ANSWER), "more": 1})


@pytest.mark.parametrize(
    ("described", "kept", "derived"),
    [
        (AnswerRecord, Answer, {"text", "citations"}),
        (ClaimRecord, Claim, set()),
        (ViewRecord, View, set()),
        (CitationRecord, Citation, {"quote"}),
        (ArticleRecord, Article, set()),
        (SearchFilterRecord, SearchFilter, set()),
        (DateRangeRecord, DateRange, set()),
        (SpanRecord, Span, set()),
        (PassageRecord, Passage, {"text"}),
        (RetrievedPassageRecord, RetrievedPassage, set()),
        (GeneratedTextRecord, GeneratedText, set()),
        (GeneratedSentenceRecord, GeneratedSentence, set()),
        (TranslationRecord, Translation, set()),
    ],
)
def test_every_field_of_the_records_is_described(described, kept, derived):
    assert set(described.model_fields) - derived == {field.name for field in fields(kept)}


@given(st.dates(), st.dates())
def test_days_in_order_come_back_as_they_were_said(one, other):
    first, last = sorted((one, other))
    said = {"first": first.isoformat(), "last": last.isoformat()}
    assert DateRangeRecord.model_validate(said).date_range() == DateRange(first, last)


@pytest.mark.parametrize(
    "day", ["2024-13-01", "2024-6-1", "18-06-2024", "1718668800", 1718668800, "2024", "", True, []]
)
def test_what_is_no_day_is_refused(day):
    with pytest.raises(ValidationError):
        DateRangeRecord.model_validate({"first": day})


def test_an_empty_scope_is_everything():
    assert SearchFilterRecord.model_validate({}).search_filter() == SearchFilter()


def test_a_search_filter_comes_back_from_its_json():
    read = SearchFilterRecord.model_validate(SearchFilterRecord.of(FILTER).model_dump(mode="json"))
    assert read.search_filter() == FILTER


def test_every_record_says_what_it_is_and_unknown_fields_are_refused():
    models = [AnswerRecord, *Record.__subclasses__()]
    assert all(model.__doc__ for model in models)
    assert all(model.model_config["extra"] == "forbid" for model in models)
