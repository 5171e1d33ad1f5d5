"""What answers and citations are worth, worked by hand on a small article."""

import pytest

from qa.evaluation.datasets.gold import Evidence, GoldQuestion, Item
from qa.evaluation.metrics.claims import (
    answer_parts,
    citation_precision,
    citation_recall,
    claim_values,
    item_precision,
    item_recall,
)
from qa.schema.answer import Answer, Claim
from qa.schema.article import Article
from qa.schema.citation import Citation
from qa.schema.span import Span

TEXT = "Putin tiba pada Rabu. Ia disambut Kim Jong Un. Cuaca cerah. Kim tersenyum."
ARTICLE = Article("a.txt", "Kunjungan", TEXT, "a.txt", "id")
KIM, RABU = Item("Kim", ("Kim Jong Un", "Kim")), Item("Wednesday", ("Rabu", "Wednesday"))


def cite(words, *marks):
    start = TEXT.index(words)
    spans = tuple(Span(TEXT.index(m, start), TEXT.index(m, start) + len(m)) for m in marks)
    return Citation(ARTICLE, start, start + len(words), spans)


def gold(*items):
    words = ("Putin tiba pada Rabu.", "Ia disambut Kim Jong Un.")
    evidence = [Evidence("a.txt", TEXT.index(w), TEXT.index(w) + len(w)) for w in words]
    return GoldQuestion(
        "q-id", "q", "who", "id", "Siapa?", (), items, tuple(evidence) if items else (), "test"
    )


def answer(*claims):
    note = "" if claims else "The articles do not say."
    return Answer("Siapa?", "id", claims, 0.8, (), note=note)


def test_half_of_two_items_said_is_a_recall_of_a_half():
    assert item_recall((KIM, RABU), "Ia tiba pada rabu") == 0.5


def test_an_item_is_met_as_whole_words_only():
    assert item_recall((KIM,), "Kimchi enak") == 0.0
    assert item_recall((KIM,), "KIM, katanya") == 1.0


def test_item_precision_is_the_share_of_parts_that_say_an_item():
    assert item_precision((KIM,), ["Kim", "Cuaca", "Putin", "kim jong un"]) == 0.5


def test_the_marked_words_are_the_parts_where_there_are_marks():
    marked = Claim("x", (cite("Ia disambut Kim Jong Un.", "Kim Jong Un"),))
    plain = Claim("Cuaca cerah.", (cite("Cuaca cerah."),))
    assert answer_parts(answer(marked, plain)) == ("Kim Jong Un", "Cuaca cerah.")


def test_a_claim_that_is_one_of_the_marks_names_just_itself():
    listed = cite("Putin tiba pada Rabu. Ia disambut Kim Jong Un.", "Putin", "Kim Jong Un")
    told = answer(Claim("Putin", (listed,)), Claim("Kim Jong Un", (listed,)))
    assert answer_parts(told) == ("Putin", "Kim Jong Un")
    assert item_precision((KIM,), answer_parts(told)) == 0.5


def test_a_claim_that_tells_of_several_marks_names_each_of_them_once():
    listed = cite("Putin tiba pada Rabu. Ia disambut Kim Jong Un.", "Putin", "Kim Jong Un")
    again = cite("Ia disambut Kim Jong Un.", "Kim Jong Un")
    told = answer(Claim("Putin tiba pada Rabu. Ia disambut Kim Jong Un.", (listed, again)))
    assert answer_parts(told) == ("Putin", "Kim Jong Un")


def test_a_mark_that_runs_over_two_lines_is_the_claim_s_own_words():
    article = Article("b.txt", "Kunjungan", "Ia disambut Kim\nJong Un.", "b.txt", "id")
    marks = (Span(0, 2), Span(12, 23))
    told = answer(Claim("Kim Jong Un", (Citation(article, 0, 24, marks),)))
    assert answer_parts(told) == ("Kim Jong Un",)


def test_a_citation_holds_evidence_only_where_the_evidence_stands():
    right, elsewhere = cite("Ia disambut Kim Jong Un."), cite("Kim tersenyum.")
    told = answer(Claim("Kim", (right, elsewhere)))
    assert citation_precision(told, gold(KIM)) == 0.5
    assert citation_recall(told, gold(KIM)) == 1.0


def test_a_claim_whose_citations_hold_no_evidence_is_not_supported():
    told = answer(Claim("Kim", (cite("Kim tersenyum."),)), Claim("K", (cite("disambut Kim"),)))
    assert citation_recall(told, gold(KIM)) == 0.5


def test_a_quotation_that_cuts_the_item_off_does_not_count():
    told = answer(Claim("Ia disambut", (cite("Ia disambut"),)))
    assert citation_precision(told, gold(KIM)) == 0.0


def test_a_refusal_has_no_citations_to_measure_and_says_nothing():
    values = claim_values(answer(), None, gold(KIM), {"a.txt": TEXT})
    assert values == {
        "confidence": 0.8,
        "answerable": 1.0,
        "refused": 1.0,
        "right": 0.0,
        "item_recall": 0.0,
    }


def test_an_answer_to_what_has_none_is_wrong_and_so_are_its_citations():
    told = answer(Claim("Kim", (cite("Ia disambut Kim Jong Un."),)))
    values = claim_values(told, told, gold(), {"a.txt": TEXT})
    assert "item_recall" not in values
    assert (values["citation_precision"], values["right"], values["refused"]) == (0, 0, 0)


def test_a_guess_is_right_from_half_of_what_was_required():
    told = answer(Claim("Kim", (cite("Ia disambut Kim Jong Un."),)))
    values = claim_values(answer(), told, gold(KIM, RABU), {"a.txt": TEXT})
    assert (values["refused"], values["right"], values["item_recall"]) == (1.0, 1.0, 0.0)


def test_verbatim_is_held_against_the_text_on_disk():
    told = answer(Claim("Kim", (cite("Ia disambut Kim Jong Un."), cite("Cuaca cerah."))))
    same = claim_values(told, told, gold(KIM), {"a.txt": TEXT})
    moved = claim_values(told, told, gold(KIM), {"a.txt": TEXT.replace("Cuaca", "Udara")})
    assert (same["verbatim"], moved["verbatim"]) == (1.0, 0.5)


def test_an_item_without_a_spelling_is_refused():
    with pytest.raises(ValueError, match="Kim"):
        Item("Kim", ())
