"""A chat completions endpoint that answers from a script, failures of every kind among it."""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

MODEL = "scripted"


@dataclass(frozen=True)
class Request:
    """A request that the endpoint received."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]


@dataclass(frozen=True)
class Reply:
    """A response: a stream of `pieces`, or `body` where there are none.

    Attributes:
        pieces: text of the chunks, streamed one by one.
        pause_s: pause before each piece.
        is_cut: whether the connection breaks after the last piece.
        holds: awaited before the last piece.
        finish: finish_reason of the last chunk.
        is_alive: whether server-sent comments keep the connection alive between the pieces.
    """

    pieces: tuple[str, ...] = ()
    status: int = 200
    body: str = ""
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    pause_s: float = 0
    is_cut: bool = False
    holds: Event | None = None
    finish: str | None = "stop"
    is_alive: bool = False

    @classmethod
    def error(cls, status: int, message: str, **fields: Any) -> "Reply":
        """Return an error in the API's JSON form."""
        return cls(status=status, body=json.dumps({"error": {"message": message}}), **fields)

    @classmethod
    def page(cls, html: str) -> "Reply":
        """Return a web page, as the wrong address would."""
        return cls(body=html, content_type="text/html")


class ScriptedEndpoint:
    """Answers each request with the reply that a function returns for it.

        with ScriptedEndpoint(lambda request: Reply(("Hello.",))) as endpoint: … endpoint.url …

    Attributes:
        requests: every request, in order.
        hung_up: set when a client closes the connection in the middle of a stream.
    """

    def __init__(self, script: Callable[[Request], Reply], models: Sequence[str] = (MODEL,)):
        self._models = models
        self.requests: list[Request] = []
        self.hung_up = Event()
        self._script = script
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    @property
    def written(self) -> list[Request]:
        """The requests for completions."""
        return [request for request in self.requests if request.path.endswith("completions")]

    def kill(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()

    def __enter__(self) -> "ScriptedEndpoint":
        Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                endpoint._keep(self, {})
                listed = [{"id": name, "object": "model"} for name in endpoint._models]
                _send(self, Reply(body=json.dumps({"object": "list", "data": listed})))

            def do_POST(self):
                size = int(self.headers.get("content-length", 0))
                body = json.loads(self.rfile.read(size))
                reply = endpoint._script(endpoint._keep(self, body))
                try:
                    _stream(self, reply) if reply.pieces else _send(self, reply)
                except (BrokenPipeError, ConnectionResetError):
                    endpoint.hung_up.set()

            def log_message(self, *_):
                pass

        return Handler

    def _keep(self, handler: BaseHTTPRequestHandler, body: dict[str, Any]) -> Request:
        headers = {name.lower(): value for name, value in handler.headers.items()}
        self.requests.append(Request(handler.path, headers, body))
        return self.requests[-1]


def _send(handler: BaseHTTPRequestHandler, reply: Reply) -> None:
    sent = reply.body.encode()
    handler.send_response(reply.status)
    for name, value in reply.headers.items():
        handler.send_header(name, value)
    handler.send_header("Content-Type", reply.content_type)
    handler.send_header("Content-Length", str(len(sent)))
    handler.end_headers()
    handler.wfile.write(sent)


def _stream(handler: BaseHTTPRequestHandler, reply: Reply) -> None:
    handler.send_response(reply.status)
    handler.send_header("Content-Type", "text/event-stream")
    handler.end_headers()
    for number, piece in enumerate(reply.pieces):
        if reply.holds is not None and number == len(reply.pieces) - 1:
            reply.holds.wait(30)
        time.sleep(reply.pause_s)
        if reply.is_alive:
            handler.wfile.write(b": still here\n\n")
        _event(handler, {"delta": {"content": piece}, "finish_reason": None})
    if reply.is_cut:
        return
    _event(handler, {"delta": {}, "finish_reason": reply.finish})
    handler.wfile.write(b"data: [DONE]\n\n")


def _event(handler: BaseHTTPRequestHandler, choice: dict[str, Any]) -> None:
    chunk = {
        "id": "1", "object": "chat.completion.chunk", "created": 0, "model": MODEL,
        "choices": [{"index": 0, **choice}],
    }  # fmt: skip
    handler.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
    handler.wfile.flush()
