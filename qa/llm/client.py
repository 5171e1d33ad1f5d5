"""Client of any endpoint with the chat completions API; the only module that calls a model.

    client = ChatCompletionsClient.of(settings)
    for piece in client.write(messages, is_wanted): …

The network is read in a thread of its own (`stream`), so that a timeout or a cancellation takes
effect at once. The key is sent to the endpoint and nowhere else: no message, log or error contains
it, nor any text from the endpoint.
"""

from collections.abc import Callable, Generator, Iterator, Sequence
from typing import Any, cast
from urllib.parse import urlsplit

from qa.llm.base import IsWanted, Message, ModelError, Tokens
from qa.llm.client_errors import is_unsupported_parameter, model_error, wait_s
from qa.llm.stream import StreamReader
from qa.schema.generated import FailureReason
from qa.settings import LanguageModelSettings, SettingsError

_LOOPBACK = frozenset(("127.0.0.1", "localhost", "::1"))
_NO_KEY = "none"
_SENT = frozenset(
    (
        "accept",
        "accept-encoding",
        "authorization",
        "connection",
        "content-length",
        "content-type",
        "host",
        "transfer-encoding",
        "user-agent",
    )
)
"""Headers that are sent. The OpenAI client would add its environment variables and platform."""


class ChatCompletionsClient:
    """A language model behind a base URL. Thread-safe."""

    def __init__(self, settings: LanguageModelSettings, url: str) -> None:
        """Create the client without a request; see `of`."""
        self._settings = settings
        self._url = url
        self._model = settings.model

    @classmethod
    def of(cls, settings: LanguageModelSettings) -> "ChatCompletionsClient":
        """Create the client of the endpoint in the settings.

        Raises:
            SettingsError: the URL is missing or malformed.
        """
        url = (settings.url or "").strip()
        try:
            parts = urlsplit(url)
            is_address = parts.scheme in ("http", "https") and parts.hostname
            _ = parts.port
        except ValueError:
            is_address = False
        if not is_address:
            raise SettingsError(
                "the address of the language model is none (TANYA_LLM__URL, --llm): expected one "
                "as http://127.0.0.1:11434/v1"
            )
        return cls(settings, url)

    @property
    def name(self) -> str:
        """The model's display name (for a path, the file's); empty before it is known."""
        said = self._model or ""
        return said.replace("\\", "/").rsplit("/", 1)[-1].removesuffix(".gguf")

    @property
    def host(self) -> str:
        """Host and port of the endpoint, without credentials."""
        parts = urlsplit(self._url)
        host = parts.hostname or ""
        shown = f"[{host}]" if ":" in host else host
        return shown if parts.port is None else f"{shown}:{parts.port}"

    @property
    def is_local(self) -> bool:
        """Whether it runs on this machine."""
        return urlsplit(self._url).hostname in _LOOPBACK

    def write(
        self, messages: Sequence[Message], is_wanted: IsWanted, max_tokens: int | None = None
    ) -> Generator[str | Tokens]:
        """Stream the completion; see `LanguageModel.write`."""
        most = max_tokens or self._settings.max_tokens
        pull = StreamReader(
            lambda: self._opened(messages, most),
            lambda error, is_begun: model_error(error, self.host, is_begun),
            wait_s,
            self._settings,
        )
        try:
            yield from _pieces(pull.items(is_wanted), self.host)
        finally:
            pull.close()

    def _opened(self, messages: Sequence[Message], max_tokens: int) -> Any:  # noqa: ANN401
        """Open the stream of chunks."""
        client = self._client()
        said = [{"role": message.role, "content": message.text} for message in messages]
        create = cast(Callable[..., Any], client.chat.completions.create)
        asked = {"model": self._found(client), "messages": said, "stream": True}
        more = {
            "max_tokens": max_tokens,
            "temperature": 0,
            "stream_options": {"include_usage": True},
        }
        try:
            return create(**asked, **more)
        except Exception as error:
            # Some endpoints reject optional parameters; ask again without them.
            if not is_unsupported_parameter(error):
                raise
        return create(**asked)

    def _found(self, client: Any) -> str:  # noqa: ANN401
        """Return the model's name in the API: where none is set, the endpoint's only one."""
        if self._model is None:
            names = [str(each.id) for each in client.models.list().data]
            if len(names) != 1:
                listed = ", ".join(names[:5]) or "none"
                raise ModelError(
                    FailureReason.UNKNOWN,
                    f"{self.host} has the models: {listed}; name one with --llm-model",
                )
            self._model = names[0]
        return self._model

    def _client(self) -> Any:  # noqa: ANN401
        import httpx2
        from openai import OpenAI

        limits = self._settings
        timeout = httpx2.Timeout(limits.first_word_timeout_s, connect=limits.connect_timeout_s)
        key = limits.key.get_secret_value() if limits.key else _NO_KEY
        return OpenAI(
            base_url=self._url,
            api_key=key,
            max_retries=0,
            timeout=timeout,
            # A proxy of the environment must not be used for this machine.
            http_client=httpx2.Client(
                timeout=timeout,
                trust_env=not self.is_local,
                follow_redirects=False,
                event_hooks={"request": [_strip_headers]},
            ),
        )


def _strip_headers(request: Any) -> None:  # noqa: ANN401
    for name in [name for name in request.headers if name.lower() not in _SENT]:
        del request.headers[name]


def _pieces(chunks: Iterator[Any], host: str) -> Generator[str | Tokens]:
    """Yield the text of the chunks, and the token count at the end.

    Raises:
        ModelError: the stream was cut off or empty, or the model refused.
    """
    count, is_ended, read, written = 0, False, 0, 0
    for chunk in chunks:
        if usage := getattr(chunk, "usage", None):
            read, written = usage.prompt_tokens or 0, usage.completion_tokens or 0
        choice = next(iter(getattr(chunk, "choices", None) or ()), None)
        if choice is None:
            continue
        if getattr(choice.delta, "refusal", None) or choice.finish_reason == "content_filter":
            raise ModelError(FailureReason.REFUSED, f"the model at {host} would not write")
        if text := choice.delta.content:
            count += 1
            yield text
        is_ended = is_ended or choice.finish_reason is not None
    if not is_ended and count:
        raise ModelError(FailureReason.CUT, f"the model at {host} was cut off in the middle")
    if not is_ended:
        raise ModelError(
            FailureReason.NO_MODEL,
            f"what answers at {host} is no language model; look at the address",
        )
    if not count:
        raise ModelError(FailureReason.SILENT, f"the model at {host} wrote nothing")
    yield Tokens(read, written or count)
