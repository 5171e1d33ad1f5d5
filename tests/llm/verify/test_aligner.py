"""A sentence laid beside a quotation: what of the one stands where in the other."""

from datetime import date

import pytest

from qa.llm.verify.aligner import align_tokens
from qa.llm.verify.alignment import Alignment, Placed, Text, Unit, tokens

PUBLISHED = date(2024, 6, 20)


def laid(sentence, quotation, language="id", quoted="id") -> Alignment:
    return align_tokens(Text(sentence, language, PUBLISHED), Text(quotation, quoted, PUBLISHED))


def places(a: Alignment):
    return [
        (
            " ".join(t.word for t in a.said[each.unit.first : each.unit.last + 1]),
            " ".join(t.word for t in a.quoted[each.first : each.last + 1]),
        )
        for each in a.placed
    ]


def missing(a: Alignment):
    return [a.said[unit.first].word for unit in a.missing]


def test_words_are_found_by_their_stems_and_dates_by_value():
    a = laid("Kunjungan Putin pada 19 Juni.", "Putin berkunjung pada Rabu (19/6/2024).")
    assert places(a) == [
        ("kunjungan", "berkunjung"),
        ("putin", "putin"),
        ("19 juni", "rabu 19 6 2024"),
    ]
    assert missing(a) == []


def test_words_of_two_languages_are_found_by_the_lexicon():
    a = laid("The foreign minister met Putin.", "Menteri luar negeri bertemu Putin.", "en")
    assert places(a) == [
        ("foreign", "luar negeri"),
        ("minister", "menteri"),
        ("met", "bertemu"),
        ("putin", "putin"),
    ]


def test_what_the_quotation_does_not_say_is_missing():
    assert missing(laid("Putin dan Lavrov tiba.", "Putin tiba.")) == ["lavrov"]
    assert missing(laid("Putin tiba pada Selasa.", "Putin tiba pada Rabu.")) == ["selasa"]


def test_a_day_of_the_week_has_to_be_that_of_its_date():
    assert missing(laid("Putin tiba Rabu, 19 Juni 2024.", "Putin tiba 19 Juni 2024.")) == []
    assert missing(laid("Putin tiba Kamis, 19 Juni 2024.", "Putin tiba 19 Juni 2024.")) == ["kamis"]


def test_a_result_is_both_of_its_numbers():
    assert missing(laid("Skor 2-1.", "Skor 2-1.")) == []
    assert missing(laid("Skor 2-0.", "Skor 2-1.")) == ["2"]


def test_a_word_that_stands_twice_is_taken_beside_its_neighbours():
    a = laid("Korea Utara.", "Korea Selatan, Jepang dan Korea Utara.")
    assert [each.first for each in a.placed] == [4, 5]


def test_a_comma_between_digits_parts_nothing():
    told = tokens("Harga 1,200 (dua) naik 3.5, kata dia")
    assert [t.word for t in told if t.follows_break] == ["dua", "naik", "kata"]


def test_a_unit_and_its_place_have_their_tokens_in_order():
    with pytest.raises(ValueError, match="has the tokens 3 to 2"):
        Unit(3, 2)
    with pytest.raises(ValueError, match="placed at the tokens 3 to 2"):
        Placed(Unit(0, 0), 3, 2)
