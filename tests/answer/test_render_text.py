from datetime import date

from qa.answer.record import AnswerRecord
from qa.answer.render_text import render_text
from qa.schema.answer import Answer, Claim, View
from qa.schema.article import Article
from qa.schema.citation import Citation
from qa.schema.passage import Passage, RetrievedPassage


def citation(id_, quote, source=None, day=None, title="Judul"):
    published = date(2031, 3, day) if day else None
    article = Article(
        id=id_, title=title, text=quote, path=f"{id_}.txt", language="id", source=source,
        published=published,
    )  # fmt: skip
    return Citation(article, 0, len(quote))


def rendered(answer):
    return render_text(AnswerRecord.of(answer))


FIRST = citation("a", "Tujuh orang tewas.", "Kabar Pagi", 16)
SECOND = citation("b", "Sebelas orang tewas.", "Suara Renjani", 17)
THIRD = citation("c", "Korban sebelas orang.", None, None, "Jembatan")


def test_claims_are_numbered_and_the_numbers_are_told_with_their_quotations():
    answer = Answer("berapa", "id", (Claim("Tujuh", (FIRST,)),), 0.9, ())
    assert rendered(answer).splitlines() == [
        "Tujuh [1]",
        "",
        "[1] Judul, Kabar Pagi, 2031-03-16",
        "    “Tujuh orang tewas.”",
        "    a.txt:0-18",
    ]


def test_how_many_sources_say_it_on_their_own_is_told_where_there_are_more_than_one():
    claim = Claim("Sebelas", (SECOND, THIRD), independent_sources=2)
    text = rendered(Answer("berapa", "id", (claim,), 0.9, ()))
    assert text.splitlines()[0] == "Sebelas [1][2] (2 sumber independen)"
    assert "independent" in rendered(Answer("how many", "en", (claim,), 0.9, ()))


def test_each_view_has_its_publishers_and_their_days_and_says_if_it_was_announced():
    seven, eleven = Claim("Tujuh", (FIRST,)), Claim("Sebelas", (SECOND, THIRD))
    views = (View((eleven,)), View((seven,), is_announced=True))
    text = rendered(Answer("how many", "en", (seven, eleven), 0.9, (), views=views))
    assert text.splitlines()[3:6] == [
        "The sources differ:",
        "  Suara Renjani, 2031-03-17; Jembatan: Sebelas [2][3]",
        "  Kabar Pagi, 2031-03-16: Tujuh [1] (announced)",
    ]


def test_a_list_is_of_those_who_name_all_of_it():
    shared, own = Claim("Peru", (FIRST, SECOND)), Claim("Fiji", (SECOND,))
    other = Claim("Kuba", (FIRST,))
    views = (View((shared, own)), View((shared, other)))
    text = rendered(Answer("which", "en", (shared, own, other), 0.9, (), views=views))
    assert "  Suara Renjani, 2031-03-17: Peru [1][2], Fiji [2]" in text.splitlines()


def test_a_refusal_is_its_note_and_what_is_nearest():
    near = RetrievedPassage(Passage(FIRST.article, 0, 18), 0.5, 1)
    answer = Answer("why", "en", (), 0.1, (near,), note="The articles do not say.")
    assert rendered(answer).splitlines() == [
        "The articles do not say.",
        "  near: Tujuh orang tewas.",
    ]


def test_a_refusal_tells_what_the_articles_do_say_and_what_they_answer():
    near = RetrievedPassage(Passage(FIRST.article, 0, 18), 0.5, 1)
    claim = Claim("Sebelas orang tewas.", (SECOND,))
    answer = Answer(
        "mengapa", "id", (), 0.1, (near,), note="Tidak dijawab.", related=(claim,),
        suggestions=("Berapa orang tewas?",),
    )  # fmt: skip
    assert rendered(answer).splitlines() == [
        "Tidak dijawab.",
        "",
        "Yang disebutkan artikel-artikel ini:",
        "  Sebelas orang tewas. (Suara Renjani, 2031-03-17)",
        "",
        "Yang terjawab:",
        "  Berapa orang tewas?",
    ]
