from datetime import date

import pytest

from qa.answer.suggestions import suggest_questions
from qa.schema.article import Article
from qa.schema.passage import Passage
from qa.schema.span import Span
from qa.text.dictionary import shipped_lexicon


def made(text, written_in, language):
    article = Article("a", "A", text, "a", written_in, published=date(2024, 6, 19))
    span = Span(0, len(text))
    found = suggest_questions(Passage(article, 0, len(text)), span, language, shipped_lexicon)
    return [(s.question, text[s.answer.start : s.answer.end]) for s in found]


@pytest.mark.parametrize(
    ("text", "written_in", "language", "question", "answer"),
    [
        (
            "Pada April 2019, Ratna Dewi pernah mengunjungi Medan.",
            "id", "id", "Kapan Ratna Dewi pernah mengunjungi Medan?", "April 2019",
        ),
        (
            "BANDUNG - Wali Kota Ratna Dewi tiba di pasar pada Selasa (18/6/2024) malam.",
            "id", "id", "Kapan Wali Kota Ratna Dewi tiba di pasar?", "Selasa (18/6/2024",
        ),
        (
            "Juru bicara Istana, Ari Wibowo, membantah kabar itu.",
            "id", "id", "Siapa juru bicara Istana?", "Ari Wibowo",
        ),
        (
            "Juru bicara Istana, Ari Wibowo, membantah kabar itu.",
            "id", "en", "Who is Ari Wibowo?", "Juru bicara Istana",
        ),
        (
            "Pada April 2019, Ratna Dewi pernah mengunjungi Rusia.",
            "id", "en", "When did Ratna Dewi visit Russia?", "April 2019",
        ),
        (
            "In May 2024, Ratna Dewi was elected mayor of Medan.",
            "en", "en", "When was Ratna Dewi elected mayor of Medan?", "May 2024",
        ),
        (
            "Ratna Dewi visited Medan in April 2019.",
            "en", "en", "When did Ratna Dewi visit Medan?", "April 2019",
        ),
    ],
)  # fmt: skip
def test_a_sentence_becomes_a_question_that_it_answers(
    text, written_in, language, question, answer
):
    assert (question, answer) in made(text, written_in, language)


@pytest.mark.parametrize(
    "text",
    [
        "Harga beras naik lagi.",
        "Pada April 2019 dan Mei 2020, Ratna Dewi mengunjungi Medan.",
        "Menurut warga, yang tinggal di sana, ia datang pada Mei 2024.",
        "Taman itu besar sekali pada tahun 2019.",
        "Ratna Dewi.",
    ],
)
@pytest.mark.parametrize("language", ["en", "id"])
def test_other_sentences_become_none(text, language):
    assert made(text, "id", language) == []


def test_a_place_whose_english_name_is_not_sure_is_not_asked_about():
    text = "Pada April 2019, Ratna Dewi mengunjungi Korea Utara."
    assert made(text, "id", "en") == []
