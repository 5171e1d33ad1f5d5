"""Error responses: one JSON object whose `error` says in a line what is wrong and what to do.

The reason of an unexpected error goes to the log of the server, never to the client.
"""

import logging
from collections.abc import Mapping
from typing import NoReturn

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException as StarletteHTTPException

from qa.store.errors import LibraryError
from ui.http.schema import ProblemDetails, without_lone_surrogates

_MAX_REPORTED = 3

PROBLEMS = {
    400: "The request is no JSON.",
    404: "There is no such article.",
    413: "The request is too large.",
    422: "The request is not as it should be.",
    429: "Too many requests came from one client.",
    500: "Answering failed; the reason is in the log of the server.",
    503: "Too many questions are waiting, or the library cannot be read.",
}
"""What each status code means, for the OpenAPI page."""


def problem(code: int, error: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """Return an error response."""
    return JSONResponse({"error": without_lone_surrogates(error)}, code, headers)


def problem_responses(*codes: int) -> dict[int | str, dict[str, object]]:
    """Return the description of these error responses for the OpenAPI page."""
    return {code: {"model": ProblemDetails, "description": PROBLEMS[code]} for code in codes}


def fail(question: str) -> NoReturn:
    """Log the exception that is being handled, and raise a 500 that does not name it."""
    log_failure(question)
    raise HTTPException(500, PROBLEMS[500]) from None


def log_failure(question: str) -> None:
    """Log the exception that is being handled, for whoever runs the server."""
    logging.getLogger(__name__).exception("No answer to %.200r", question)


def library_unavailable(error: LibraryError) -> HTTPException:
    """Return a 503 for a library that is gone or damaged; the log has its path and the reason."""
    logging.getLogger(__name__).error("%s", error)
    return HTTPException(503, "the library cannot be read; the reason is in the log of the server")


def add_problem_handlers(app: FastAPI) -> None:
    """Let an app answer wrong input and HTTP errors in this form."""
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(StarletteHTTPException, _refused)


def _invalid(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    reasons = [
        f"{_place(each['loc'])}: {each['msg'].removeprefix('Value error, ')}"
        for each in error.errors()[:_MAX_REPORTED]
    ]
    return problem(422, "; ".join(reasons))


def _place(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in location if part != "body") or "the request"


def _refused(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, StarletteHTTPException)  # noqa: S101
    return problem(error.status_code, str(error.detail), error.headers)
