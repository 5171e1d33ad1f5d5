"""The LanguageModel protocol: messages in, streamed text out.

The implementation for endpoints with the chat completions API is in `client`.
"""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from embeddings.errors import TanyaError
from qa.schema.generated import FailureReason

IsWanted = Callable[[], bool]
"""Returns False once generation should stop; polled from one thread."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a prompt."""

    role: Literal["system", "user", "assistant"]
    text: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """Token counts of a call: prompt and completion."""

    read: int
    written: int

    def __post_init__(self) -> None:
        if min(self.read, self.written) < 0:
            raise ValueError(f"tokens read {self.read}, written {self.written}; expected 0 or more")


class LanguageModel(Protocol):
    """A generative language model. Thread-safe."""

    @property
    def name(self) -> str:
        """The model's display name; empty before it is known."""
        ...

    @property
    def host(self) -> str:
        """Host, and port if given, of the machine that runs it."""
        ...

    @property
    def is_local(self) -> bool:
        """Whether it runs on this machine."""
        ...

    def write(
        self, messages: Sequence[Message], is_wanted: IsWanted, max_tokens: int | None = None
    ) -> Generator[str | Tokens]:
        """Stream the completion piece by piece; the last item is the token count.

        Closing the iterator cancels the generation.

        Args:
            messages: the prompt.
            is_wanted: as soon as it returns False, the stream ends with `FailureReason.STOPPED`.
            max_tokens: limit of the completion; the settings' unless given.

        Raises:
            ModelError: it did not start, or did not finish; the pieces so far stay valid.
        """
        ...


class ModelError(TanyaError):
    """A language model failed; `trouble` says why.

    The message is one line for the operator. It never contains the key or text from the endpoint.
    """

    def __init__(self, trouble: FailureReason, message: str) -> None:
        super().__init__(message)
        self.trouble = trouble
