"""A language model that answers from a script."""

from collections.abc import Callable, Generator, Sequence

from qa.llm.base import IsWanted, Message, ModelError, Tokens

Script = Callable[[Sequence[Message]], str]


class ScriptedModel:
    """Streams a fixed text, or what a function makes of the messages.

    Attributes:
        asked: the messages of every call, in order.
    """

    name, host, is_local = "scripted", "127.0.0.1:1", True

    def __init__(self, script: Script | str, error: ModelError | None = None, size: int = 3):
        """Create the model.

        Args:
            script: the text that it writes, or a function from the messages to that text.
            error: raised after the text.
            size: characters in a piece.
        """
        self._script = script
        self._error = error
        self._size = size
        self.asked: list[Sequence[Message]] = []

    def write(
        self,
        messages: Sequence[Message],
        is_wanted: IsWanted,
        max_tokens: int | None = None,  # noqa: ARG002
    ) -> Generator[str | Tokens]:
        self.asked.append(messages)
        text = self._script if isinstance(self._script, str) else self._script(messages)
        for start in range(0, len(text), self._size):
            if not is_wanted():
                return
            yield text[start : start + self._size]
        if self._error:
            raise self._error
        yield Tokens(len(messages[-1].text) // 4, len(text) // 4)
