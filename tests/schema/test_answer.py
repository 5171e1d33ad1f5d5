import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.schema.answer import Answer, Claim
from qa.schema.article import Article
from qa.schema.citation import Citation
from qa.schema.passage import Passage, RetrievedPassage
from qa.schema.span import Span

TEXT = "Presiden tiba pada malam hari."
ARTICLE = Article(id="a.txt", title="Judul", text=TEXT, path="a.txt", language="id")
CITATION = Citation(ARTICLE, 0, 13)
CLAIM = Claim("Presiden tiba", (CITATION,))


@given(st.text(min_size=1).filter(str.strip), st.data())
def test_a_quotation_is_the_slice_of_the_text(text, data):
    article = Article(id="x", title="t", text=text, path="p", language="id")
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    citation = Citation(article, start, end)
    assert citation.quote == text[start:end] != ""


@pytest.mark.parametrize(
    ("start", "end"), [(-1, 3), (3, 3), (5, 2), (0, len(TEXT) + 1), (len(TEXT), len(TEXT) + 1)]
)
def test_a_citation_that_cannot_be_resolved_raises(start, end):
    with pytest.raises(ValueError, match=rf"a\.txt: citation {start}:{end}"):
        Citation(ARTICLE, start, end)


@pytest.mark.parametrize(
    "marks",
    [(Span(0, 3),), (Span(9, 14),), (Span(10, 12), Span(9, 11)), (Span(9, 11), Span(10, 12))],
)
def test_marks_outside_the_quotation_or_out_of_order_raise(marks):
    with pytest.raises(ValueError, match="mark"):
        Citation(ARTICLE, 9, 13, marks)


def test_marks_side_by_side_are_in_order():
    citation = Citation(ARTICLE, 0, 13, (Span(0, 8), Span(8, 9), Span(9, 13)))
    assert [TEXT[m.start : m.end] for m in citation.marks] == ["Presiden", " ", "tiba"]


def test_a_claim_has_text_and_a_citation():
    with pytest.raises(ValueError, match="no citation"):
        Claim("Presiden tiba", ())
    with pytest.raises(ValueError, match="no text"):
        Claim(" \n", (CITATION,))


@pytest.mark.parametrize("confidence", [-0.01, 1.01, float("nan"), float("inf")])
def test_a_confidence_is_a_probability(confidence):
    with pytest.raises(ValueError, match="confidence"):
        Answer("q", "id", (CLAIM,), confidence, ())


def test_an_answer_without_claims_says_why():
    with pytest.raises(ValueError, match="note"):
        Answer("q", "id", (), 0.1, ())


def test_a_rank_is_one_or_more():
    with pytest.raises(ValueError, match="rank is 0"):
        RetrievedPassage(Passage(ARTICLE, 0, 5), 0.5, 0)


@pytest.mark.parametrize(("start", "end"), [(2, 2), (-1, 4), (0, len(TEXT) + 1)])
def test_a_passage_lies_inside_its_article(start, end):
    with pytest.raises(ValueError, match=r"a\.txt: passage"):
        Passage(ARTICLE, start, end)


@given(st.lists(st.lists(st.integers(0, 20), min_size=1, max_size=4), max_size=4))
def test_an_answer_has_a_text_exactly_when_it_has_citations(starts):
    claims = tuple(
        Claim(f"claim {n}", tuple(Citation(ARTICLE, s, s + 3) for s in places))
        for n, places in enumerate(starts)
    )
    answer = Answer("q", "id", claims, 0.5, (), note="" if claims else "Tidak ada.")
    assert (answer.text is None) == (answer.citations == ())
    assert len(set(answer.citations)) == len(answer.citations)
    assert set(answer.citations) == {c for claim in claims for c in claim.citations}


def test_claims_are_lines_and_a_citation_of_two_claims_counts_once():
    other = Citation(ARTICLE, 14, 30)
    answer = Answer("q", "id", (CLAIM, Claim("malam", (other, CITATION))), 0.5, ())
    assert answer.text == "Presiden tiba\nmalam"
    assert answer.citations == (CITATION, other)
