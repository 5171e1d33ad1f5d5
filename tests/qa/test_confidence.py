import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.article import Article
from qa.confidence import Measures, confidence
from qa.passage import Passage, RetrievedPassage
from qa.question import Question
from qa.reader.finding import Finding

ARTICLE = Article(id="a", title="t", text="Presiden tiba di Hanoi.", path="a", language="id")
SHARES = st.floats(0, 1)
MEASURES = st.builds(
    Measures,
    **{name: SHARES if name != "missing" else st.integers(0, 3) for name in Measures.__slots__},
)


@given(MEASURES)
def test_a_confidence_is_a_probability(measures):
    assert 0.0 <= confidence(measures) <= 1.0


@given(MEASURES, st.floats(0.01, 1))
def test_a_better_finding_makes_surer(measures, more):
    values = {name: getattr(measures, name) for name in Measures.__slots__}
    better = Measures(**{**values, "best": values["best"] + more})
    assert confidence(better) >= confidence(measures)


def test_measures_of_an_answer_by_hand():
    passages = [
        RetrievedPassage(Passage(ARTICLE, 0, 8), 0.9, 1),
        RetrievedPassage(Passage(ARTICLE, 9, 13), 0.6, 2),
    ]
    finding = Finding(ARTICLE, 0, 13, 0.8)  # "Presiden tiba"
    question = Question("kapan presiden tiba kemarin", "id")
    measures = Measures.of(question, [finding], passages, ["kemarin"])
    assert measures.best == 0.8
    assert measures.shared == pytest.approx(2 / 4)
    assert measures.missing == 1
