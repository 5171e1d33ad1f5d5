import pytest

from qa.article import Article
from qa.compose import CLOSE_BEHIND, compose
from qa.question import Question
from qa.reader.finding import Finding
from qa.settings import AnswerSettings
from qa.span import Span

SAID = "Presiden tiba di Hanoi pada Senin malam bersama dua menteri."
AGAIN = "Presiden tiba di Hanoi pada Senin malam bersama dua menterinya."
OTHER = "Harga beras di pasar induk naik sepuluh persen."
THIRD = "Banjir surut dan warga kembali ke rumah."
QUESTION = Question("siapa yang tiba", "id")


def finding(id_, text, score, marks=()):
    article = Article(id=id_, title=id_, text=f"{text} Selesai.", path=id_, language="id")
    return Finding(article, 0, len(text), score, marks)


def composed(*findings, **settings):
    ordered = sorted(findings, key=lambda f: -f.score)
    return compose("Siapa?", QUESTION, ordered, 0.7, (), AnswerSettings(**settings))


def test_the_best_sentence_is_quoted_word_for_word_with_its_marks():
    marks = (Span(0, 8),)
    answer = composed(finding("a", SAID, 0.9, marks), finding("b", OTHER, 0.2))
    assert answer.text == SAID
    (citation,) = answer.citations
    assert (citation.article.id, citation.quote, citation.marks) == ("a", SAID, marks)
    assert (answer.question, answer.language, answer.confidence) == ("Siapa?", "id", 0.7)


def test_the_same_news_is_one_claim_with_every_citation():
    answer = composed(finding("a", SAID, 0.9), finding("b", AGAIN, 0.895))
    assert [claim.text for claim in answer.claims] == [SAID]
    assert [citation.article.id for citation in answer.citations] == ["a", "b"]


def test_other_news_is_a_claim_of_its_own_and_the_best_comes_first():
    answer = composed(finding("a", OTHER, 0.9), finding("b", SAID, 0.91))
    assert [claim.text for claim in answer.claims] == [SAID, OTHER]


def test_what_lies_far_behind_the_best_is_not_told():
    far = 0.9 - CLOSE_BEHIND - 0.01
    assert composed(finding("a", SAID, 0.9), finding("b", OTHER, far)).text == SAID


@pytest.mark.parametrize("most", [1, 2, 3])
def test_no_more_is_claimed_than_the_settings_say(most):
    findings = [finding("a", SAID, 0.9), finding("b", OTHER, 0.899), finding("c", THIRD, 0.898)]
    assert len(composed(*findings, max_claims=most).claims) == most


def test_a_claim_is_one_line_where_its_quotation_is_two():
    answer = composed(finding("a", "Presiden tiba\ndi Hanoi.", 0.9))
    assert answer.text == "Presiden tiba di Hanoi."
    assert answer.citations[0].quote == "Presiden tiba\ndi Hanoi."
