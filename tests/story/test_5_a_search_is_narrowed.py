"""Step 5: a search is narrowed to publishers and days, by the question or beside it."""

from datetime import date

from qa import DateRange, SearchFilter

QUESTION = "Kapan Putin terakhir kali ke Pyongyang?"


def publishers(answer):
    return {retrieved.passage.article.source for retrieved in answer.passages}


def test_a_publisher_is_named_in_the_question(assistant):
    answer = assistant.ask("Kapan Putin tiba di Pyongyang menurut Okezone?")
    assert answer.scope == SearchFilter(("Okezone",))
    assert publishers(answer) == {"Okezone"}


def test_a_publisher_and_days_are_given_beside_the_question(assistant):
    june = DateRange(date(2024, 6, 1), date(2024, 6, 30))
    scope = SearchFilter(("detikNews", "Okezone"), june)
    for retrieved in assistant.ask(QUESTION, scope=scope).passages:
        assert retrieved.passage.article.source in scope.sources
        assert retrieved.passage.article.published.month == 6
