import pytest

from qa.article import Article
from qa.compose import compose
from qa.passage import Passage, RetrievedPassage
from qa.question import Question
from qa.reader.finding import Finding, Reading
from qa.settings import AnswerSettings
from qa.span import Span

SAID = "Presiden tiba di Hanoi pada Senin malam bersama dua menteri."
AGAIN = "Presiden tiba di Hanoi pada Senin malam bersama dua menterinya."
OTHER = "Harga beras di pasar induk naik sepuluh persen."
THIRD = "Banjir surut dan warga kembali ke rumah."
QUESTION = Question("siapa yang tiba", "id")
CLOSE_BEHIND = 0.02


def finding(id_, text, score, marks=()):
    article = Article(id=id_, title=id_, text=f"{text} Selesai.", path=id_, language="id")
    return Finding(article, 0, len(text), score, marks)


def exact(id_, text, score, *said):
    """Return a finding whose marks answer by themselves."""
    article = Article(id=id_, title=id_, text=f"{text} Selesai.", path=id_, language="id")
    marks = tuple(Span(text.index(words), text.index(words) + len(words)) for words in said)
    return Finding(article, 0, len(text), score, marks, is_exact=True)


def composed(*findings, **settings):
    ordered = tuple(sorted(findings, key=lambda f: -f.score))
    article = findings[0].article
    passages = (RetrievedPassage(Passage(article, 0, len(article.text)), 0.8, 1),)
    reading = Reading(ordered, passages, 0.7, CLOSE_BEHIND)
    return compose("Siapa?", QUESTION, reading, AnswerSettings(**settings))


def claims(answer):
    """Return each claim with the articles that it is cited from."""
    return {claim.text: [c.article.id for c in claim.citations] for claim in answer.claims}


def test_the_best_sentence_is_quoted_word_for_word_with_its_marks():
    marks = (Span(0, 8),)
    answer = composed(finding("a", SAID, 0.9, marks), finding("b", OTHER, 0.2))
    assert answer.text == SAID
    (citation,) = answer.citations
    assert (citation.article.id, citation.quote, citation.marks) == ("a", SAID, marks)
    assert (answer.question, answer.language, answer.confidence) == ("Siapa?", "id", 0.7)
    assert [p.passage.article.id for p in answer.passages] == ["a"]


def test_the_same_news_is_one_claim_with_every_citation():
    answer = composed(finding("a", SAID, 0.9), finding("b", AGAIN, 0.895))
    assert claims(answer) == {SAID: ["a", "b"]}


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


def test_an_exact_answer_is_claimed_by_itself_and_cited_in_its_sentence():
    answer = composed(exact("a", "Andrei Belousov tiba di Hanoi.", 0.9, "Andrei Belousov"))
    assert answer.text == "Andrei Belousov"
    (citation,) = answer.citations
    assert citation.quote == "Andrei Belousov tiba di Hanoi."
    assert citation.marks == (Span(0, 15),)


def test_each_item_of_a_list_is_a_claim_with_its_citation_whatever_their_number():
    names = ("Lavrov", "Belousov", "Manturov", "Trutnev", "Novak")
    answer = composed(exact("a", ", ".join(names) + " tiba.", 0.9, *names), max_claims=1)
    assert claims(answer) == {name: ["a"] for name in names}
    assert len(answer.citations) == 1


def test_the_items_of_several_articles_are_told_together_and_the_same_item_once():
    answer = composed(
        exact("a", "Lavrov dan Belousov tiba.", 0.9, "Lavrov", "Belousov"),
        exact("b", "Yang hadir Belousov dan Novak.", 0.89, "Belousov", "Novak"),
    )
    assert claims(answer) == {"Lavrov": ["a"], "Belousov": ["a", "b"], "Novak": ["b"]}


@pytest.mark.parametrize("first", [0, 1])
def test_a_name_with_its_title_is_the_same_as_without(first):
    said = ["Sergei Lavrov", "Menteri Luar Negeri Sergei Lavrov"]
    one, other = said[first], said[1 - first]
    answer = composed(
        exact("a", f"{one} tiba.", 0.9, one), exact("b", f"Ada {other}.", 0.89, other)
    )
    assert claims(answer) == {one: ["a", "b"]}


def test_names_that_share_a_word_are_two():
    answer = composed(
        exact("a", "Jawa Barat banjir.", 0.9, "Jawa Barat"),
        exact("b", "Jawa Timur banjir.", 0.89, "Jawa Timur"),
    )
    assert claims(answer) == {"Jawa Barat": ["a"], "Jawa Timur": ["b"]}


def test_an_item_of_a_sentence_too_many_is_left_out_but_still_cited_where_it_is_told_already():
    findings = [
        exact("a", "Lavrov tiba.", 0.9, "Lavrov"),
        exact("b", "Novak tiba.", 0.895, "Novak"),
        exact("c", "Kata Lavrov, Trutnev tiba.", 0.89, "Lavrov", "Trutnev"),
    ]
    assert claims(composed(*findings, max_claims=2)) == {"Lavrov": ["a", "c"], "Novak": ["b"]}
    assert claims(composed(*findings, max_claims=3)) == {
        "Lavrov": ["a", "c"],
        "Novak": ["b"],
        "Trutnev": ["c"],
    }
