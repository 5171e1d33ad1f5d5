import json

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from embeddings.e5.word_table import TABLE, open_word_table


@pytest.fixture
def checkpoint(tmp_path):
    random = np.random.default_rng(0)
    tensors = {
        # Names that are kept before and after the table's.
        "a.bias": random.normal(size=7).astype(np.float32),
        TABLE: random.normal(size=(100, 12)).astype(np.float32),
        "z.weight": random.normal(size=(3, 5)).astype(np.float32),
    }
    path = tmp_path / "model.safetensors"
    save_file(tensors, path, {"format": "pt"})
    return path


def test_the_table_is_that_which_safetensors_reads(checkpoint):
    table, expected = open_word_table(checkpoint), load_file(checkpoint)[TABLE]
    assert (table.shape, table.dtype) == (expected.shape, np.float32)
    assert np.array_equal(table, expected)
    rows = np.array([[3, 99], [0, 3]])
    assert np.array_equal(table[rows], expected[rows])


def test_the_table_cannot_be_changed(checkpoint):
    with pytest.raises(ValueError, match="read-only"):
        open_word_table(checkpoint)[0, 0] = 1.0


def test_a_checkpoint_without_the_table_is_refused_by_its_name(tmp_path):
    path = tmp_path / "other.safetensors"
    save_file({"a.bias": np.zeros(3, np.float32)}, path)
    with pytest.raises(ValueError, match=rf"other\.safetensors: has no {TABLE}"):
        open_word_table(path)


def test_a_table_of_another_type_is_refused(tmp_path):
    path = tmp_path / "half.safetensors"
    save_file({TABLE: np.zeros((4, 3), np.float16)}, path)
    with pytest.raises(ValueError, match=r"half\.safetensors: .*float32 .*F16"):
        open_word_table(path)


@pytest.mark.parametrize(
    "content",
    [b"", b"abc", b"\xff" * 64, b"\x02" + bytes(7) + b"[]", b"\x02" + bytes(7) + b"{]", b"PK" * 90],
)
def test_a_file_of_another_kind_is_refused_by_its_name(tmp_path, content):
    path = tmp_path / "other.bin"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"other\.bin: has no "):
        open_word_table(path)


def test_a_file_cut_off_is_refused_by_its_name(checkpoint):
    header = int.from_bytes(checkpoint.read_bytes()[:8], "little")
    assert TABLE in json.loads(checkpoint.read_bytes()[8 : 8 + header])
    checkpoint.write_bytes(checkpoint.read_bytes()[: 8 + header + 40])
    with pytest.raises(ValueError, match=r"model\.safetensors: has no "):
        open_word_table(checkpoint)


def test_a_file_that_is_not_there_is_an_error_of_the_system(tmp_path):
    with pytest.raises(FileNotFoundError, match="none"):
        open_word_table(tmp_path / "none")
