"""A client that sends more than so many requests a minute is told to wait.

A client is an address; behind a reverse proxy on this machine it is the one that the proxy names,
which uvicorn takes from `X-Forwarded-For` where the proxy is on this machine. What is only read
(the page, its scripts, articles) is not counted.
"""

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.http.routes import problem

_READS = ("GET", "HEAD", "OPTIONS")


class RateLimit:
    """Refuses the requests of a client that has sent too many."""

    def __init__(self, app: ASGIApp, max_requests_a_minute: int) -> None:
        self._app = app
        self._limit = RateLimitItemPerMinute(max_requests_a_minute)
        self._counted = SlidingWindowCounterRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it with 429."""
        if scope["type"] == "http" and scope["method"] not in _READS:
            client, _ = scope.get("client") or ("", 0)
            if not self._counted.hit(self._limit, str(client)):
                error = f"more than {self._limit.amount} requests came from you in a minute; wait"
                await problem(429, error, {"Retry-After": "10"})(scope, receive, send)
                return
        await self._app(scope, receive, send)


# Gradio's page has scripts and styles inside it, and makes its own links to files.
_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' blob:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
}


class SafeHeaders:
    """Adds the headers to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        if scope["type"] == "http":
            await self._app(scope, receive, with_headers)
        else:
            await self._app(scope, receive, send)
