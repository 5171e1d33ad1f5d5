"""Bytes are decoded as text, or refused with the reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.ingest.document import UnreadableError, decode


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_text_is_read_in_the_encoding_it_was_written_in(encoding: str):
    assert decode("“Kami siap” – café".encode(encoding)) == "“Kami siap” – café"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_any_utf8_text_comes_back_as_it_went(text: str):
    assert decode(text.encode()) == text.removeprefix("\ufeff")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "is binary"),
        ("Presiden tiba".encode("utf-16-le"), "is binary"),
        (b"\xff\xfea\x00b", "is marked as UTF-16"),
        ("Kafé di Hanoi – “ya”".encode() + b"\xe2\x80", "is damaged UTF-8 (byte 27)"),
        (b"kata \xed\xa0\x80 kata", "half of a surrogate pair"),
        (b"\x01\x02\x03kata", "control characters"),
        (bytes(range(128, 256)) * 3, "is not text in UTF-8 or Windows-1252"),
        (b"kata \x81\x8d kata kata kata", "is not text in UTF-8 or Windows-1252"),
    ],
)
def test_bytes_that_are_not_text_are_refused_with_the_reason(data: bytes, why: str):
    with pytest.raises(UnreadableError) as caught:
        decode(data)
    assert why in str(caught.value)


@given(st.binary(max_size=300))
def test_any_bytes_are_text_that_can_be_stored_or_refused(data: bytes):
    try:
        text = decode(data)
    except UnreadableError:
        return
    assert "\x00" not in text
    assert text.encode("utf-8").decode("utf-8") == text
