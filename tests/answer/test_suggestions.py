"""Suggested questions: generated from sentences, and verified by the reader."""

from datetime import date

import pytest

from qa.answer.suggestions import SuggestionFinder, Suggestions, suggest_questions
from qa.schema.article import Article
from qa.schema.filters import EVERYTHING, SearchFilter
from qa.schema.passage import Passage
from qa.schema.span import Span
from qa.settings import RefusalSettings
from qa.text.dictionary import shipped_lexicon
from qa.text.questions import parse_question


def made(text, written_in, language):
    article = Article("a", "A", text, "a", written_in, published=date(2024, 6, 19))
    span = Span(0, len(text))
    found = suggest_questions(Passage(article, 0, len(text)), span, language, shipped_lexicon)
    return [(s.question, text[s.answer.start : s.answer.end]) for s in found]


@pytest.mark.parametrize(
    ("text", "written_in", "language", "question", "answer"),
    [
        (
            "Pada April 2019, Ratna Dewi pernah mengunjungi Medan.",
            "id", "id", "Kapan Ratna Dewi pernah mengunjungi Medan?", "April 2019",
        ),
        (
            "BANDUNG - Wali Kota Ratna Dewi tiba di pasar pada Selasa (18/6/2024) malam.",
            "id", "id", "Kapan Wali Kota Ratna Dewi tiba di pasar?", "Selasa (18/6/2024",
        ),
        (
            "Juru bicara Istana, Ari Wibowo, membantah kabar itu.",
            "id", "id", "Siapa juru bicara Istana?", "Ari Wibowo",
        ),
        (
            "Juru bicara Istana, Ari Wibowo, membantah kabar itu.",
            "id", "en", "Who is Ari Wibowo?", "Juru bicara Istana",
        ),
        (
            "Pada April 2019, Ratna Dewi pernah mengunjungi Rusia.",
            "id", "en", "When did Ratna Dewi visit Russia?", "April 2019",
        ),
        (
            "In May 2024, Ratna Dewi was elected mayor of Medan.",
            "en", "en", "When was Ratna Dewi elected mayor of Medan?", "May 2024",
        ),
        (
            "Ratna Dewi visited Medan in April 2019.",
            "en", "en", "When did Ratna Dewi visit Medan?", "April 2019",
        ),
    ],
)  # fmt: skip
def test_a_sentence_becomes_a_question_that_it_answers(
    text, written_in, language, question, answer
):
    assert (question, answer) in made(text, written_in, language)


@pytest.mark.parametrize(
    "text",
    [
        "Harga beras naik lagi.",
        "Pada April 2019 dan Mei 2020, Ratna Dewi mengunjungi Medan.",
        "Menurut warga, yang tinggal di sana, ia datang pada Mei 2024.",
        "Taman itu besar sekali pada tahun 2019.",
        "Ratna Dewi.",
    ],
)
@pytest.mark.parametrize("language", ["en", "id"])
def test_other_sentences_become_none(text, language):
    assert made(text, "id", language) == []


def test_a_place_whose_english_name_is_not_sure_is_not_asked_about():
    text = "Pada April 2019, Ratna Dewi mengunjungi Korea Utara."
    assert made(text, "id", "en") == []


UNANSWERED = (
    "What is the name of Kim Jong Un's wife?",
    "Di mana Putin lahir?",
    "What does Putin earn?",
)


@pytest.fixture(scope="module")
def refused(seed_assistant):
    return [seed_assistant.ask(question) for question in UNANSWERED]


def test_what_the_articles_do_say_names_whom_was_asked_about(refused):
    for answer in refused:
        assert answer.text is None
        assert 1 <= len(answer.related) <= 3
        for claim in answer.related:
            assert "Kim Jong Un" in claim.text or "Putin" in claim.text
            for citation in claim.citations:
                quoted = citation.article.text[citation.start : citation.end]
                assert " ".join(quoted.split()) == claim.text


def test_every_suggestion_is_answered(refused, seed_assistant):
    suggested = [question for answer in refused for question in answer.suggestions]
    assert suggested
    for question in dict.fromkeys(suggested):
        assert seed_assistant.ask(question).text is not None


def test_nothing_is_offered_about_those_whom_no_article_names(seed_assistant):
    for question in ("Who won the 2022 football World Cup?", "How do I cook beef rendang?"):
        answer = seed_assistant.ask(question)
        assert (answer.related, answer.suggestions) == ((), ())


def test_what_is_offered_stays_within_what_the_user_chose(seed_assistant):
    answer = seed_assistant.ask("What does Putin earn?", scope=SearchFilter(("Okezone",)))
    sources = {c.article.source for claim in answer.related for c in claim.citations}
    assert sources == {"Okezone"}
    assert "Okezone" in answer.note


def test_as_much_is_offered_as_the_settings_say(seed_assistant):
    settings = RefusalSettings(max_related=1, max_suggestions=0)
    finder = SuggestionFinder(seed_assistant.retriever, seed_assistant.reader, settings)
    question = parse_question("Berapa umur Putin?")
    ways = finder.find(question, seed_assistant.retriever.retrieve(question), EVERYTHING)
    assert len(ways.related) == 1
    assert ways.suggestions == ()
    assert finder.find(parse_question("Siapa?"), (), EVERYTHING) == Suggestions()
