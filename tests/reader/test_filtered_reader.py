"""Questions over a small collection in which the publisher or the day decides the answer."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from qa.answer.refusal import phrases
from qa.assistant import Assistant
from qa.schema.filters import EVERYTHING, DateRange, SearchFilter
from qa.settings import AnswerSettings, ScopeSettings, Settings

NEWS = Path(__file__).parent / "scoped_news.jsonl"
FEBRUARY = SearchFilter(about=DateRange.of_month(2024, 2))


@pytest.fixture(scope="module")
def assistant(encoder):
    settings = Settings(scope=ScopeSettings(today=date(2024, 6, 14)))
    return Assistant.from_articles(NEWS, settings=settings, encoder=encoder)


@pytest.mark.parametrize(
    ("question", "said", "scope"),
    [
        ("Berapa rumah yang terendam menurut Okezone?", "1.450", SearchFilter(("Okezone",))),
        ("Menurut detik, berapa rumah yang terendam?", "8.000", SearchFilter(("detikNews",))),
        ("How many houses were flooded in Demak in February 2024?", "8.000", FEBRUARY),
        ("Siapa yang mengunjungi pengungsian pada Februari 2024?", "Nana Sudjana", FEBRUARY),
        (
            "Who visited the shelters in Demak on Thursday?",
            "Tri Rismaharini",
            SearchFilter(about=DateRange.of_day(date(2024, 6, 13))),
        ),
        ("Berapa tarif Whoosh pada 2023?", "300.000", SearchFilter(about=DateRange.of_year(2023))),
        (
            "Berapa rumah terendam dalam artikel bulan Februari 2024?",
            "8.000",
            SearchFilter(published=DateRange.of_month(2024, 2)),
        ),
    ],
)
def test_a_publisher_or_a_time_in_the_question_decides(assistant, question, said, scope):
    answer = assistant.ask(question)
    assert said in answer.text
    assert answer.scope == scope
    assert answer.question == question


def test_a_question_can_be_kept_from_narrowing(assistant):
    answer = assistant.ask("Who won the election according to VIVA?", narrow=False)
    assert answer.scope == EVERYTHING
    sources = {r.passage.article.source for r in answer.passages}
    assert len(sources) > 1


def test_what_the_user_chose_is_never_widened(assistant):
    chosen = SearchFilter(("VIVA",))
    for question in ("Siapa yang menang pemilu?", "Berapa tarif Whoosh pada 2023?"):
        answer = assistant.ask(question, scope=chosen)
        assert {r.passage.article.source for r in answer.passages} <= {"VIVA"}


def test_a_question_outside_what_the_user_chose_is_told_so(assistant):
    answer = assistant.ask("Menurut Okezone, berapa rumah terendam?", scope=SearchFilter(("VIVA",)))
    assert answer.text is None
    assert answer.note == phrases("id").nothing_in_common
    assert answer.scope == SearchFilter(("Okezone",))


def test_a_time_that_no_passage_of_it_answers_narrows_nothing(assistant):
    answer = assistant.ask("Berapa inflasi pada Agustus 2024?")
    assert answer.text is None
    assert answer.scope == EVERYTHING


def test_what_came_out_before_the_time_that_is_asked_about_does_not_tell_of_it(assistant):
    asked = "How many houses were flooded in Demak in December 2024?"
    # Only the time keeps it from an answer, and not how sure that would be.
    settings = assistant.settings.model_copy(update={"answer": AnswerSettings(min_confidence=0.3)})
    bold = Assistant(assistant.library, assistant.encoder, assistant.reader, settings)
    assert bold.ask(asked).text is None
    assert bold.ask(asked, narrow=False).text is not None


def test_last_year_is_that_of_the_articles_where_all_of_them_are_older(seed_assistant):
    asked = "How many years of diplomatic ties did Russia and the DPRK celebrate last year?"
    late = Settings(scope=ScopeSettings(today=date(2031, 1, 1)))
    assistant = Assistant(
        seed_assistant.library, seed_assistant.encoder, seed_assistant.reader, late
    )
    answer = assistant.ask(asked)
    assert "75" in answer.text
    assert answer == replace(assistant.ask(asked, narrow=False), scope=EVERYTHING)


@pytest.mark.parametrize(
    ("question", "said", "about"),
    [
        (
            "What was promised by Prabowo before the election?",
            "makan siang gratis",
            DateRange(None, date(2024, 2, 13)),
        ),
        (
            "Apa janji Prabowo setelah pemilu?",
            "merangkul semua partai",
            DateRange(date(2024, 2, 15), None),
        ),
    ],
)
def test_before_and_after_an_event_are_told_by_the_day_the_articles_give(
    assistant, question, said, about
):
    answer = assistant.ask(question)
    assert said in answer.text
    assert answer.scope.about == about
