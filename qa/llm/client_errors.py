"""Map errors of the client to a ModelError, with a message that contains no secret."""

import re
from http import HTTPStatus

from qa.llm.base import ModelError
from qa.schema.generated import FailureReason

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
    FailureReason.UNREACHABLE: "no language model answers at {host}; start it, or leave --llm away",
    FailureReason.SLOW: "the model at {host} did not answer in time",
    FailureReason.CUT: "the model at {host} was cut off in the middle",
    FailureReason.NO_MODEL: "what answers at {host} is no language model; look at the address",
    FailureReason.BUSY: "the model at {host} has too much to do; ask again in a while",
    FailureReason.TOO_LONG: "the quotations are more than the model at {host} can read; set "
    "TANYA_LLM__MAX_QUOTATIONS lower",
    FailureReason.DENIED: "the model at {host} wants a key, or another one: TANYA_LLM__KEY",
    FailureReason.UNKNOWN: "{host} has no model of that name; name another with --llm-model",
    FailureReason.FAILED: "the model at {host} had an error of its own",
}


def model_error(error: Exception, host: str, is_begun: bool) -> ModelError:
    """Convert an error of the client.

    Args:
        error: raised by the client.
        host: the endpoint's, for the message.
        is_begun: whether the model had started to generate.
    """
    if isinstance(error, ModelError):
        return error
    trouble = _trouble(error, is_begun)
    return ModelError(trouble, _SAID[trouble].format(host=host))


def wait_s(error: Exception, attempt: int) -> float | None:
    """Return the wait before the next attempt, in seconds; None where retrying is useless.

    Args:
        error: raised by the client.
        attempt: number of attempts so far, from 1.
    """
    if _trouble(error, is_begun=False) not in (
        FailureReason.UNREACHABLE,
        FailureReason.BUSY,
        FailureReason.FAILED,
    ):
        return None
    status = getattr(error, "status_code", None)
    if isinstance(status, int) and status < HTTPStatus.TOO_MANY_REQUESTS:
        return None
    response = getattr(error, "response", None)
    told = response.headers.get("retry-after", "") if response is not None else ""
    asked = float(told) if re.fullmatch(r"\d{1,6}(\.\d+)?", told) else 0.0
    return min(_MOST_WAIT_S, max(asked, _FIRST_WAIT_S * 2 ** (attempt - 1)))


def is_unsupported_parameter(error: Exception) -> bool:
    """Return whether the endpoint rejected an optional parameter."""
    status = getattr(error, "status_code", None)
    said = str(error)
    return status in (400, 422) and bool(_FORM.search(said)) and not _CONTEXT.search(said)


def _trouble(error: Exception, is_begun: bool) -> FailureReason:
    import httpx2
    import openai

    if isinstance(error, openai.APITimeoutError | httpx2.TimeoutException):
        reached = not isinstance(_cause(error), httpx2.ConnectTimeout)
        return FailureReason.SLOW if reached else FailureReason.UNREACHABLE
    if isinstance(error, openai.APIConnectionError | httpx2.HTTPError | OSError):
        return FailureReason.CUT if is_begun else FailureReason.UNREACHABLE
    if isinstance(error, openai.APIStatusError):
        return _of_status(error.status_code, str(error), _is_json(error.response))
    if isinstance(error, openai.APIError):
        # Sent inside the stream.
        if _CONTEXT.search(str(error)):
            return FailureReason.TOO_LONG
        return FailureReason.FAILED
    if isinstance(error, ValueError):
        return FailureReason.CUT if is_begun else FailureReason.NO_MODEL
    return (
        FailureReason.NO_MODEL
        if isinstance(error, AttributeError | TypeError)
        else FailureReason.FAILED
    )


def _cause(error: BaseException) -> BaseException:
    return error.__cause__ or error


def _is_json(response: object) -> bool:
    headers = getattr(response, "headers", {})
    return "json" in headers.get("content-type", "")


def _of_status(status: int, said: str, is_json: bool) -> FailureReason:
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return FailureReason.BUSY
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return FailureReason.DENIED
    if status < HTTPStatus.BAD_REQUEST or (status == HTTPStatus.NOT_FOUND and not is_json):
        return FailureReason.NO_MODEL
    if status == HTTPStatus.NOT_FOUND:
        return FailureReason.UNKNOWN if _MODEL.search(said) else FailureReason.NO_MODEL
    if status < HTTPStatus.INTERNAL_SERVER_ERROR and _CONTEXT.search(said):
        return FailureReason.TOO_LONG
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        return FailureReason.BUSY
    return FailureReason.TOO_LONG if _CONTEXT.search(said) else FailureReason.FAILED
