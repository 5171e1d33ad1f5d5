"""ASGI middleware: rate limit, size limits, security headers, and who may ask at all.

Each class wraps an app and is itself one; `ui.http.app` puts them in order.
"""

import logging

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.settings import ServerSettings
from ui.http.problems import PROBLEMS, problem

PAGE_PATH = "/gradio_api/"
"""Where the page sends its requests, uploaded files among them."""

TOOLS_PATH = "/mcp"
"""Where the tools of the Model Context Protocol are served."""

_SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


class RateLimit:
    """Answers 429 to a client that sends more than so many requests a minute.

    A client is an address; behind a reverse proxy on this machine it is the one that the proxy
    names, which uvicorn takes from `X-Forwarded-For`. Requests that only read (the page, its
    scripts, articles) are not counted.
    """

    def __init__(self, app: ASGIApp, max_requests_a_minute: int) -> None:
        self._app = app
        self._limit = RateLimitItemPerMinute(max_requests_a_minute)
        self._counter = SlidingWindowCounterRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] == "http" and scope["method"] not in _SAFE_METHODS:
            client, _ = scope.get("client") or ("", 0)
            if not self._counter.hit(self._limit, str(client)):
                error = f"more than {self._limit.amount} requests came from you in a minute; wait"
                await problem(429, error, {"Retry-After": "10"})(scope, receive, send)
                return
        await self._app(scope, receive, send)


class RequestSizeLimit:
    """Answers 413 to a request that is too large before it is read; the page may send more."""

    def __init__(self, app: ASGIApp, settings: ServerSettings) -> None:
        self._api = settings.max_body_bytes, _limited(app, settings.max_body_bytes)
        self._page = settings.max_page_bytes, _limited(app, settings.max_page_bytes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        is_page = str(scope.get("path", "")).startswith(PAGE_PATH)
        max_bytes, app = self._page if is_page else self._api
        size = Headers(scope=scope).get("content-length", "") if scope["type"] == "http" else ""
        if size.isdecimal() and int(size) > max_bytes:
            error = f"the request has {size} bytes; expected {max_bytes} at most"
            return await problem(413, error)(scope, receive, send)
        return await app(scope, receive, send)


def _limited(app: ASGIApp, max_body_bytes: int) -> ASGIApp:
    return RequestBodyLimitMiddleware(app, max_body_bytes)


class SameSiteOnly:
    """Answers 403 to what a page of another site makes the same browser send.

    Browsers say where a request comes from; other programs do not, and are let through.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if (
            scope["type"] == "http"
            and scope["method"] not in ("GET", "HEAD")
            and Headers(scope=scope).get("sec-fetch-site") in ("cross-site", "same-site")
        ):
            error = "the request comes from a page of another site, and is not answered"
            return await problem(403, error)(scope, receive, send)
        return await self._app(scope, receive, send)


class ToolsAddress:
    """Rewrites `/mcp` to the longer path at which Gradio serves the tools."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] == "http" and scope["path"] in (TOOLS_PATH, f"{TOOLS_PATH}/"):
            path = f"{TOOLS_PATH}/gradio_api/mcp/"
            scope = {**scope, "path": path, "raw_path": path.encode()}
        await self._app(scope, receive, send)


class ErrorLog:
    """Answers 500 and logs one line where an exception escapes the page's own library."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        has_begun = False

        async def noted(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except Exception as error:
            if scope["type"] != "http":
                raise
            request = f"{scope['method']} {scope['path']}"
            logging.getLogger(__name__).warning("%.200r could not be answered: %r", request, error)
            if not has_begun:
                await problem(500, PROBLEMS[500])(scope, receive, send)


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


class SecurityHeaders:
    """Adds the security headers to every response."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""

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
