import json

import pytest

from embeddings.hashing import HashingEncoder
from qa.reader.training.example import DataError, Example
from qa.reader.training.near import KEPT, near_each, open_near


def asked(number: int, question: str, passage: str, answer: str | None) -> Example:
    start = passage.index(answer) if answer else 0
    answers = ((start, start + len(answer)),) if answer else ()
    return Example(str(number), str(number), "facqa", "id", question, passage, answers)


EXAMPLES = (
    asked(0, "siapa tiba di bogor", "Siti tiba di bogor pagi ini", "Siti"),
    asked(1, "siapa tiba di medan", "Budi tiba di medan pagi ini", "Budi"),
    asked(2, "apa kata siti", "hujan turun , kata siti .", "hujan turun"),
    asked(3, "mengapa", "harga beras naik lagi", None),
)


def test_the_nearest_passage_comes_first_and_the_own_one_never():
    near = near_each(EXAMPLES, HashingEncoder(256))
    assert near["0"] == ["Budi tiba di medan pagi ini", "harga beras naik lagi"]
    assert near["1"][0] == "Siti tiba di bogor pagi ini"
    assert EXAMPLES[1].passage not in near["1"]


def test_a_passage_that_holds_the_answer_in_other_letters_is_left_out():
    assert "hujan turun , kata siti ." not in near_each(EXAMPLES, HashingEncoder(256))["0"]


def test_a_question_without_an_answer_has_none():
    assert "3" not in near_each(EXAMPLES, HashingEncoder(256))


def test_no_more_than_a_few_are_kept():
    many = [*EXAMPLES, *(asked(n, "apa", f"berita lain nomor {n}", None) for n in range(4, 30))]
    assert {len(found) for found in near_each(many, HashingEncoder(256)).values()} == {KEPT}


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    path = tmp_path / "near.json"
    path.write_text(json.dumps({"0": ["a"]}))
    assert open_near(path) == {"0": ["a"]}
    path.write_text("{")
    with pytest.raises(DataError, match=r"near\.json.*delete it"):
        open_near(path)
