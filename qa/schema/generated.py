"""Generated text: what a language model wrote about an answer, after verification."""

from dataclasses import dataclass
from enum import Enum

from qa.schema.citation import Citation


class FailureReason(Enum):
    """Why a language model generated nothing, or stopped early."""

    UNREACHABLE = "unreachable"
    """Nothing listens at the address, or the connection was refused."""

    SLOW = "slow"
    """The first token or the last one did not come before its timeout."""

    CUT = "cut"
    """The connection was lost in the middle of the response."""

    NO_MODEL = "no_model"
    """The address answers, but not as a language model does: a web page, for example."""

    BUSY = "busy"
    """The endpoint is overloaded, or the key's rate limit or quota is used up."""

    TOO_LONG = "too_long"
    """The prompt is longer than the model's context."""

    DENIED = "denied"
    """The key is missing or wrong."""

    UNKNOWN = "unknown"
    """The endpoint has no model of that name."""

    FAILED = "failed"
    """The endpoint reported an internal error."""

    REFUSED = "refused"
    """The model, or a content filter before it, declined."""

    SILENT = "silent"
    """The response was empty."""

    STOPPED = "stopped"
    """The user cancelled."""


@dataclass(frozen=True, slots=True)
class GeneratedSentence:
    """A sentence of a language model, without its citation markers.

    `citations` are the quotations that were verified to support it; empty where none does.
    """

    text: str
    citations: tuple[Citation, ...] = ()

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("a written sentence has no text")

    @property
    def is_supported(self) -> bool:
        """Whether at least one quotation supports the sentence."""
        return bool(self.citations)


@dataclass(frozen=True, slots=True)
class GeneratedText:
    """The text of a language model about the quotations of an answer, verified against them.

    Attributes:
        model: name of the model; empty where it is unknown.
        sentences: the sentences in order; unsupported ones only where the settings keep them.
        dropped: number of sentences left out because no quotation supports them.
        trouble: why the model stopped early or did not start; None where it finished.
        is_done: whether the text is complete; False while it is streamed.
        tokens_read: prompt tokens, as counted by the server, or estimated where it does not say.
        tokens_written: generated tokens, counted likewise.
    """

    model: str
    sentences: tuple[GeneratedSentence, ...] = ()
    dropped: int = 0
    trouble: FailureReason | None = None
    is_done: bool = False
    tokens_read: int = 0
    tokens_written: int = 0

    def __post_init__(self) -> None:
        if min(self.dropped, self.tokens_read, self.tokens_written) < 0:
            raise ValueError("dropped, tokens_read or tokens_written is below 0")
        if self.trouble is not None and not self.is_done:
            raise ValueError(f"the model failed ({self.trouble.value}), but is_done is False")

    @property
    def supported(self) -> tuple[GeneratedSentence, ...]:
        """The sentences that at least one quotation supports."""
        return tuple(sentence for sentence in self.sentences if sentence.is_supported)


@dataclass(frozen=True, slots=True)
class Translation:
    """A quotation translated by a language model; always shown beside the original."""

    citation: Citation
    text: str
    language: str
    model: str

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("a translation has no text")
