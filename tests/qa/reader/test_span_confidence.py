from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from qa.article import Article
from qa.reader.finding import Finding
from qa.reader.span_confidence import MOST_LEAD, Measures, confidence, confidence_alone, lead
from qa.span import Span

TEXT = "Sergei Lavrov tiba. Lavrov berbicara. Andrei Belousov pulang."
ARTICLE = Article(id="a", title="t", text=TEXT, path="a", language="id")
MEASURES = st.builds(
    Measures,
    log_odds=st.floats(-9, 9),
    score=st.floats(0.7, 1),
    is_foreign=st.booleans(),
    lead=st.floats(0, MOST_LEAD),
    is_role_untold=st.booleans(),
)


def found(said, score):
    start = TEXT.index(said)
    mark = Span(start, start + len(said))
    return Finding(ARTICLE, mark.start, mark.end, score, (mark,))


@given(MEASURES, st.floats(-9, 9))
def test_a_confidence_is_a_probability(measures, log_odds):
    assert 0.0 <= confidence(measures) <= 1.0
    assert 0.0 <= confidence_alone(log_odds) <= 1.0


@given(MEASURES, st.floats(0.01, 1))
def test_more_of_anything_makes_surer(measures, more):
    for name in ("log_odds", "score", "lead"):
        better = replace(measures, **{name: getattr(measures, name) + more})
        assert confidence(better) > confidence(measures)


def test_a_score_means_more_where_the_passage_is_in_another_language():
    measures = Measures(1.0, 0.85, is_foreign=False, lead=1.0)
    assert confidence(replace(measures, is_foreign=True)) > confidence(measures)


@given(MEASURES)
def test_who_has_a_role_that_nobody_is_told_to_have_is_less_sure(measures):
    told, untold = (replace(measures, is_role_untold=untold) for untold in (False, True))
    assert confidence(untold) < confidence(told)


def test_the_lead_is_over_what_says_something_else():
    best = found("Sergei Lavrov", 5.0)
    agreeing, rival = found("Lavrov", 4.5), found("Andrei Belousov", 3.0)
    assert lead(best, [agreeing, rival]) == 2.0


def test_without_a_rival_the_lead_is_the_most_that_counts():
    best = found("Sergei Lavrov", 9.0)
    assert lead(best, []) == lead(best, [found("Andrei Belousov", 1.0)]) == MOST_LEAD
