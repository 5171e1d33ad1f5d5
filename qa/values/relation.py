"""The outcome of comparing two values."""

from enum import Enum


class ValueRelation(Enum):
    """The outcome of comparing two values; it is symmetric."""

    EQUAL = "equal"
    """Both have the same meaning, however they are spelled."""

    COMPATIBLE = "compatible"
    """Both can be true of one thing, as where one of them is more exact."""

    CONFLICTING = "conflicting"
    """They cannot both be true of one thing."""

    INCOMPARABLE = "incomparable"
    """They are of two kinds, or have no part in common to compare."""

    @property
    def agrees(self) -> bool:
        """Whether one claim can state both."""
        return self in (ValueRelation.EQUAL, ValueRelation.COMPATIBLE)
