"""An action of the reader on the page, as the browser reports it, checked."""

from dataclasses import dataclass

MAX_TEXT_CHARS = 5_000_000


@dataclass(frozen=True, slots=True)
class Action:
    """An action: its name, the turn it is about (from 1, 0 for none), and a text."""

    name: str
    turn: int = 0
    text: str = ""

    def __post_init__(self) -> None:
        if self.turn < 0:
            raise ValueError(f"the action {self.name!r} has turn {self.turn}; expected 0 or more")
        if len(self.text) > MAX_TEXT_CHARS:
            raise ValueError(
                f"the action {self.name!r} has {len(self.text)} characters; "
                f"expected at most {MAX_TEXT_CHARS}"
            )


def parse_action(event: object) -> Action:
    """Parse what the browser sent.

    Raises:
        ValueError: it is not an action.
    """
    from pydantic import TypeAdapter

    return TypeAdapter(Action).validate_python(event)
