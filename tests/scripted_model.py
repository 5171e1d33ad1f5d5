"""A language model that writes by a script."""

from collections.abc import Callable, Generator, Sequence

from qa.llm.base import IsWanted, Message, ModelError, Tokens

Script = Callable[[Sequence[Message]], str]


class ScriptedModel:
    """Writes what a function makes of what is said to it, in pieces of a few characters.

    `asked` keeps what was said to it; with `error` it is in trouble behind its words.
    """

    name, host, is_here = "scripted", "127.0.0.1:1", True

    def __init__(self, script: Script | str, error: ModelError | None = None, size: int = 3):
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
