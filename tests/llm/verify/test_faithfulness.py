"""Each way in which a sentence may say something else than its quotation, by hand."""

from datetime import date

import pytest

from qa.llm.verify.aligner import align_tokens
from qa.llm.verify.alignment import Text
from qa.llm.verify.faithfulness import Fault, faults

PUBLISHED = date(2024, 6, 20)

MEETING = (
    "Presiden Rusia, Vladimir Putin, bertemu dengan pemimpin Korea Utara Kim Jong Un di Pyongyang "
    "pada Rabu, 19 Juni 2024."
)
RECEIVED = "Presiden Rusia Vladimir Putin menerima Perdana Menteri India Narendra Modi di Moskow."
TOLD = (
    "Two people died in Bandung on Monday while Rina Sari was arrested in Garut, "
    "police chief Dedi Kurnia said."
)


def found(sentence, quotation, language, quoted):
    written = Text(sentence, language, PUBLISHED)
    return set(faults(align_tokens(written, Text(quotation, quoted, PUBLISHED))))


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("Vladimir Putin bertemu dengan Kim Jong Un di Pyongyang.", "id"),
        ("Presiden Rusia Vladimir Putin bertemu dengan Kim Jong Un pada 19 Juni 2024.", "id"),
        ("Di Pyongyang, Vladimir Putin bertemu dengan Kim Jong Un.", "id"),
        ("Vladimir Putin met North Korean leader Kim Jong Un in Pyongyang.", "en"),
        ("Russian president Vladimir Putin met Kim Jong Un on Wednesday.", "en"),
        ("Vladimir Putin, the Russian president, met Kim Jong Un in June 2024.", "en"),
    ],
)
def test_a_sentence_that_says_a_part_of_its_quotation_has_no_fault(sentence, language):
    assert found(sentence, MEETING, language, "id") == set()


@pytest.mark.parametrize(
    ("sentence", "language", "fault"),
    [
        ("Vladimir Putin bertemu dengan Sergei Lavrov di Pyongyang.", "id", Fault.MISSING),
        ("Vladimir Putin met Kim Jong Un in Pyongyang on Tuesday.", "en", Fault.MISSING),
        ("Vladimir Putin insulted Kim Jong Un in Pyongyang.", "en", Fault.MISSING),
        ("Vladimir Putin.", "id", Fault.EMPTY),
        ("Vladimir Putin tidak bertemu dengan Kim Jong Un.", "id", Fault.HEDGE),
        ("Vladimir Putin will meet Kim Jong Un in Pyongyang.", "en", Fault.HEDGE),
        ("Vladimir Kim bertemu dengan Putin di Pyongyang.", "id", Fault.SPLIT),
        ("Kim Jong Un bertemu dengan Vladimir Putin.", "id", Fault.ORDER),
        ("Kami bertemu dengan Kim Jong Un di Pyongyang.", "id", Fault.SPEAKER),
        ("Kapan Vladimir Putin bertemu dengan Kim Jong Un di Pyongyang.", "id", Fault.SPEAKER),
        ("Dia bertemu dengan Kim Jong Un di Pyongyang.", "id", Fault.PRONOUN),
        ("Pyongyang, Pyongyang, Pyongyang, Kim Jong Un.", "id", Fault.REPETITION),
    ],
)
def test_what_another_meeting_is_told_by_has_its_fault(sentence, language, fault):
    assert fault in found(sentence, MEETING, language, "id")


@pytest.mark.parametrize(
    ("sentence", "fault"),
    [
        ("Rina Sari was arrested in Garut.", Fault.HEDGE),
        ("Three people died in Bandung on Monday, police chief Dedi Kurnia said.", Fault.MISSING),
        ("Two people died in Garut, police chief Dedi Kurnia said.", Fault.CLAUSE),
        ("Dedi Kurnia was arrested in Garut, police said.", Fault.ORDER),
    ],
)
def test_what_is_taken_from_the_clause_of_another_has_its_fault(sentence, fault):
    assert fault in found(sentence, TOLD, "en", "en")


@pytest.mark.parametrize(
    ("sentence", "quotation", "fault"),
    [
        (
            "Polisi menangkap Rina Sari di Garut.",
            "Polisi ditangkap Rina Sari di Garut.",
            Fault.VOICE,
        ),
        (
            "Rina Sari terbang dari Garut ke Kupang.",
            "Rina Sari terbang dari Kupang ke Garut.",
            Fault.ORDER,
        ),
        ("Narendra Modi adalah Presiden Rusia.", RECEIVED, Fault.ROLE),
        ("Vladimir Putin adalah Perdana Menteri India.", RECEIVED, Fault.ROLE),
        ("Perdana Menteri India, Vladimir Putin, ada di Moskow.", RECEIVED, Fault.ROLE),
        ("Bantuan datang ke Garut.", "Bantuan datang dari Garut.", Fault.PREPOSITION),
        (
            "Sebanyak 12 rumah hanyut.",
            "Sebanyak 40 rumah hanyut dan 12 jembatan rusak.",
            Fault.COUNT,
        ),
        ("Sebanyak 900 pegawai pergi.", "Sepertiga dari 900 pegawai pergi.", Fault.COUNT),
        (
            "Dua kota, yaitu Garut, terendam.",
            "Dua kota, yaitu Garut dan Kupang, terendam.",
            Fault.LIST,
        ),
        (
            "Rina Sari membakar gudang itu.",
            "Tono menangkap Rina Sari setelah ia datang ke Garut dan membakar gudang itu.",
            Fault.AMBIGUOUS,
        ),
    ],
)
def test_what_is_exchanged_or_counted_otherwise_has_its_fault(sentence, quotation, fault):
    assert fault in found(sentence, quotation, "id", "id")


def test_each_fault_is_shown_by_one_of_the_examples_here():
    shown = {fault.name for fault in Fault if f"Fault.{fault.name}" in open(__file__).read()}  # noqa: PTH123, SIM115
    assert shown == {fault.name for fault in Fault}
