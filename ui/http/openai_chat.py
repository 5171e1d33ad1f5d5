"""OpenAI's chat completions, so that any chat client can ask: `POST /v1/chat/completions`.

The messages of the user are the questions, the earlier ones the history. The answer is the text
with numbered citations and the quotations below it; nothing is written by a language model.
"""

import time
from collections.abc import Iterator
from typing import Any, Literal
from uuid import uuid4

from fastapi import APIRouter
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel, Field

from qa.answer.record import AnswerRecord
from qa.store.errors import LibraryError
from ui.http.inquiry import Inquiries, Inquiry, InquiryError
from ui.http.problems import PROBLEMS, library_unavailable, log_failure, problem_responses
from ui.http.render_agent import render_answer
from ui.http.schema import without_lone_surrogates
from ui.http.shared_assistant import BusyError

MODEL = "tanya"
_MAX_MESSAGES = 200


class ContentPart(BaseModel):
    """A part of a message; only texts are read."""

    type: str
    text: str = ""


class ChatMessage(BaseModel):
    """A message of the conversation."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[ContentPart] | None = None

    @property
    def text(self) -> str:
        """The words of the message."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.type == "text")
        return self.content or ""


class ChatRequest(BaseModel):
    """What a client asks; parameters that only a language model has are ignored."""

    model: str = MODEL
    messages: list[ChatMessage] = Field(min_length=1, max_length=_MAX_MESSAGES)
    stream: bool = False

    def inquiry(self) -> Inquiry:
        """Return the last question with the earlier ones.

        Raises:
            ValueError: the last message is not the user's, or is empty.
        """
        if self.messages[-1].role != "user":
            raise ValueError("the last message is not the user's; there is no question to answer")
        texts = (without_lone_surrogates(m.text) for m in self.messages if m.role == "user")
        *earlier, question = texts
        return Inquiry(question, tuple(text for text in earlier if text.strip()))


def chat_routes(inquiries: Inquiries) -> APIRouter:
    """Return the routes that answer in OpenAI's form."""
    router = APIRouter(prefix="/v1", tags=["OpenAI"])

    @router.get("/models")
    def models() -> dict[str, Any]:  # pyright: ignore[reportUnusedFunction]
        """List the one model there is."""
        return {"object": "list", "data": [_model()]}

    @router.get("/models/{name}", responses=problem_responses(404, 422))
    def model(name: str) -> Any:  # noqa: ANN401  # pyright: ignore[reportUnusedFunction]
        """Return the model of this name."""
        return _model() if name == MODEL else _unknown_model(name)

    @router.post(
        "/chat/completions",
        response_model=None,
        responses=problem_responses(400, 413, 422, 429, 500, 503),
    )
    def complete(asked: ChatRequest) -> Any:  # noqa: ANN401  # pyright: ignore[reportUnusedFunction]
        """Answer the last message of a conversation, at once or as a stream."""
        if asked.model != MODEL:
            return _unknown_model(asked.model)
        try:
            text = render_answer(AnswerRecord.of(inquiries.answer(asked.inquiry())))
        except BusyError as error:
            return _error(503, str(error), "server_error", {"Retry-After": "2"})
        except (InquiryError, ValueError) as error:
            return _error(400, str(error), "invalid_request_error")
        except LibraryError as error:
            unavailable = library_unavailable(error)
            return _error(unavailable.status_code, str(unavailable.detail), "server_error")
        except Exception:
            log_failure(asked.messages[-1].text)
            return _error(500, PROBLEMS[500], "server_error")
        if asked.stream:
            return StreamingResponse(_stream(text), media_type="text/event-stream")
        return _completion(asked, text)

    return router


def _model() -> dict[str, Any]:
    return {"id": MODEL, "object": "model", "created": 0, "owned_by": "tanya"}


def _unknown_model(name: str) -> JSONResponse:
    return _error(
        404, f"there is no model {name[:80]!r}; ask for {MODEL!r}", "invalid_request_error"
    )


def _error(
    code: int, message: str, kind: str, headers: dict[str, str] | None = None
) -> JSONResponse:
    error = {"message": message, "type": kind, "param": None, "code": None}
    return JSONResponse({"error": error}, code, headers)


def _completion(asked: ChatRequest, text: str) -> dict[str, Any]:
    """Return the answer as one object; its usage counts words, for there are no tokens."""
    prompt = sum(len(message.text.split()) for message in asked.messages)
    words = len(text.split())
    message = {"role": "assistant", "content": text}
    return {
        **_head("chat.completion"),
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {
            "prompt_tokens": prompt,
            "completion_tokens": words,
            "total_tokens": prompt + words,
        },
    }


def _stream(text: str) -> Iterator[str]:
    """Yield the answer line by line as server-sent events."""
    head = _head("chat.completion.chunk")
    deltas: list[tuple[dict[str, str], str | None]] = [({"role": "assistant", "content": ""}, None)]
    deltas += [({"content": line}, None) for line in text.splitlines(keepends=True)]
    for delta, reason in [*deltas, ({}, "stop")]:
        chunk = ChatChunk(**head, choices=[ChunkChoice(index=0, delta=delta, finish_reason=reason)])
        yield f"data: {chunk.model_dump_json()}\n\n"
    yield "data: [DONE]\n\n"


class ChunkChoice(BaseModel):
    """The next piece of the answer."""

    index: int
    delta: dict[str, str]
    finish_reason: str | None


class ChatChunk(BaseModel):
    """An event of a streamed answer."""

    id: str
    object: str
    created: int
    model: str
    choices: list[ChunkChoice]


def _head(kind: str) -> dict[str, Any]:
    return {
        "id": f"chatcmpl-{uuid4().hex}",
        "object": kind,
        "created": int(time.time()),
        "model": MODEL,
    }
