"""How two values stand to each other."""

from enum import Enum


class Relation(Enum):
    """How two values stand to each other; it is the same seen from either side."""

    SAME = "same"
    """Both say the same, however it is spelled."""

    COMPATIBLE = "compatible"
    """Both can be true at once: one is the other told more exactly, or nearly so."""

    DIFFERENT = "different"
    """Not both can be true of one thing."""

    INCOMPARABLE = "incomparable"
    """Of two kinds, or with nothing in common that could be compared."""

    @property
    def agrees(self) -> bool:
        """Whether both can be said in one claim."""
        return self in (Relation.SAME, Relation.COMPATIBLE)
