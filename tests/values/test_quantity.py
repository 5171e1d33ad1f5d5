import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.schema.span import Span
from qa.values.number import NUMBER, Number
from qa.values.quantity import Quantity, find_quantities
from qa.values.relation import ValueRelation

EQUAL, COMPATIBLE = ValueRelation.EQUAL, ValueRelation.COMPATIBLE
CONFLICTING, INCOMPARABLE = ValueRelation.CONFLICTING, ValueRelation.INCOMPARABLE


def number(text, language="id"):
    return Number.parse(re.search(NUMBER, text, re.IGNORECASE)[0], language).value


def quantity(text, language="id"):
    """Return the one quantity of a text."""
    ((_, found),) = find_quantities(text, Span(0, len(text)), language)
    return found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("tujuh", 7),
        ("dua belas", 12),
        ("dua puluh tiga", 23),
        ("seratus dua puluh lima", 125),
        ("tiga ratus dua belas ribu", 312_000),
        ("seribu", 1000),
        ("1,5 juta", 1_500_000),
        ("2 juta 300 ribu", 2_300_000),
        ("setengah juta", 500_000),
        ("1.250.000", 1_250_000),
        ("12,75", 12.75),
    ],
)
def test_an_indonesian_number_is_read(text, value):
    assert number(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("eleven", 11),
        ("twenty-three", 23),
        ("two hundred and five", 205),
        ("three hundred twelve thousand", 312_000),
        ("1.5 million", 1_500_000),
        ("12,500", 12_500),
        ("12.75", 12.75),
        ("a dozen", 12),
    ],
)
def test_an_english_number_is_read(text, value):
    assert number(text, "en") == value


def test_a_point_is_read_as_the_language_has_it():
    assert number("1.500", "id") == number("1,500", "en") == 1500
    assert number("1,500", "id") == number("1.500", "en") == 1.5


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("ratusan", 100, 999), ("puluhan ribu", 20_000, 99_000), ("belasan", 11, 19)],
)
def test_an_open_number_is_a_stretch(text, low, high):
    found = Number.parse(text, "id")
    assert (found.low, found.high) == (low, high)


def test_one_of_several_is_no_number():
    assert [q.value for _, q in find_quantities("salah satu dari lima", Span(0, 20), "id")] == [5]
    assert not list(find_quantities("one of them", Span(0, 11), "en"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("tiga kota", "3 cities"),
        ("tiga kota", "three regions"),
        ("1,5 juta orang", "1.5 million people"),
        ("Rp 2,5 miliar", "2.5 billion rupiah"),
        ("12 persen", "12%"),
        ("12 bulan", "one year"),
        ("setahun", "1 year"),
        ("dua pekan", "14 days"),
        ("5 kilometer", "5,000 metres"),
        ("3 kilometer persegi", "3 square kilometers"),
        ("US$ 40", "40 dollars"),
    ],
)
def test_one_quantity_in_two_languages_is_the_same(one, other):
    assert quantity(one).relation_to(quantity(other, "en")) is EQUAL


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sekitar 100 rumah", "104 rumah"),
        ("lebih dari 100 rumah", "112 rumah"),
        ("hampir 100 rumah", "97 rumah"),
        ("100-an rumah", "98 rumah"),
        ("ratusan rumah", "340 rumah"),
        ("1,5 juta orang", "1.523.412 orang"),
        ("12,3 persen", "12,34 persen"),
        ("10-15 orang", "12 orang"),
    ],
)
def test_a_looser_number_holds_the_exacter_one(one, other):
    loose, exact = quantity(one), quantity(other)
    assert loose.relation_to(exact) is exact.relation_to(loose) is COMPATIBLE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12 orang", "17 orang"),
        ("sedikitnya 12 orang", "sedikitnya 20 orang"),
        ("1,5 juta orang", "1,9 juta orang"),
        ("2 miliar", "2,4 miliar"),
        ("sekitar 100 rumah", "150 rumah"),
        ("5 tahun", "5 bulan"),
    ],
)
def test_numbers_of_one_unit_that_cannot_both_be_true_differ(one, other):
    assert quantity(one).relation_to(quantity(other)) is CONFLICTING


@pytest.mark.parametrize(
    ("one", "other"), [("24 tahun", "24 kota"), ("Rp 40", "US$ 40"), ("5 persen", "5 km")]
)
def test_numbers_of_two_units_are_not_compared(one, other):
    assert quantity(one).relation_to(quantity(other)) is INCOMPARABLE


def test_the_words_of_a_quantity_are_told_with_what_loosens_it():
    text = "Banjir merendam sekitar 1.200 rumah di 3 desa."
    found = [text[s.start : s.end] for s, _ in find_quantities(text, Span(0, len(text)), "id")]
    assert found == ["sekitar 1.200", "3"]


def test_a_quantity_lies_in_its_stretch():
    with pytest.raises(ValueError, match="does not lie"):
        Quantity(5, 6, 7)


def test_two_years_are_no_thousands_of_years():
    found = quantity("973–1048")
    assert (found.low, found.high) == (973, 1048)


PIECES = (
    "3", "973", "1048", "2,5", "1.000.000", "12 000", "0", "–", "-", " sampai ", " to ", " juta",
    " ribu", " million", " persen", "%", "Rp", "US$", " tahun", "-an", " lebih", "sekitar ",
    "lebih dari ", "kurang dari ", "up to ", "se", "sejuta ", "tiga ", "dua puluh ", "setengah ",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12), st.sampled_from(("id", "en")))
def test_whatever_stands_there_gives_quantities_in_order_inside_it(pieces, language):
    text = "".join(pieces)
    found = list(find_quantities(text, Span(0, len(text)), language)) if text else []
    spans = [span for span, _ in found]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))
