"""An answer as an agent reads it."""

from datetime import date

from fakes.in_memory_listing import InMemoryListing

from qa.answer.record import AnswerRecord
from qa.schema.answer import Answer, Claim, View
from qa.schema.article import Article
from qa.schema.citation import Citation
from qa.schema.filters import DateRange, SearchFilter
from qa.schema.passage import Passage, RetrievedPassage
from ui.http.render_agent import render_answer, render_articles

PAPER = Article(
    "a", "Rain", "It rained in Oslo.", "a.txt", "en", "The Paper", None, date(2024, 5, 6)
)
POST = Article(
    "b", "Snow", "It snowed in Oslo.", "b.txt", "en", "The Post", url="https://b.example/"
)
RAIN = Claim("rain", (Citation(PAPER, 0, 18),))
SNOW = Claim("snow", (Citation(POST, 0, 18), Citation(PAPER, 0, 18)), independent_sources=2)
NEAR = (RetrievedPassage(Passage(PAPER, 0, 18), 0.5, 1),)


def rendered(answer):
    return render_answer(AnswerRecord.of(answer))


def test_claims_have_the_numbers_of_their_quotations_and_these_follow_with_their_sources():
    assert rendered(Answer("q", "en", (RAIN, SNOW), 0.8, NEAR)) == (
        "- rain [1]\n"
        "- snow [2][1] (2 independent sources)\n"
        "\n"
        "Confidence: 0.80\n"
        "\n"
        "Quotations:\n"
        '- [1] "It rained in Oslo."\n'
        "  The Paper, 2024-05-06, Rain, a.txt, characters 0 to 18\n"
        '- [2] "It snowed in Oslo."\n'
        "  The Post, Snow, https://b.example/, characters 0 to 18"
    )


def test_without_an_answer_the_reason_the_missing_words_and_the_nearest_passages_are_told():
    assert rendered(Answer("q", "en", (), 0.1, NEAR, missing=("hail",), note="Not said.")) == (
        "Not said.\n"
        "\n"
        "No article has the words:\n"
        "- hail\n"
        "\n"
        "The nearest passages:\n"
        '- "It rained in Oslo."\n'
        "  The Paper, 2024-05-06, Rain, a.txt"
    )


def test_what_the_articles_do_say_is_quoted_and_the_questions_they_answer_are_named():
    text = rendered(
        Answer("q", "en", (), 0.1, (), note="No.", related=(RAIN,), suggestions=("Where?",))
    )
    assert "What the articles do say:\n- rain [1]\n" in text
    assert "Questions that they answer:\n- Where?\n" in text
    assert 'Quotations:\n- [1] "It rained in Oslo."\n' in text


def test_where_sources_differ_each_view_is_told_and_whether_it_was_said_beforehand():
    views = (View((RAIN,), is_announced=True), View((SNOW,)))
    both = Claim("wind", (Citation(PAPER, 0, 18),))
    text = rendered(Answer("q", "en", (RAIN, SNOW, both), 0.8, NEAR, views=views))
    assert (
        "- wind [1]\n"
        "\n"
        "The sources differ:\n"
        "- rain [1] (announced beforehand)\n"
        "- snow [2][1] (2 independent sources)\n"
    ) in text
    assert text.count("rain [1]") == 1


def test_what_the_question_narrowed_the_search_to_is_told():
    may = DateRange(date(2024, 5, 1), date(2024, 5, 31))
    scope = SearchFilter(("The Paper", "The Post"), may, DateRange(last=date(2024, 5, 6)))
    text = rendered(Answer("q", "en", (RAIN,), 0.8, NEAR, scope=scope))
    assert text.startswith(
        "The question itself narrowed the search to:\n"
        "- articles by The Paper, The Post\n"
        "- articles published from 2024-05-01 up to 2024-05-31\n"
        "- what happened up to 2024-05-06\n"
    )


def test_a_missing_word_that_the_reason_names_is_not_told_twice():
    text = rendered(
        Answer("q", "en", (), 0.1, NEAR, missing=("hail",), note="No article has: hail.")
    )
    assert text.count("hail") == 1


def test_how_a_follow_up_was_understood_comes_first():
    text = rendered(Answer("there?", "en", (RAIN,), 0.8, NEAR, understood="in Oslo?"))
    assert text.startswith("Understood as:\n- in Oslo?\n\n- rain [1]")


def test_the_articles_are_told_in_parts_of_fifty_after_the_publishers_of_all():
    articles = InMemoryListing(
        Article(f"{n}", f"No {n}", "text", f"{n}.txt", "en") for n in range(120)
    )
    lines = render_articles(articles, ("The Paper",), 100).splitlines()
    assert lines[0] == "120 articles, of the publishers: The Paper"
    assert len(lines) == 21
    assert lines[1] == "- No 100, 100.txt"
    assert len(render_articles(articles, (), 0).splitlines()) == 51
