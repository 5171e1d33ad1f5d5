import pytest

from qa.answer.compose import compose
from qa.schema.article import Article
from qa.schema.passage import Passage, RetrievedPassage
from qa.schema.question import Question
from qa.schema.reading import AnswerCandidate, ReaderOutput
from qa.schema.span import Span
from qa.settings import AnswerSettings

SAID = "Presiden tiba di Hanoi pada Senin malam bersama dua menteri."
OTHER = "Harga beras di pasar induk naik sepuluh persen."
THIRD = "Banjir surut dan warga kembali ke rumah."
CLOSE_BEHIND = 0.02


def candidate(id_, text, score, marks=()):
    article = Article(id=id_, title=id_, text=f"{text} Selesai.", path=id_, language="id")
    return AnswerCandidate(article, 0, len(text), score, marks or (Span(0, len(text)),))


def exact(id_, text, score, *said):
    """Return a candidate whose marks answer by themselves."""
    article = Article(id=id_, title=id_, text=f"{text} Selesai.", path=id_, language="id")
    marks = tuple(Span(text.index(words), text.index(words) + len(words)) for words in said)
    return AnswerCandidate(article, 0, len(text), score, marks)


def composed(*candidates, asked="siapa yang tiba", **settings):
    ordered = tuple(sorted(candidates, key=lambda f: -f.score))
    article = candidates[0].article
    passages = (RetrievedPassage(Passage(article, 0, len(article.text)), 0.8, 1),)
    reading = ReaderOutput(ordered, passages, 0.7, CLOSE_BEHIND)
    return compose("Siapa?", Question(asked, "id"), reading, AnswerSettings(**settings))


def claims(answer):
    """Return each claim with the articles that it is cited from."""
    return {claim.text: [c.article.id for c in claim.citations] for claim in answer.claims}


def test_the_best_answer_is_told_in_its_words_and_quoted_in_its_sentence():
    marks = (Span(0, 8),)
    answer = composed(candidate("a", SAID, 0.9, marks), candidate("b", OTHER, 0.2))
    assert answer.text == "Presiden"
    (citation,) = answer.citations
    assert (citation.article.id, citation.quote, citation.marks) == ("a", SAID, marks)
    assert (answer.question, answer.language, answer.confidence) == ("Siapa?", "id", 0.7)
    assert [p.passage.article.id for p in answer.passages] == ["a"]


def test_the_same_news_is_one_claim_with_every_citation():
    answer = composed(candidate("a", SAID, 0.9), candidate("b", SAID, 0.895))
    assert claims(answer) == {SAID: ["a", "b"]}


def test_other_news_is_a_claim_of_its_own_and_the_best_comes_first():
    answer = composed(candidate("a", OTHER, 0.9), candidate("b", SAID, 0.91))
    assert [claim.text for claim in answer.claims] == [SAID, OTHER]


def test_what_lies_far_behind_the_best_is_not_told():
    far = 0.9 - CLOSE_BEHIND - 0.01
    assert composed(candidate("a", SAID, 0.9), candidate("b", OTHER, far)).text == SAID


@pytest.mark.parametrize("most", [1, 2, 3])
def test_no_more_is_claimed_than_the_settings_say(most):
    candidates = [
        candidate("a", SAID, 0.9),
        candidate("b", OTHER, 0.899),
        candidate("c", THIRD, 0.898),
    ]
    assert len(composed(*candidates, max_sentences=most).claims) == most


def test_a_claim_is_one_line_where_its_quotation_is_two():
    answer = composed(candidate("a", "Presiden tiba\ndi Hanoi.", 0.9))
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
    answer = composed(exact("a", ", ".join(names) + " tiba.", 0.9, *names), max_sentences=1)
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
    candidates = [
        exact("a", "Lavrov tiba.", 0.9, "Lavrov"),
        exact("b", "Novak tiba.", 0.895, "Novak"),
        exact("c", "Kata Lavrov, Trutnev tiba.", 0.89, "Lavrov", "Trutnev"),
    ]
    assert claims(composed(*candidates, max_sentences=2)) == {"Lavrov": ["a", "c"], "Novak": ["b"]}
    assert claims(composed(*candidates, max_sentences=3)) == {
        "Lavrov": ["a", "c"],
        "Novak": ["b"],
        "Trutnev": ["c"],
    }


@pytest.mark.parametrize("first", [0, 1])
def test_a_day_is_one_claim_however_it_is_spelled(first):
    said = ["19 Juni 2024", "19 June 2024"]
    one, other = said[first], said[1 - first]
    answer = composed(
        exact("a", f"Ia tiba {one}.", 0.9, one),
        exact("b", f"Ia datang {other}.", 0.89, other),
        asked="kapan ia tiba",
    )
    assert claims(answer) == {one: ["a", "b"]}


def test_a_claim_has_the_most_exact_words_and_their_citation_first():
    answer = composed(
        exact("a", "Ia pernah datang tahun 2000.", 0.9, "2000"),
        exact("b", "Ia datang pada Juli 2000.", 0.89, "Juli 2000"),
        asked="kapan ia datang",
    )
    assert claims(answer) == {"Juli 2000": ["b", "a"]}


def test_what_holds_two_days_makes_them_no_one_claim():
    answer = composed(
        exact("a", "Ia datang pada Juli 2000.", 0.9, "Juli 2000"),
        exact("b", "Ia datang pada Mei 2000.", 0.895, "Mei 2000"),
        exact("c", "Ia pernah datang tahun 2000.", 0.89, "2000"),
        asked="kapan ia datang",
    )
    assert claims(answer) == {"Juli 2000": ["a", "c"], "Mei 2000": ["b"]}


def test_numbers_are_one_claim_by_their_value():
    answer = composed(
        exact("a", "Ada sekitar 1,5 juta pemilih.", 0.9, "1,5 juta"),
        exact("b", "Pemilih berjumlah 1.523.412 orang.", 0.89, "1.523.412"),
        exact("c", "Pemilih berjumlah 900 ribu orang.", 0.88, "900 ribu"),
        asked="berapa pemilih",
    )
    assert claims(answer) == {"1.523.412": ["b", "a"], "900 ribu": ["c"]}


def test_two_people_who_share_a_word_are_two_claims_and_a_short_name_goes_to_its_own():
    answer = composed(
        exact("a", "Yang datang Park Min Ho.", 0.9, "Park Min Ho"),
        exact("b", "Yang datang Park Min Su.", 0.895, "Park Min Su"),
        exact("c", "Park pulang sesudah Park Min Su menang.", 0.89, "Park"),
    )
    assert claims(answer) == {"Park Min Ho": ["a"], "Park Min Su": ["b", "c"]}


def test_copies_of_one_report_are_cited_each_but_count_once():
    report = "Andrei Belousov tiba di Hanoi pada Senin malam bersama dua orang menteri kabinetnya."
    own = "Menurut saksi mata, tamu yang turun dari pesawat ialah Andrei Belousov."
    answer = composed(
        exact("a", report, 0.9, "Andrei Belousov"),
        exact("b", report, 0.895, "Andrei Belousov"),
        exact("c", own, 0.89, "Andrei Belousov"),
    )
    (claim,) = answer.claims
    assert [c.article.id for c in claim.citations] == ["a", "b", "c"]
    assert claim.independent_sources == 2
