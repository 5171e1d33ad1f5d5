from datetime import date

import pytest

from qa.article import Article
from qa.question import Kind
from qa.span import Span
from qa.value.moment import Moment
from qa.value.name import Name
from qa.value.quantity import Quantity
from qa.value.relation import Relation
from qa.value.value import relation, value_of


def value(text, said, kind, language="id"):
    article = Article(
        id="a", title="a", text=text, path="a", language=language, published=date(2031, 3, 20)
    )
    start = text.index(said)
    return value_of(article, Span(start, start + len(said)), Span(0, len(text)), kind)[0]


@pytest.mark.parametrize(
    ("text", "said", "kind", "expected"),
    [
        ("Ia tiba pada Rabu (19/3) malam.", "Rabu", Kind.TIME, Moment),
        ("Ia lahir pada 1980.", "1980", Kind.OTHER, Moment),
        ("Ada 1980 rumah yang rusak.", "1980", Kind.NUMBER, Quantity),
        ("Proyek itu berjalan 24 tahun.", "24 tahun", Kind.TIME, Quantity),
        ("Banjir merendam tiga desa.", "tiga desa", Kind.OTHER, Quantity),
        ("Ia menonton Piala Dunia 2030.", "Piala Dunia 2030", Kind.OTHER, Name),
        ("Yang datang Ratna Lestari.", "Ratna Lestari", Kind.PERSON, Name),
    ],
)
def test_words_stand_for_what_the_question_asks_and_their_form_tells(text, said, kind, expected):
    assert isinstance(value(text, said, kind), expected)


def test_the_sentence_tells_what_the_words_leave_out():
    one = value("Ia tiba pada Rabu (19/3) malam.", "Rabu", Kind.TIME)
    other = value("He came on March 19, 2031.", "March 19, 2031", Kind.TIME, "en")
    assert relation(one, other) is Relation.COMPATIBLE
    loose = value("Sekitar 100 rumah rusak.", "100 rumah", Kind.NUMBER)
    assert relation(loose, value("Ada 104 rumah.", "104", Kind.NUMBER)) is Relation.COMPATIBLE


def test_values_of_two_kinds_are_not_compared():
    one = value("Ia lahir pada 1980.", "1980", Kind.TIME)
    other = value("Yang datang Ratna Lestari.", "Ratna Lestari", Kind.PERSON)
    assert relation(one, other) is Relation.INCOMPARABLE


@pytest.mark.parametrize(
    ("text", "said", "kind", "in_full"),
    [
        ("Ia tiba pada Rabu (19/3) pukul 8 pagi.", "19/3", Kind.TIME, "Rabu (19/3) pukul 8 pagi"),
        ("Ia tiba pada Rabu (19/3).", "Rabu", Kind.TIME, "Rabu (19/3)"),
        ("Ia dihukum sekitar enam tahun penjara.", "enam", Kind.NUMBER, "sekitar enam tahun"),
        ("Yang datang Ratna Lestari.", "Ratna Lestari", Kind.PERSON, "Ratna Lestari"),
    ],
)
def test_all_the_words_of_a_value_are_told(text, said, kind, in_full):
    article = Article(id="a", title="a", text=text, path="a", language="id")
    start = text.index(said)
    _, span = value_of(article, Span(start, start + len(said)), Span(0, len(text)), kind)
    assert text[span.start : span.end] == in_full
