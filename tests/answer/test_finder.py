"""What is offered where the articles do not answer."""

import pytest

from qa.answer.suggestions import SuggestionFinder, Suggestions
from qa.schema.filters import EVERYTHING, SearchFilter
from qa.settings import RefusalSettings
from qa.text.questions import parse_question

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
