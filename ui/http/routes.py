"""The HTTP interface: `POST /ask`, `GET /articles`, and the OpenAPI page that describes them.

Keeps nothing between requests. Every error is one JSON object whose `error` says in a line what is
wrong and what to do.
"""

import logging
from collections.abc import Mapping
from importlib.metadata import version
from typing import Annotated, NoReturn

from fastapi import APIRouter, FastAPI, HTTPException, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import AfterValidator, Field
from starlette.exceptions import HTTPException as StarletteHTTPException

from qa.answer.record import answer_record
from qa.schema.article import Article
from ui.http.answer_schema import (
    AnswerRecord,
    ArticleEntry,
    ArticleList,
    ArticleRecord,
    Record,
    ScopeRecord,
)
from ui.http.inquiry import Inquiries, Inquiry, InquiryError
from ui.http.shared_assistant import BusyError

ABOUT = """Ask a collection of news articles, in English or Indonesian.

Every claim in an answer stands on verbatim quotations, each with its place in its article. What the
articles do not say is not answered: `text` is null then, and `note` says why. Nothing is kept
between requests."""


def _question(given: str) -> str:
    # Half a character, as JSON can spell it, cannot be sent back.
    question = given.encode("utf-8", "replace").decode("utf-8")
    if not question.strip():
        raise ValueError("a question is empty; expected some words")
    return question


Question = Annotated[str, AfterValidator(_question)]


class Asked(Record):
    """A question, and what it is to be understood with."""

    question: Question = Field(examples=["When did Putin arrive in Pyongyang?"])
    """In English or Indonesian."""
    history: list[Question] = Field(default=[], max_length=20)
    """The earlier questions of the same conversation, oldest first, so that a follow-up is
    understood. In place of a question that was a follow-up itself its `understood` may be sent."""
    scope: ScopeRecord = ScopeRecord()
    """Where to look, whatever the question says."""
    narrow: bool = True
    """Whether publishers and times that the question names narrow that further."""
    write: bool = True
    """Whether a language model writes the answer out besides, where the server has one."""

    def inquiry(self) -> Inquiry:
        """Return what is asked."""
        return Inquiry(
            self.question, tuple(self.history), self.scope.scope(), self.narrow, self.write
        )


class ProblemDetails(Record):
    """Why there is no answer."""

    error: str
    """What is wrong, and what to do."""


PROBLEMS = {
    400: "The request is no JSON.",
    404: "There is no such article.",
    413: "The request is too large.",
    422: "The request is not as it should be.",
    429: "Too many requests came from one client.",
    500: "Answering failed; the reason is in the log of the server.",
    503: "Too many questions are waiting.",
}


def add_routes(app: FastAPI, inquiries: Inquiries) -> None:
    """Let an app answer questions and list the articles, and say what is wrong as JSON."""
    app.include_router(_routes(inquiries))
    app.add_exception_handler(RequestValidationError, _wrong_input)
    app.add_exception_handler(StarletteHTTPException, _refused)


def describe(app: FastAPI) -> None:
    """Give an app its name and description."""
    app.title, app.version, app.description = "Tanya", version("tanya"), ABOUT


def _routes(inquiries: Inquiries) -> APIRouter:
    router = APIRouter()

    @router.post("/ask", responses=_problems(400, 413, 422, 429, 500, 503), operation_id="ask")
    def ask(asked: Asked) -> AnswerRecord:  # pyright: ignore[reportUnusedFunction]
        """Return the answer to a question, with all its quotations."""
        try:
            record = answer_record(inquiries.answer(asked.inquiry()))
        except BusyError as error:
            raise HTTPException(503, str(error), headers={"Retry-After": "2"}) from error
        except InquiryError as error:
            raise HTTPException(422, str(error)) from error
        except Exception:
            _fail(asked.question)
        return AnswerRecord.model_validate(record)

    @router.get("/ask", include_in_schema=False)
    def how_to_ask() -> JSONResponse:  # pyright: ignore[reportUnusedFunction]
        """Say to a browser that a question is not asked like this."""
        return problem(405, "POST a question as JSON, see /openapi.json", {"Allow": "POST"})

    @router.get("/articles", responses=_problems(422), operation_id="articles")
    def articles(  # pyright: ignore[reportUnusedFunction]
        skip: Annotated[int, Query(ge=0, description="How many to pass over.")] = 0,
        count: Annotated[int, Query(ge=1, le=1000, description="How many to list.")] = 100,
    ) -> ArticleList:
        """Return the articles that answers can come from, the newest first, without their texts."""
        listed = inquiries.articles
        entries = [_entry(article) for article in listed.newest(count, skip)]
        return ArticleList(total=len(listed), articles=entries)

    @router.get("/articles/{id:path}", responses=_problems(404, 422), operation_id="article")
    def article(id: str) -> ArticleRecord:  # noqa: A002  # pyright: ignore[reportUnusedFunction]
        """Return one article with its text."""
        listed = inquiries.articles.of_ids([id])
        if not listed:
            raise HTTPException(404, f"no article has the id {id!r}; GET /articles lists them")
        (found,) = listed
        return ArticleRecord(**_entry(found).model_dump(), text=found.text)

    return router


def _entry(article: Article) -> ArticleEntry:
    published = article.published
    return ArticleEntry(
        id=article.id,
        title=article.title,
        source=article.source,
        author=article.author,
        published=published and published.isoformat(),
        url=article.url,
        path=article.path,
        language=article.language,
    )


def _problems(*codes: int) -> dict[int | str, dict[str, object]]:
    return {code: {"model": ProblemDetails, "description": PROBLEMS[code]} for code in codes}


def _fail(question: str) -> NoReturn:
    # The reason goes to the one who started Tanya, never to the one who asked.
    logging.getLogger(__name__).exception("No answer to %.200r", question)
    raise HTTPException(500, PROBLEMS[500]) from None


def _wrong_input(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    said = [
        f"{_place(each['loc'])}: {each['msg'].removeprefix('Value error, ')}"
        for each in error.errors()[:3]
    ]
    return problem(422, "; ".join(said))


def _place(where: tuple[int | str, ...]) -> str:
    within = [str(part) for part in where if part != "body"]
    return ".".join(within) or "the request"


def _refused(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, StarletteHTTPException)  # noqa: S101
    return problem(error.status_code, str(error.detail), error.headers)


def problem(code: int, error: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """Return a response that says why there is no answer."""
    said = error.encode("utf-8", "replace").decode("utf-8")
    return JSONResponse({"error": said}, code, headers)
