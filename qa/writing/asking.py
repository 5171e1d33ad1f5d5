"""What answers exactly, as a writer asks it."""

from collections.abc import Sequence
from typing import Protocol

from qa.answer import Answer
from qa.scope import EVERYTHING, Scope


class Ask(Protocol):
    """What answers exactly: `Assistant.ask`."""

    def __call__(
        self,
        question: str,
        history: Sequence[Answer] = (),
        scope: Scope = EVERYTHING,
        narrow: bool = True,
    ) -> Answer:
        """Return the exact answer."""
        ...


def always() -> bool:
    """Say that what is being written is still wanted."""
    return True
