"""A client that sends more than so many requests a minute is told to wait.

A client is an address; behind a reverse proxy on this machine it is the one that the proxy names,
which uvicorn takes from `X-Forwarded-For` where the proxy is on this machine. What is only read
(the page, its scripts, articles) is not counted.
"""

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.api import problem

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
