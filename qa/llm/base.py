"""What a language model is to Tanya: messages go in, pieces of text come out as they are written.

The one class that knows how a model is spoken to over the network is in `endpoint.py`.
"""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from embeddings.errors import TanyaError
from qa.schema.written import Trouble

IsWanted = Callable[[], bool]
"""Says whether what is being written is still wanted; asked often, from one thread."""


@dataclass(frozen=True, slots=True)
class Message:
    """One thing that is said to a model."""

    role: Literal["system", "user", "assistant"]
    text: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """How many tokens a model read and wrote."""

    read: int
    written: int

    def __post_init__(self) -> None:
        if min(self.read, self.written) < 0:
            raise ValueError(f"tokens read {self.read}, written {self.written}; expected 0 or more")


class LanguageModel(Protocol):
    """Writes. May be used from several threads."""

    @property
    def name(self) -> str:
        """The model's name, as it is shown; empty before it is known."""
        ...

    @property
    def host(self) -> str:
        """Where it runs, as it is shown: a host, and a port where there is one."""
        ...

    @property
    def is_here(self) -> bool:
        """Whether that is this machine."""
        ...

    def write(
        self, messages: Sequence[Message], is_wanted: IsWanted, max_tokens: int | None = None
    ) -> Generator[str | Tokens]:
        """Yield what the model writes, piece by piece, and at the very end the tokens once.

        Closing the iterator ends the writing.

        Args:
            messages: what is said to it, in order.
            is_wanted: as soon as it says no, the writing ends with `Trouble.STOPPED`.
            max_tokens: the most that it writes; as the settings say unless given.

        Raises:
            ModelError: it did not begin, or not come to its end; what was yielded stays good.
        """
        ...


class ModelError(TanyaError):
    """A language model did not do what was asked; `trouble` is what went wrong.

    The message says it in a line for who started Tanya; it holds no key and nothing that the
    endpoint sent.
    """

    def __init__(self, trouble: Trouble, message: str) -> None:
        super().__init__(message)
        self.trouble = trouble
