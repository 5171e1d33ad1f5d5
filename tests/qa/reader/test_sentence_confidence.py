from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from qa.article import Article
from qa.passage import Passage, RetrievedPassage
from qa.question import Question
from qa.reader.finding import Finding
from qa.reader.sentence_confidence import Measures, confidence

ARTICLE = Article(id="a", title="t", text="Presiden tiba di Hanoi.", path="a", language="id")
MEASURES = st.builds(
    Measures,
    passage=st.floats(0, 1),
    finding=st.floats(0, 1),
    shared=st.floats(0, 1),
    foreign=st.booleans(),
)


@given(MEASURES)
def test_a_confidence_is_a_probability(measures):
    assert 0.0 <= confidence(measures) <= 1.0


@given(MEASURES, st.floats(0.01, 1))
def test_a_better_passage_or_finding_makes_surer(measures, more):
    assert confidence(replace(measures, finding=measures.finding + more)) > confidence(measures)
    assert confidence(replace(measures, passage=measures.passage + more)) > confidence(measures)


def test_a_score_means_more_where_the_question_is_in_another_language():
    measures = Measures(passage=0.8, finding=0.9, shared=0.5, foreign=False)
    assert confidence(replace(measures, foreign=True)) > confidence(measures)


def test_measures_of_an_answer_by_hand():
    passages = [
        RetrievedPassage(Passage(ARTICLE, 0, 8), 0.9, 1),
        RetrievedPassage(Passage(ARTICLE, 9, 13), 0.6, 2),
    ]
    finding = Finding(ARTICLE, 0, 13, 0.8)
    # "president" begins as "presiden" does; "arrive" is nowhere.
    asked = Question("when did the president arrive", "en")
    assert Measures.of(asked, [finding], passages) == Measures(0.9, 0.8, 0.5, foreign=True)
    asked = Question("kapan presiden tiba", "id")
    assert Measures.of(asked, [finding], passages) == Measures(0.9, 0.8, 1.0, foreign=False)
