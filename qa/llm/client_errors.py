"""What an error of the client means: which trouble it is, in words that hold nothing secret."""

import re
from http import HTTPStatus

from qa.llm.base import ModelError
from qa.schema.written import Trouble

_CONTEXT = re.compile(
    r"context|maximum.{0,20}(?:length|tokens)|too many tokens|too long|exceeds.{0,40}tokens|"
    r"prompt is too|input is too",
    re.IGNORECASE,
)
_FORM = re.compile(
    r"stream_options|max_tokens|temperature|unsupported|unrecognized|unknown (?:field|param)|"
    r"extra (?:fields|inputs)|not permitted",
    re.IGNORECASE,
)
_MODEL = re.compile(r"model", re.IGNORECASE)
_FIRST_WAIT_S, _MOST_WAIT_S = 0.5, 30.0
_SAID = {
    Trouble.UNREACHABLE: "no language model answers at {host}; start it, or leave --llm away",
    Trouble.SLOW: "the model at {host} did not answer in time",
    Trouble.CUT: "the model at {host} was cut off in the middle",
    Trouble.NO_MODEL: "what answers at {host} is no language model; look at the address",
    Trouble.BUSY: "the model at {host} has too much to do; ask again in a while",
    Trouble.TOO_LONG: "the quotations are more than the model at {host} can read; set "
    "TANYA_LLM__MAX_QUOTATIONS lower",
    Trouble.DENIED: "the model at {host} wants a key, or another one: TANYA_LLM__KEY",
    Trouble.UNKNOWN: "{host} has no model of that name; name another with --llm-model",
    Trouble.FAILED: "the model at {host} had an error of its own",
}


def model_error(error: Exception, host: str, is_begun: bool) -> ModelError:
    """Return what an error of the client comes to.

    Args:
        error: that the client raised.
        host: as it is shown.
        is_begun: whether the model had begun to write.
    """
    if isinstance(error, ModelError):
        return error
    trouble = _trouble(error, is_begun)
    return ModelError(trouble, _SAID[trouble].format(host=host))


def wait_s(error: Exception, attempt: int) -> float | None:
    """Return how long to wait before asking again, in seconds; None where that is of no use.

    Args:
        error: that the client raised.
        attempt: how often was asked, from 1.
    """
    if _trouble(error, is_begun=False) not in (Trouble.UNREACHABLE, Trouble.BUSY, Trouble.FAILED):
        return None
    status = getattr(error, "status_code", None)
    if isinstance(status, int) and status < HTTPStatus.TOO_MANY_REQUESTS:
        return None
    response = getattr(error, "response", None)
    told = response.headers.get("retry-after", "") if response is not None else ""
    asked = float(told) if re.fullmatch(r"\d{1,6}(\.\d+)?", told) else 0.0
    return min(_MOST_WAIT_S, max(asked, _FIRST_WAIT_S * 2 ** (attempt - 1)))


def is_about_the_form(error: Exception) -> bool:
    """Say whether an endpoint does not know a part of what it was asked."""
    status = getattr(error, "status_code", None)
    said = str(error)
    return status in (400, 422) and bool(_FORM.search(said)) and not _CONTEXT.search(said)


def _trouble(error: Exception, is_begun: bool) -> Trouble:
    import httpx2
    import openai

    if isinstance(error, openai.APITimeoutError | httpx2.TimeoutException):
        reached = not isinstance(_cause(error), httpx2.ConnectTimeout)
        return Trouble.SLOW if reached else Trouble.UNREACHABLE
    if isinstance(error, openai.APIConnectionError | httpx2.HTTPError | OSError):
        return Trouble.CUT if is_begun else Trouble.UNREACHABLE
    if isinstance(error, openai.APIStatusError):
        return _of_status(error.status_code, str(error), _is_json(error.response))
    if isinstance(error, openai.APIError):
        # An error inside the stream.
        if _CONTEXT.search(str(error)):
            return Trouble.TOO_LONG
        return Trouble.FAILED
    if isinstance(error, ValueError):
        return Trouble.CUT if is_begun else Trouble.NO_MODEL
    return Trouble.NO_MODEL if isinstance(error, AttributeError | TypeError) else Trouble.FAILED


def _cause(error: BaseException) -> BaseException:
    return error.__cause__ or error


def _is_json(response: object) -> bool:
    headers = getattr(response, "headers", {})
    return "json" in headers.get("content-type", "")


def _of_status(status: int, said: str, is_json: bool) -> Trouble:
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Trouble.BUSY
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return Trouble.DENIED
    if status < HTTPStatus.BAD_REQUEST or (status == HTTPStatus.NOT_FOUND and not is_json):
        return Trouble.NO_MODEL
    if status == HTTPStatus.NOT_FOUND:
        return Trouble.UNKNOWN if _MODEL.search(said) else Trouble.NO_MODEL
    if status < HTTPStatus.INTERNAL_SERVER_ERROR and _CONTEXT.search(said):
        return Trouble.TOO_LONG
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        return Trouble.BUSY
    return Trouble.TOO_LONG if _CONTEXT.search(said) else Trouble.FAILED
