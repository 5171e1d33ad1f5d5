from datetime import date

import pytest

from qa.schema.article import Article
from qa.schema.question import QuestionType
from qa.schema.span import Span
from qa.values.compare import compare_values, read_value
from qa.values.moment import Moment
from qa.values.name import Name
from qa.values.quantity import Quantity
from qa.values.relation import ValueRelation


def value(text, said, kind, language="id"):
    article = Article(
        id="a", title="a", text=text, path="a", language=language, published=date(2031, 3, 20)
    )
    start = text.index(said)
    return read_value(article, Span(start, start + len(said)), Span(0, len(text)), kind)[0]


@pytest.mark.parametrize(
    ("text", "said", "kind", "expected"),
    [
        ("Ia tiba pada Rabu (19/3) malam.", "Rabu", QuestionType.TIME, Moment),
        ("Ia lahir pada 1980.", "1980", QuestionType.OTHER, Moment),
        ("Ada 1980 rumah yang rusak.", "1980", QuestionType.NUMBER, Quantity),
        ("Proyek itu berjalan 24 tahun.", "24 tahun", QuestionType.TIME, Quantity),
        ("Banjir merendam tiga desa.", "tiga desa", QuestionType.OTHER, Quantity),
        ("Ia menonton Piala Dunia 2030.", "Piala Dunia 2030", QuestionType.OTHER, Name),
        ("Yang datang Ratna Lestari.", "Ratna Lestari", QuestionType.PERSON, Name),
    ],
)
def test_words_stand_for_what_the_question_asks_and_their_form_tells(text, said, kind, expected):
    assert isinstance(value(text, said, kind), expected)


def test_the_sentence_tells_what_the_words_leave_out():
    one = value("Ia tiba pada Rabu (19/3) malam.", "Rabu", QuestionType.TIME)
    other = value("He came on March 19, 2031.", "March 19, 2031", QuestionType.TIME, "en")
    assert compare_values(one, other) is ValueRelation.COMPATIBLE
    loose = value("Sekitar 100 rumah rusak.", "100 rumah", QuestionType.NUMBER)
    assert (
        compare_values(loose, value("Ada 104 rumah.", "104", QuestionType.NUMBER))
        is ValueRelation.COMPATIBLE
    )


def test_values_of_two_kinds_are_not_compared():
    one = value("Ia lahir pada 1980.", "1980", QuestionType.TIME)
    other = value("Yang datang Ratna Lestari.", "Ratna Lestari", QuestionType.PERSON)
    assert compare_values(one, other) is ValueRelation.INCOMPARABLE


@pytest.mark.parametrize(
    ("text", "said", "kind", "in_full"),
    [
        (
            "Ia tiba pada Rabu (19/3) pukul 8 pagi.",
            "19/3",
            QuestionType.TIME,
            "Rabu (19/3) pukul 8 pagi",
        ),
        ("Ia tiba pada Rabu (19/3).", "Rabu", QuestionType.TIME, "Rabu (19/3)"),
        (
            "Ia dihukum sekitar enam tahun penjara.",
            "enam",
            QuestionType.NUMBER,
            "sekitar enam tahun",
        ),
        ("Yang datang Ratna Lestari.", "Ratna Lestari", QuestionType.PERSON, "Ratna Lestari"),
    ],
)
def test_all_the_words_of_a_value_are_told(text, said, kind, in_full):
    article = Article(id="a", title="a", text=text, path="a", language="id")
    start = text.index(said)
    _, span = read_value(article, Span(start, start + len(said)), Span(0, len(text)), kind)
    assert text[span.start : span.end] == in_full
