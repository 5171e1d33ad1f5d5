"""Raw documents, load errors, and decoding the bytes of text files.

The formats are read in `qa.ingest.loaders`; articles are made and checked in `qa.ingest.read`.
"""

import codecs
import re
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from embeddings.errors import TanyaError
from qa.schema.article import Published

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1a]")
_MAX_HIGH_BYTE_SHARE = 0.3


class UnreadableError(TanyaError, ValueError):
    """A file or a row cannot be read as an article; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class LoadError:
    """Why a file, or a line of it, gave no article.

    Attributes:
        path: of the file, or of a folder.
        line: the line of the file that is wrong; None if the whole file is.
        message: what is wrong, and what to do.
        is_transient: whether the failure is transient, so that the file's content is not known.
    """

    path: str
    line: int | None
    message: str
    is_transient: bool = False

    def __str__(self) -> str:
        """Return one line that names the file, the line and what to do."""
        location = self.path if self.line is None else f"{self.path}: line {self.line}"
        return f"{location}: {self.message}"


@dataclass(frozen=True, slots=True)
class LoadWarning:
    """What of a file could not be read, though its articles were taken.

    Attributes:
        path: of the file.
        line: of the file; None if the whole file is meant.
        message: what is missing.
    """

    path: str
    line: int | None
    message: str

    def __str__(self) -> str:
        """Return one line that names the file, the line and what is missing."""
        return str(LoadError(self.path, self.line, self.message))


@dataclass(frozen=True, slots=True)
class ArticleMetadata:
    """The metadata of an article; None where it is unknown."""

    title: str | None = None
    source: str | None = None
    author: str | None = None
    published: Published = None
    url: str | None = None

    def or_else(self, other: "ArticleMetadata") -> "ArticleMetadata":
        """Return this metadata, with the other's where this one's is unknown."""
        return ArticleMetadata(
            self.title or other.title,
            self.source or other.source,
            self.author or other.author,
            self.published or other.published,
            self.url or other.url,
        )


@dataclass(frozen=True, slots=True)
class RawDocument:
    """The text of one article as its file holds it.

    Attributes:
        text: unchanged, boilerplate included.
        metadata: what the format's own fields say; not what the text says.
        key: for a row of a file of many, the row's id, or else its line.
        line: of such a row in the file.
    """

    text: str
    metadata: ArticleMetadata = field(default_factory=ArticleMetadata)
    key: str | None = None
    line: int | None = None


def decode(data: bytes) -> str:
    """Return the text of a file: UTF-8, UTF-16 or UTF-32 with a mark, or else Windows-1252.

    Raises:
        UnreadableError: the bytes are not text, or are damaged.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode_marked(data, encoding)
    if 0 in data:
        raise UnreadableError("is binary (it holds NUL bytes); expected text, saved as UTF-8")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        text = _decode_windows(data, error)
    _check_characters(text)
    return text


def _decode_marked(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableError(
            f"is marked as {encoding.removesuffix('-sig').upper()} but byte {error.start} is not; "
            "save it as UTF-8"
        ) from None
    _check_characters(text)
    return text


def _decode_windows(data: bytes, error: UnicodeDecodeError) -> str:
    """Decode Windows-1252, where the bytes look like it and like nothing else.

    Nearly any bytes decode as Windows-1252, so damaged UTF-8 and binaries are ruled out first.
    """
    with suppress(UnicodeDecodeError):
        data.decode("utf-8", errors="surrogatepass")
        raise UnreadableError(
            f"byte {error.start} begins half of a surrogate pair; save it as UTF-8 again"
        )
    lenient = data.decode("utf-8", errors="replace")
    damaged = lenient.count("\ufffd")
    if sum(character > "\x7f" for character in lenient) - damaged > damaged:
        raise UnreadableError(f"is damaged UTF-8 (byte {error.start}); save it as UTF-8 again")
    high = sum(byte > 127 for byte in data)
    if high <= _MAX_HIGH_BYTE_SHARE * len(data):
        with suppress(UnicodeDecodeError):
            return data.decode("cp1252")
    raise UnreadableError("is not text in UTF-8 or Windows-1252; save it as UTF-8")


def _check_characters(text: str) -> None:
    if "\x00" in text:
        raise UnreadableError("is binary (it holds NUL characters); expected text")
    if _CONTROLS.search(text):
        raise UnreadableError("is binary (it holds control characters); expected text")
    check_storable(text)


def check_storable(text: str) -> None:
    """Check that a text can be written as UTF-8.

    Raises:
        UnreadableError: it holds NUL, or half of a surrogate pair, as JSON can spell it.
    """
    if "\x00" in text:
        raise UnreadableError("the text holds a NUL character; remove it")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise UnreadableError(
            f"character {error.start} of the text is half of a surrogate pair; write it whole"
        ) from None


def printable(path: Path | str) -> str:
    """Return a path as a message can print it, odd bytes escaped."""
    return str(path).encode("utf-8", "backslashreplace").decode("utf-8")
