"""What a reader does on the page, as the browser says it. Anything else it says is refused."""

from dataclasses import dataclass

MAX_TEXT_CHARS = 5_000_000


@dataclass(frozen=True, slots=True)
class Action:
    """Something done: its name, the turn it is about (from 1, 0 for none), and a text."""

    name: str
    turn: int = 0
    text: str = ""

    def __post_init__(self) -> None:
        if self.turn < 0:
            raise ValueError(f"the act {self.name!r} is about turn {self.turn}; expected 0 or more")
        if len(self.text) > MAX_TEXT_CHARS:
            raise ValueError(
                f"the act {self.name!r} has {len(self.text)} characters; "
                f"the most that are read is {MAX_TEXT_CHARS}"
            )


def parse_action(told: object) -> Action:
    """Return the act that the browser tells of.

    Raises:
        ValueError: it is none.
    """
    from pydantic import TypeAdapter

    return TypeAdapter(Action).validate_python(told)
