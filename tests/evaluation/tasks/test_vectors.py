"""Vectors of a pool are encoded once, whatever becomes of the run."""

import json

import numpy as np
import pytest
from fakes.hashing_encoder import HashingEncoder

from qa.evaluation.outcome import Outcome, Quotation
from qa.evaluation.tasks.vectors import PART, VectorCache

TEXTS = [f"Kalimat nomor {n}." for n in range(PART + 20)]


class Counting(HashingEncoder):
    """An encoder that says how many texts it was given."""

    def __init__(self, dim=16, breaks_after=10**9):
        super().__init__(dim)
        self.encoded = 0
        self._most = breaks_after

    def encode_documents(self, texts):
        if self.encoded >= self._most:
            raise KeyboardInterrupt
        self.encoded += len(texts)
        return super().encode_documents(texts)


def quiet(*_):
    return None


def test_vectors_come_in_the_order_of_the_texts_and_are_the_encoder_s_own(tmp_path):
    found = VectorCache(tmp_path, Counting()).encode([*TEXTS, TEXTS[3]], quiet)
    assert np.array_equal(found, HashingEncoder(16).encode_documents([*TEXTS, TEXTS[3]]))


def test_what_was_encoded_before_is_not_encoded_again(tmp_path):
    first = VectorCache(tmp_path, Counting()).encode(TEXTS, quiet)
    again = Counting()
    second = VectorCache(tmp_path, again).encode([*TEXTS[5:], "Yang baru."], quiet)
    assert again.encoded == 1
    assert np.array_equal(second[:-1], first[5:])


def test_a_killed_run_keeps_the_parts_that_were_done(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        VectorCache(tmp_path, Counting(breaks_after=PART)).encode(TEXTS, quiet)
    again = Counting()
    VectorCache(tmp_path, again).encode(TEXTS, quiet)
    assert again.encoded == len(TEXTS) - PART


def test_another_encoder_s_vectors_are_never_taken(tmp_path):
    VectorCache(tmp_path, Counting(16)).encode(TEXTS[:3], quiet)
    found = VectorCache(tmp_path, Counting(8)).encode(TEXTS[:3], quiet)
    assert found.shape == (3, 8)


def test_an_outcome_comes_back_from_json_as_it_was():
    outcome = Outcome(
        "seeds", "a-en", "a", "who", "en", "Who?", ("When?",), ("Kim",), "Kim “Un”", "",
        (Quotation("a.txt", 3, 6, "Kim"),), {"answerable": 1.0, "item_recall": 0.5},
        {"total": 3.25}, {"bm25": {"recall@1": 1.0}},
    )  # fmt: skip
    assert Outcome.from_json(json.loads(json.dumps(outcome.to_json()))) == outcome
