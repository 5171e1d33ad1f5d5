"""Server: one app for the page, for `POST /ask` and for the tools, on this machine alone.

    app = make_app(inquiries, "127.0.0.1", ServerSettings())
    server = serve(app, "127.0.0.1", port=None)

It listens on loopback addresses only (in a container, on all of the container's), answers only to
the names of this machine and those that the settings allow (so that a page of another site whose
name is made to point here is refused), and lets no other origin in. It has no passwords: access
from elsewhere needs a reverse proxy that asks for one, see `deploy/`.
"""

import ipaddress
import socket
import time
from dataclasses import dataclass
from threading import Thread

import uvicorn
from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from qa.settings import ServerSettings
from ui.http.inquiry import Inquiries
from ui.http.middleware import (
    ErrorLog,
    RateLimit,
    RequestSizeLimit,
    SameSiteOnly,
    SecurityHeaders,
    ToolsAddress,
)
from ui.http.routes import add_routes

_PORTS = range(7860, 7960)
_STOP_S = 3
"""The time that requests in flight have to finish when the server is stopped."""


def make_app(inquiries: Inquiries, host: str, settings: ServerSettings) -> FastAPI:
    """Return an app that answers over HTTP; the page is still to be mounted on it.

    Raises:
        OSError: the host is not this machine.
    """
    _check_host(host, settings)
    # The usual pages about an API load their scripts from the network.
    app = FastAPI(docs_url=None, redoc_url=None, root_path=settings.root_path)
    add_routes(app, inquiries)
    # Each wraps those before it: a request meets the last one first.
    app.add_middleware(RequestSizeLimit, settings=settings)
    app.add_middleware(RateLimit, max_requests_a_minute=settings.max_requests_a_minute)
    app.add_middleware(ToolsAddress)
    app.add_middleware(SameSiteOnly)
    # Lets no origin in; and where there is one, Gradio adds none of its own, which would.
    app.add_middleware(CORSMiddleware)
    names = {"127.0.0.1", "localhost", "[::1]", f"[{host}]" if ":" in host else host}
    names |= set(settings.allowed_hosts)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=sorted(names), www_redirect=False)
    app.add_middleware(ErrorLog)
    # Outermost, so that refusals have the headers, too.
    app.add_middleware(SecurityHeaders)
    return app


_EVERY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104 (only with the names that it is asked by)


@dataclass(frozen=True, slots=True)
class RunningServer:
    """A server in a thread of its own, and its address."""

    address: str
    server: uvicorn.Server
    thread: Thread

    def wait(self) -> None:
        """Block until the server is stopped; an interrupt stops it."""
        try:
            self.thread.join()
        finally:
            self.close()

    def close(self) -> None:
        """Stop the server and free the port."""
        self.server.should_exit = True
        self.thread.join()


def serve(app: FastAPI, host: str, port: int | None) -> RunningServer:
    """Serve an app in a thread of its own; without a port on the first free one from 7860 up.

    Raises:
        OSError: the port is taken, or none from 7860 up is free.
    """
    listener = _listen(host, port)
    # A browser keeps its event stream open; stopping does not wait for it.
    config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=_STOP_S)
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while thread.is_alive() and not server.started:
        time.sleep(0.005)
    if not server.started:
        raise OSError("the server did not start; the reason is above")
    name = f"[{host}]" if ":" in host else host
    return RunningServer(f"http://{name}:{listener.getsockname()[1]}/", server, thread)


def _listen(host: str, port: int | None) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    reason = ""
    for candidate in _PORTS if port is None else (port,):
        try:
            return socket.create_server((host, candidate), family=family)
        except OSError as error:
            reason = error.strerror or str(error)
    ports = f"ports {_PORTS[0]} to {_PORTS[-1]}" if port is None else f"port {port}"
    raise OSError(f"cannot listen on {host}, {ports}: {reason}; choose another port")


def _check_host(host: str, settings: ServerSettings) -> None:
    """Check that the server is not open to the network, unless it is told which names it has."""
    if host == "localhost" or (host in _EVERY_ADDRESS and settings.allowed_hosts):
        return
    try:
        is_loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_loopback = False
    if not is_loopback:
        raise OSError(
            f"the host is {host!r}: Tanya has no passwords, and listens on this machine alone; "
            "take 127.0.0.1, and put a reverse proxy that asks for a password before it; in a "
            "container, take 0.0.0.0 with --allow-host and the name that the proxy has"
        )
