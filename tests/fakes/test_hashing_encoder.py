import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes.hashing_encoder import HashingEncoder

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)


@given(TEXTS)
def test_every_text_has_a_unit_vector_that_does_not_change(text):
    first, second = HashingEncoder(16), HashingEncoder(16)
    vector = first.encode_query(text)
    assert vector.shape == (16,)
    assert vector.dtype == np.float32
    assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-5)
    assert np.array_equal(vector, second.encode_documents([text])[0])


def test_texts_are_nearer_the_more_words_they_share():
    encoder = HashingEncoder(256)
    query = encoder.encode_query("Putin tiba di Pyongyang")
    near, far = encoder.encode_documents(["Putin tiba pagi hari", "harga beras naik lagi"])
    assert near @ query > far @ query + 0.2


def test_no_texts_give_no_rows():
    assert HashingEncoder(8).encode_documents([]).shape == (0, 8)


def test_encoders_of_different_length_have_different_names():
    assert HashingEncoder(8).name != HashingEncoder(9).name
    with pytest.raises(ValueError, match="dim is 0"):
        HashingEncoder(0)
