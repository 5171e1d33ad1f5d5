"""Routes of the HTTP interface: `POST /ask`, `GET /articles` and `GET /articles/{id}`.

Keeps nothing between requests.
"""

from importlib.metadata import version
from typing import Annotated

from fastapi import APIRouter, FastAPI, HTTPException, Query
from fastapi.responses import JSONResponse

from qa.answer.record import AnswerRecord, ArticleEntry, ArticleRecord
from qa.store.errors import LibraryError
from ui.http.inquiry import Inquiries, InquiryError
from ui.http.openai_chat import chat_routes
from ui.http.problems import (
    add_problem_handlers,
    fail,
    library_unavailable,
    problem,
    problem_responses,
)
from ui.http.schema import ArticleList, AskRequest, Health
from ui.http.shared_assistant import BusyError

ABOUT = """Ask a collection of news articles, in English or Indonesian.

Every claim in an answer stands on verbatim quotations, each with its place in its article. What the
articles do not say is not answered: `text` is null then, and `note` says why. Nothing is kept
between requests."""


def add_routes(app: FastAPI, inquiries: Inquiries) -> None:
    """Let an app answer questions and list the articles, with its title and description."""
    app.title, app.version, app.description = "Tanya", version("tanya"), ABOUT
    app.include_router(_ask_routes(inquiries))
    app.include_router(_article_routes(inquiries))
    app.include_router(_health_routes(inquiries))
    app.include_router(chat_routes(inquiries))
    add_problem_handlers(app)


def _ask_routes(inquiries: Inquiries) -> APIRouter:
    router = APIRouter()
    problems = problem_responses(400, 413, 422, 429, 500, 503)

    @router.post("/ask", responses=problems, operation_id="ask")
    def ask(asked: AskRequest) -> AnswerRecord:  # pyright: ignore[reportUnusedFunction]
        """Return the answer to a question, with all its quotations."""
        try:
            return AnswerRecord.of(inquiries.answer(asked.inquiry()))
        except BusyError as error:
            raise HTTPException(503, str(error), headers={"Retry-After": "2"}) from error
        except InquiryError as error:
            raise HTTPException(422, str(error)) from error
        except LibraryError as error:
            raise library_unavailable(error) from error
        except Exception:
            fail(asked.question)

    @router.get("/ask", include_in_schema=False)
    def how_to_ask() -> JSONResponse:  # pyright: ignore[reportUnusedFunction]
        """Tell who opens the address in a browser how to ask."""
        return problem(405, "POST a question as JSON, see /openapi.json", {"Allow": "POST"})

    return router


def _health_routes(inquiries: Inquiries) -> APIRouter:
    router = APIRouter()

    @router.get("/health", responses=problem_responses(503), operation_id="health")
    def health() -> Health:  # pyright: ignore[reportUnusedFunction]
        """Tell whether questions can be answered, and from how many articles."""
        try:
            return Health(version=version("tanya"), articles=inquiries.check_library())
        except LibraryError as error:
            raise library_unavailable(error) from error

    return router


def _article_routes(inquiries: Inquiries) -> APIRouter:
    router = APIRouter()

    @router.get("/articles", responses=problem_responses(422), operation_id="articles")
    def articles(  # pyright: ignore[reportUnusedFunction]
        skip: Annotated[int, Query(ge=0, description="How many to pass over.")] = 0,
        count: Annotated[int, Query(ge=1, le=1000, description="How many to list.")] = 100,
    ) -> ArticleList:
        """Return the articles that answers can come from, the newest first, without their texts."""
        listing = inquiries.articles
        entries = [ArticleEntry.of(article) for article in listing.newest(count, skip)]
        return ArticleList(total=len(listing), articles=entries)

    @router.get(
        "/articles/{id:path}", responses=problem_responses(404, 422), operation_id="article"
    )
    def article(id: str) -> ArticleRecord:  # noqa: A002  # pyright: ignore[reportUnusedFunction]
        """Return one article with its text."""
        found = inquiries.articles.by_ids([id])
        if not found:
            raise HTTPException(404, f"no article has the id {id!r}; GET /articles lists them")
        return ArticleRecord.of(found[0])

    return router
