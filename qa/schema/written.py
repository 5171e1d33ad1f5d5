"""What a language model wrote about an answer, as it was checked."""

from dataclasses import dataclass
from enum import Enum

from qa.schema.citation import Citation


class Trouble(Enum):
    """Why a language model wrote nothing, or not to its end."""

    UNREACHABLE = "unreachable"
    """Nothing listens at the address, or the connection was refused."""

    SLOW = "slow"
    """It did not begin, or not end, in the time that it has."""

    CUT = "cut"
    """The connection ended in the middle."""

    NO_MODEL = "no_model"
    """What answers is no language model: a page, or something that is not in its form."""

    BUSY = "busy"
    """It has too much to do, or the key's share is used up."""

    TOO_LONG = "too_long"
    """The question with its quotations is more than it can read."""

    DENIED = "denied"
    """It wants a key, or another one."""

    UNKNOWN = "unknown"
    """The endpoint has no model of that name."""

    FAILED = "failed"
    """The endpoint had an error of its own."""

    REFUSED = "refused"
    """The model, or a filter before it, would not write."""

    SILENT = "silent"
    """It ended without a word."""

    STOPPED = "stopped"
    """Who asked wanted no more."""


@dataclass(frozen=True, slots=True)
class WrittenSentence:
    """A sentence that a language model wrote, without its marks of citation.

    `citations` are the quotations that were found to support it; none where none does.
    """

    text: str
    citations: tuple[Citation, ...] = ()

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("a written sentence has no text")

    @property
    def is_supported(self) -> bool:
        """Whether the articles say it."""
        return bool(self.citations)


@dataclass(frozen=True, slots=True)
class Written:
    """What a language model wrote about the quotations of an answer, checked against them.

    Attributes:
        model: the model's name; empty where it did not become known.
        sentences: in order; those that nothing supports only where the settings keep them.
        dropped: how many were left out because nothing supports them.
        trouble: why the model ended early, or did not begin; None where it came to its end.
        is_done: whether no more is to come.
        tokens_read: by the model, as its server or else we count.
        tokens_written: by the model, likewise.
    """

    model: str
    sentences: tuple[WrittenSentence, ...] = ()
    dropped: int = 0
    trouble: Trouble | None = None
    is_done: bool = False
    tokens_read: int = 0
    tokens_written: int = 0

    def __post_init__(self) -> None:
        if min(self.dropped, self.tokens_read, self.tokens_written) < 0:
            raise ValueError("a count of what was written is below 0")
        if self.trouble is not None and not self.is_done:
            raise ValueError(f"the model is in trouble ({self.trouble.value}) and still to go on")

    @property
    def supported(self) -> tuple[WrittenSentence, ...]:
        """The sentences that the articles say."""
        return tuple(sentence for sentence in self.sentences if sentence.is_supported)


@dataclass(frozen=True, slots=True)
class Gloss:
    """A quotation in another language, translated by a language model. Never shown alone."""

    citation: Citation
    text: str
    language: str
    model: str

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("a gloss has no text")
