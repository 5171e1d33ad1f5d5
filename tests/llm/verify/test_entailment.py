"""Which dates and numbers say which others."""

from datetime import date

import pytest

from qa.llm.verify.entailment import is_entailed
from qa.schema.span import Span
from qa.values.dates.moments import find_moments
from qa.values.quantity import find_quantities

PUBLISHED = date(2024, 6, 20)


def moment(text):
    return next(value for _, value in find_moments(text, Span(0, len(text)), PUBLISHED))


def quantity(text):
    return next(value for _, value in find_quantities(text, Span(0, len(text)), "en"))


@pytest.mark.parametrize(
    ("written", "quoted"),
    [
        ("19 June 2024", "Rabu, 19 Juni 2024"),
        ("June 2024", "19 Juni 2024"),
        ("2024", "19 Juni 2024"),
        ("Wednesday", "Rabu (19/6/2024)"),
        ("19 June", "19 Juni 2024"),
    ],
)
def test_a_date_says_itself_and_what_is_wider(written, quoted):
    assert is_entailed(moment(written), moment(quoted))


@pytest.mark.parametrize(
    ("written", "quoted"),
    [
        ("18 June 2024", "19 Juni 2024"),
        ("19 June 2024", "Juni 2024"),
        ("Tuesday", "Rabu (19/6/2024)"),
        ("2023", "19 Juni 2024"),
        ("from 2015 to 2026", "2015"),
    ],
)
def test_a_date_says_no_other_and_nothing_more_exact(written, quoted):
    assert not is_entailed(moment(written), moment(quoted))


@pytest.mark.parametrize(
    ("written", "quoted"),
    [
        ("34 people", "34 people"),
        ("120,000 people", "120 thousand people"),
        ("about 150 people", "152 people"),
        ("at least 34 people", "at least 34 people"),
        ("24 years", "24 years"),
    ],
)
def test_a_number_says_itself_and_what_is_told_more_loosely(written, quoted):
    assert is_entailed(quantity(written), quantity(quoted))


@pytest.mark.parametrize(
    ("written", "quoted"),
    [
        ("35 people", "34 people"),
        ("34 people", "at least 34 people"),
        ("more than 150 people", "150 people"),
        ("24 years", "24 months"),
        ("6.7 million", "6.7 billion"),
        ("24 percent", "24 people"),
    ],
)
def test_a_number_says_no_other_and_nothing_more_exact(written, quoted):
    assert not is_entailed(quantity(written), quantity(quoted))


def test_a_number_is_no_date():
    assert not is_entailed(quantity("24 people"), moment("24 June 2024"))
