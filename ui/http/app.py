"""The server: one app for the page, for `POST /ask` and for the tools, on this machine alone.

    app = make_app(inquiries, "127.0.0.1", ServerSettings())
    served = serve(app, "127.0.0.1", port=None)

It listens on loopback addresses and nowhere else, answers to the names of this machine alone (a
page of another site whose name is made to point here is refused), opens no door to pages of other
origins, and reads no more of a request than it must. It has no passwords: whoever is to come from
elsewhere comes through a reverse proxy that asks for one.
"""

import ipaddress
import logging
import socket
import time
from dataclasses import dataclass
from threading import Thread

import uvicorn
from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.settings import ServerSettings
from ui.http.inquiry import Inquiries
from ui.http.mcp import PATH as TOOLS
from ui.http.middleware import RateLimit, SafeHeaders
from ui.http.routes import PROBLEMS, add_routes, describe, problem

FIRST_PORT, PORTS = 7860, 100
# Where the page sends what it sends, files among it.
PAGE = "/gradio_api/"


def make_app(inquiries: Inquiries, host: str, settings: ServerSettings) -> FastAPI:
    """Return an app that answers over HTTP; the page is still to be mounted on it.

    Raises:
        OSError: the host is not this machine.
    """
    _check_loopback(host)
    # The usual pages about an API load their scripts from the network.
    app = FastAPI(docs_url=None, redoc_url=None)
    describe(app)
    add_routes(app, inquiries)
    app.add_middleware(SizeLimit, settings=settings)
    app.add_middleware(RateLimit, max_requests_a_minute=settings.max_requests_a_minute)
    app.add_middleware(ShortAddress)
    app.add_middleware(OwnPagesOnly)
    # Lets no origin in; and where there is one, Gradio adds none of its own, which would.
    app.add_middleware(CORSMiddleware)
    names = {"127.0.0.1", "localhost", "[::1]", f"[{host}]" if ":" in host else host}
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=sorted(names), www_redirect=False)
    app.add_middleware(OneLine)
    # The last that is added stands before all others: refusals have the headers, too.
    app.add_middleware(SafeHeaders)
    return app


class SizeLimit:
    """Refuses requests that are too large before they are read; the page may send more."""

    def __init__(self, app: ASGIApp, settings: ServerSettings) -> None:
        self._asked = settings.max_body_bytes, _limited(app, settings.max_body_bytes)
        self._page = settings.max_page_bytes, _limited(app, settings.max_page_bytes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        of_page = str(scope.get("path", "")).startswith(PAGE)
        most, app = self._page if of_page else self._asked
        told = Headers(scope=scope).get("content-length", "") if scope["type"] == "http" else ""
        if told.isdecimal() and int(told) > most:
            error = f"the request has {told} bytes; expected {most} at most"
            return await problem(413, error)(scope, receive, send)
        return await app(scope, receive, send)


def _limited(app: ASGIApp, max_body_bytes: int) -> ASGIApp:
    return RequestBodyLimitMiddleware(app, max_body_bytes)


class OneLine:
    """Makes one line in the log of what the page's own library trips over, and an answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
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
            asked = f"{scope['method']} {scope['path']}"
            logging.getLogger(__name__).warning("%.200r could not be answered: %r", asked, error)
            if not has_begun:
                await problem(500, PROBLEMS[500])(scope, receive, send)


class ShortAddress:
    """Takes `/mcp` for the longer address that Gradio serves the tools at."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] == "http" and scope["path"] in (TOOLS, f"{TOOLS}/"):
            path = f"{TOOLS}/gradio_api/mcp/"
            scope = {**scope, "path": path, "raw_path": path.encode()}
        await self._app(scope, receive, send)


class OwnPagesOnly:
    """Refuses what a page of another site, open in the same browser, makes the browser send."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if (
            scope["type"] == "http"
            and scope["method"] not in ("GET", "HEAD")
            and _is_strange(scope)
        ):
            error = "the request comes from a page of another site, and is not answered"
            return await problem(403, error)(scope, receive, send)
        return await self._app(scope, receive, send)


def _is_strange(scope: Scope) -> bool:
    # Browsers tell it with every request; programs that are no browsers do not.
    return Headers(scope=scope).get("sec-fetch-site") in ("cross-site", "same-site")


@dataclass(frozen=True, slots=True)
class Served:
    """An app that is being served, and where."""

    address: str
    server: uvicorn.Server
    thread: Thread

    def wait(self) -> None:
        """Return when it has been stopped; it stops, too, where waiting is interrupted."""
        try:
            self.thread.join()
        finally:
            self.close()

    def close(self) -> None:
        """Stop it, and free the port."""
        self.server.should_exit = True
        self.thread.join()


def serve(app: FastAPI, host: str, port: int | None) -> Served:
    """Return an app that is being served by a thread of its own, on the first free port.

    Raises:
        OSError: the port is taken, or none from 7860 up is free.
    """
    listening = _listen(host, port)
    # A browser keeps its stream open; who stops the server does not wait for it.
    config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while thread.is_alive() and not server.started:
        time.sleep(0.005)
    if not server.started:
        raise OSError("the server did not start; the reason is above")
    name = f"[{host}]" if ":" in host else host
    return Served(f"http://{name}:{listening.getsockname()[1]}/", server, thread)


def _listen(host: str, port: int | None) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    reason = ""
    for candidate in range(FIRST_PORT, FIRST_PORT + PORTS) if port is None else (port,):
        try:
            return socket.create_server((host, candidate), family=family)
        except OSError as error:
            reason = error.strerror or str(error)
    asked = f"ports {FIRST_PORT} to {FIRST_PORT + PORTS - 1}" if port is None else f"port {port}"
    raise OSError(f"cannot listen on {host}, {asked}: {reason}; choose another port")


def _check_loopback(host: str) -> None:
    if host == "localhost":
        return
    try:
        is_loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_loopback = False
    if not is_loopback:
        raise OSError(
            f"the host is {host!r}: Tanya has no passwords, and listens on this machine alone; "
            f"take 127.0.0.1, and put a reverse proxy that asks for a password before it"
        )
