"""The one place where a language model is spoken to: any endpoint that speaks as OpenAI's does.

    endpoint = Endpoint.of(settings)
    for piece in endpoint.write(messages, is_wanted): …

What the network does happens in a thread of its own (`pull.py`), so that a deadline or a reader who
wants no more ends the writing at once. The key goes to the endpoint and nowhere else: no message,
log or error holds it, nor anything that the endpoint sent.
"""

from collections.abc import Callable, Generator, Iterator, Sequence
from typing import Any, cast
from urllib.parse import urlsplit

from qa.llm.base import IsWanted, Message, ModelError, Tokens
from qa.llm.client_errors import is_about_the_form, model_error, wait_s
from qa.llm.stream import StreamReader
from qa.schema.written import Trouble
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
"""Headers. The client would also send what the environment holds for OpenAI, and tell of the
machine that it runs on."""


class ChatCompletionsClient:
    """A language model behind an address. May be used from several threads."""

    def __init__(self, settings: LanguageModelSettings, url: str) -> None:
        """Keep where it is; nothing is asked of it yet. See `of`."""
        self._settings = settings
        self._url = url
        self._model = settings.model

    @classmethod
    def of(cls, settings: LanguageModelSettings) -> "ChatCompletionsClient":
        """Return the endpoint that the settings name.

        Raises:
            SettingsError: its address is none, or cannot be one.
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
        """The model's name, as it is shown: of a file its own name; empty before it is known."""
        said = self._model or ""
        return said.replace("\\", "/").rsplit("/", 1)[-1].removesuffix(".gguf")

    @property
    def host(self) -> str:
        """Where it runs: host and port, without a name or password in the address."""
        parts = urlsplit(self._url)
        host = parts.hostname or ""
        shown = f"[{host}]" if ":" in host else host
        return shown if parts.port is None else f"{shown}:{parts.port}"

    @property
    def is_here(self) -> bool:
        """Whether it runs on this machine."""
        return urlsplit(self._url).hostname in _LOOPBACK

    def write(
        self, messages: Sequence[Message], is_wanted: IsWanted, max_tokens: int | None = None
    ) -> Generator[str | Tokens]:
        """Yield what the model writes, and its tokens at the end; see `LanguageModel.write`."""
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
        """Return the client's stream of chunks."""
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
            # Some endpoints refuse what they do not know; without it they write as well.
            if not is_about_the_form(error):
                raise
        return create(**asked)

    def _found(self, client: Any) -> str:  # noqa: ANN401
        """Return the model's name for the endpoint: its only one, where none is set."""
        if self._model is None:
            names = [str(each.id) for each in client.models.list().data]
            if len(names) != 1:
                listed = ", ".join(names[:5]) or "none"
                raise ModelError(
                    Trouble.UNKNOWN,
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
            # A proxy is for other machines.
            http_client=httpx2.Client(
                timeout=timeout,
                trust_env=not self.is_here,
                follow_redirects=False,
                event_hooks={"request": [_keep_to_ourselves]},
            ),
        )


def _keep_to_ourselves(request: Any) -> None:  # noqa: ANN401
    for name in [name for name in request.headers if name.lower() not in _SENT]:
        del request.headers[name]


def _pieces(chunks: Iterator[Any], host: str) -> Generator[str | Tokens]:
    """Yield the text of a model's chunks, and its tokens at the end.

    Raises:
        ModelError: it did not come to its end, would not write, or wrote nothing.
    """
    count, is_ended, read, written = 0, False, 0, 0
    for chunk in chunks:
        if usage := getattr(chunk, "usage", None):
            read, written = usage.prompt_tokens or 0, usage.completion_tokens or 0
        choice = next(iter(getattr(chunk, "choices", None) or ()), None)
        if choice is None:
            continue
        if getattr(choice.delta, "refusal", None) or choice.finish_reason == "content_filter":
            raise ModelError(Trouble.REFUSED, f"the model at {host} would not write")
        if text := choice.delta.content:
            count += 1
            yield text
        is_ended = is_ended or choice.finish_reason is not None
    if not is_ended and count:
        raise ModelError(Trouble.CUT, f"the model at {host} was cut off in the middle")
    if not is_ended:
        raise ModelError(
            Trouble.NO_MODEL, f"what answers at {host} is no language model; look at the address"
        )
    if not count:
        raise ModelError(Trouble.SILENT, f"the model at {host} wrote nothing")
    yield Tokens(read, written or count)
