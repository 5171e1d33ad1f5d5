from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.question import Kind
from qa.reader.items import items
from qa.reader.whole import whole
from qa.span import Span


def listed(sentence, part):
    start = sentence.index(part)
    found = items(sentence, Span(start, start + len(part)), Span(0, len(sentence)))
    return [sentence[item.start : item.end] for item in found]


@pytest.mark.parametrize(
    ("sentence", "part", "said"),
    [
        ("Rusia, Cina dan Vietnam ikut.", "Rusia, Cina dan Vietnam", ["Rusia", "Cina", "Vietnam"]),
        ("Rusia, Cina serta Vietnam.", "Rusia, Cina serta Vietnam", ["Rusia", "Cina", "Vietnam"]),
        ("Russia, China, and Laos won.", "Russia, China, and Laos", ["Russia", "China", "Laos"]),
        ("Rusia; Cina; Laos ikut.", "Rusia; Cina; Laos", ["Rusia", "Cina", "Laos"]),
        ("Rusia dan Laos ikut.", "Rusia dan Laos", ["Rusia", "Laos"]),
        ("Baik Rusia maupun Laos ikut.", "Baik Rusia maupun Laos", ["Rusia", "Laos"]),
        ("He sold tomatoes, red onions and garlic.", "tomatoes, red onions and garlic",
         ["tomatoes", "red onions", "garlic"]),
        ("Harga beras, gula, dan minyak goreng naik.", "beras, gula, dan minyak goreng",
         ["beras", "gula", "minyak goreng"]),
    ],
)  # fmt: skip
def test_a_span_is_divided_at_its_commas_and_its_ands(sentence, part, said):
    assert listed(sentence, part) == said


@pytest.mark.parametrize("part", ["Rusia", "Cina", "Laos", "Rusia, Cina"])
@pytest.mark.parametrize(
    "sentence",
    [
        "Rusia, Cina, dan Laos menandatangani.",
        "Rusia, Cina dan Laos menandatangani.",
        "Hadir antara lain Rusia, Cina, serta Laos.",
        "Ada tiga negara: Rusia, Cina dan Laos.",
        "Tiga negara, yaitu Rusia, Cina, dan Laos.",
    ],
)
def test_a_part_of_a_list_of_names_brings_the_others(sentence, part):
    assert listed(sentence, part) == ["Rusia", "Cina", "Laos"]


def test_both_halves_are_found_from_either():
    for part in ("Rusia", "Laos"):
        assert listed("Pertemuan dihadiri baik Rusia maupun Laos.", part) == ["Rusia", "Laos"]


def test_names_keep_their_titles():
    sentence = "Ia membawa Menteri Luar Negeri Sergei Lavrov, Jenderal Andrei Belousov, dan Ani."
    assert listed(sentence, "Menteri Luar Negeri Sergei Lavrov") == [
        "Menteri Luar Negeri Sergei Lavrov",
        "Jenderal Andrei Belousov",
        "Ani",
    ]


def test_of_the_last_part_only_the_name_is_taken():
    sentence = "Putin didampingi Sergei Lavrov dan Denis Manturov pada Rabu."
    assert listed(sentence, "Sergei Lavrov") == ["Sergei Lavrov", "Denis Manturov"]
    sentence = "The Food and Drug Administration and the Pentagon agreed."
    assert listed(sentence, "Food and Drug Administration") == [
        "Food and Drug Administration",
        "Pentagon",
    ]


@pytest.mark.parametrize(
    ("sentence", "part"),
    [
        ("Rusia hadir.", "Rusia"),
        ("Kenaikannya 2,5 persen.", "2,5 persen"),
        ("Ia tiba 19 Juni 2024, Rabu.", "19 Juni 2024, Rabu"),
        ("Ia tiba Rabu, 19 Juni 2024, di Hanoi.", "Rabu, 19 Juni 2024"),
        ("He came on Tuesday, June 18, 2024.", "Tuesday, June 18, 2024"),
        ("He came on June 19, 2024.", "June 19, 2024"),
        ("Budi Santoso, S.H., M.Si., hadir.", "Budi Santoso, S.H., M.Si."),
        ("Presiden Rusia, Vladimir Putin, tiba.", "Presiden Rusia, Vladimir Putin"),
        ("Presiden Rusia, Vladimir Putin, tiba.", "Vladimir Putin"),
        ("Di Hanoi, Putin bertemu To Lam.", "Putin"),
        ("Ia lahir di Solo, kuliah di Bogor, dan bekerja di Jakarta.", "Solo"),
        ("Menteri Pendidikan dan Kebudayaan hadir.", "Menteri Pendidikan dan Kebudayaan"),
        ("Badan Meteorologi, Klimatologi, dan Geofisika hadir.",
         "Badan Meteorologi, Klimatologi, dan Geofisika"),
        ("Ruang rapat AT&T kosong.", "AT&T"),
        ("Ia tinggal di Bawang, Banjarnegara, Jawa Tengah.", "Bawang, Banjarnegara, Jawa Tengah"),
        ("It sued the Securities and Exchange Commission.", "Securities and Exchange Commission"),
        ("Kota New York atau Big Apple ramai.", "New York"),
        ("Ia membeli beras, with luck, dan gula.", "beras"),
    ],
)  # fmt: skip
def test_one_thing_stays_whole(sentence, part):
    assert listed(sentence, part) == [part]


def test_numbers_are_divided_where_a_space_follows_the_comma():
    assert listed("Naik 2,5, 3,5 dan 4 persen.", "2,5, 3,5 dan 4 persen") == [
        "2,5",
        "3,5",
        "4 persen",
    ]
    assert listed("On June 19, 2024 and June 20, 2024.", "June 19, 2024 and June 20, 2024") == [
        "June 19, 2024",
        "June 20, 2024",
    ]


def test_what_is_no_name_does_not_bring_names_nor_the_rest_of_the_sentence():
    assert listed("Ia membeli beras, Rusia, dan Cina.", "beras") == ["beras"]
    assert listed("Harga beras dan gula naik tajam sekali.", "beras") == ["beras"]


def test_a_list_ends_where_another_begins():
    sentence = "Rusia dan Cina membantu negara miskin, yaitu Laos dan Nepal."
    assert listed(sentence, "Laos") == ["Laos", "Nepal"]
    assert listed(sentence, "Rusia") == ["Rusia", "Cina"]


WORDS = (
    "Rusia Cina beras 2,5 19 Juni 2024 Rabu , ; : dan serta and maupun Baik antara lain yaitu "
    "Badan Meteorologi Geofisika S.H. . ” “ ( ) di Menteri Sergei Lavrov"
)
NEWS = st.lists(
    st.sampled_from(WORDS.split()),
    min_size=1,
    max_size=16,
).map(lambda words: " ".join(words).replace(" ,", ","))


@given(st.data(), NEWS | st.text("a ,;:Ad“”", min_size=1, max_size=30))
def test_items_are_in_order_do_not_overlap_and_lie_in_the_sentence_also_when_whole(data, text):
    def spans(low, high):
        ends = st.tuples(st.integers(low, high), st.integers(low, high))
        return ends.filter(lambda e: e[0] < e[1]).map(lambda e: Span(*e))

    within = data.draw(spans(0, len(text)))
    span = data.draw(spans(within.start, within.end))
    found = items(text, span, within)
    assert found
    for made in (found, [whole(text, item, within, Kind.OTHER) for item in found]):
        assert all(within.start <= item.start and item.end <= within.end for item in made)
        assert all(one.start <= other.start for one, other in pairwise(made))
    assert all(one.end <= other.start for one, other in pairwise(found))
