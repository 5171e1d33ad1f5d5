import numpy as np
import pytest

from embeddings.e5.identity import BUNDLED_IDENTITY
from embeddings.sentence_transformers import SentenceTransformersEncoder

TEXTS = ["Putin tiba di Pyongyang.", "The price of rice rose.", "a", "Harga beras naik lagi."]


@pytest.fixture(scope="module")
def opened(cache, encoder):
    # `encoder` makes the folder, which any program that knows the format can open.
    assert encoder.name == BUNDLED_IDENTITY
    return SentenceTransformersEncoder(str(cache / BUNDLED_IDENTITY))


def test_its_vectors_are_unit_vectors_in_the_order_of_the_texts(opened):
    vectors = opened.encode_documents(TEXTS)
    assert vectors.shape == (len(TEXTS), opened.dim)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)
    for text, vector in zip(TEXTS, vectors, strict=True):
        assert opened.encode_documents([text])[0] @ vector > 0.9999


def test_a_question_is_encoded_unlike_a_passage(opened):
    (passage,) = opened.encode_documents(["Siapa yang tiba?"])
    assert opened.encode_query("Siapa yang tiba?") @ passage < 0.99


def test_no_texts_give_no_rows(opened):
    assert opened.encode_documents([]).shape == (0, opened.dim)


def test_its_name_tells_the_model(opened, cache):
    assert opened.name == f"sentence-transformers:{cache / BUNDLED_IDENTITY}"


def test_prompts_that_are_given_stand_before_the_texts(opened, cache):
    other = SentenceTransformersEncoder(str(cache / BUNDLED_IDENTITY), {"query": "passage: "})
    (passage,) = opened.encode_documents(["Siapa yang tiba?"])
    assert other.encode_query("Siapa yang tiba?") @ passage > 0.9999
