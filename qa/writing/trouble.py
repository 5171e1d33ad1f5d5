"""What can go wrong with a language model, by name; what is said of it is said by who shows it."""

from enum import Enum


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


class ModelError(Exception):
    """A language model did not do what was asked; `trouble` is what went wrong.

    The message says it in a line for who started Tanya; it holds no key and nothing that the
    endpoint sent.
    """

    def __init__(self, trouble: Trouble, message: str) -> None:
        super().__init__(message)
        self.trouble = trouble
