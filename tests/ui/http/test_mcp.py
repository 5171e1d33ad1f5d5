"""The tools for agents, called over the loopback by a real client of the protocol."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import httpx
import pytest
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CallToolResult, ListToolsResult

from qa.answer.record import AnswerRecord
from qa.schema.filters import DateRange, SearchFilter
from qa.settings import ServerSettings
from ui.chat.app import launch
from ui.http.render_agent import render_answer

QUESTION = "Who was in Putin's delegation?"
HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    },
}
ACCEPTS = {"accept": "application/json, text/event-stream", "content-type": "application/json"}


@pytest.fixture(scope="module")
def address(assistant):
    return launch(assistant, wait=False)


def in_session(address: str, work):
    """Return what some work with a client that has said hello comes to."""

    async def run():
        async with (
            streamable_http_client(f"{address}mcp") as (read, write, _),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            return await work(session)

    return asyncio.run(asyncio.wait_for(run(), timeout=60))


def called(address: str, tool: str, **arguments) -> CallToolResult:
    return in_session(address, lambda session: session.call_tool(tool, arguments))


def text(result: CallToolResult) -> str:
    (content,) = result.content
    return content.text


def test_ask_and_articles_are_all_that_is_offered(address):
    offered: ListToolsResult = in_session(address, lambda session: session.list_tools())
    assert {tool.name for tool in offered.tools} == {"ask", "articles"}


def test_a_tool_says_what_it_does_and_what_each_of_its_parameters_is(address):
    offered = in_session(address, lambda session: session.list_tools())
    (ask,) = (tool for tool in offered.tools if tool.name == "ask")
    assert ask.description.startswith("Answer a question from a collection of news articles")
    assert ask.inputSchema["required"] == ["question"]
    said = ask.inputSchema["properties"]
    assert all(parameter["type"] and parameter["description"] for parameter in said.values())
    assert said["history"]["type"] == "array"


def test_ask_answers_with_numbered_verbatim_quotations_and_their_sources(address, assistant):
    result = called(address, "ask", question=QUESTION)
    assert not result.isError
    assert text(result) == render_answer(AnswerRecord.of(assistant.ask(QUESTION)))
    assert "- Andrei Belousov [1]" in text(result)


def test_what_the_articles_do_not_say_is_told_and_is_no_error(address):
    result = called(address, "ask", question="What is the capital of France?")
    assert not result.isError
    assert text(result).startswith("The articles do not say this.")


def test_the_earlier_questions_and_the_scope_reach_the_assistant(address, assistant):
    called(
        address,
        "ask",
        question="And why?",
        history=[QUESTION],
        sources=["viva"],
        published_from="2024-06-01",
        about_to="2024-06-20",
        narrow=False,
    )
    assert assistant.asked[-1] == ("And why?", 1)
    published, about = DateRange(first=date(2024, 6, 1)), DateRange(last=date(2024, 6, 20))
    assert assistant.scopes[-1] == (SearchFilter(("VIVA",), published, about), False)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({}, "question"),
        ({"question": ""}, "a question is empty"),
        ({"question": 7}, "7 is not of type 'string'"),
        ({"question": "q", "history": [" "]}, "a question is empty"),
        ({"question": "q", "sources": ["The Paper"]}, "unknown publisher 'The Paper'"),
        ({"question": "q", "published_from": "19/6"}, "published_from is '19/6'"),
        ({"question": "q", "about_from": "2024-06-02", "about_to": "2024-06-01"}, "2024-06-02"),
        ({"question": "crash"}, "the reason is in the log"),
    ],
)
def test_what_is_wrong_is_told_in_a_line(address, arguments, says):
    result = called(address, "ask", **arguments)
    assert result.isError
    assert says in text(result)
    assert "locked" not in text(result)
    assert "Traceback" not in text(result)


def test_the_articles_are_listed_after_their_publishers(address, assistant):
    told_of = text(called(address, "articles"))
    assert told_of.startswith("5 articles, of the publishers: detikNews, Okezone")
    assert all(article.title in told_of for article in assistant.articles)


def test_agents_programs_and_each_other_do_not_get_one_anothers_answers(address):
    def as_agent(question: str) -> str:
        return text(called(address, "ask", question=question))

    def as_program(question: str) -> str:
        return httpx.post(f"{address}ask", json={"question": question}, timeout=60).json()["text"]

    with ThreadPoolExecutor(4) as pool:
        agents = [
            pool.submit(as_agent, question)
            for _ in range(3)
            for question in (QUESTION, "When did he arrive?")
        ]
        programs = [pool.submit(as_program, QUESTION) for _ in range(3)]
        assert all("Novak" in future.result() for future in agents[::2])
        assert all("tiba" in future.result() for future in agents[1::2])
        assert all("Novak" in future.result() for future in programs)


def test_a_request_that_is_too_large_is_refused(address):
    size = ServerSettings().max_body_bytes + 1
    assert httpx.post(f"{address}mcp", content=b" " * size, headers=ACCEPTS).status_code == 413
    parts = (b" " * 10_000 for _ in range(100))
    assert 400 <= httpx.post(f"{address}mcp", content=parts, headers=ACCEPTS).status_code < 500


def test_a_name_that_was_made_to_point_here_gets_no_tools(address):
    asked = {**ACCEPTS, "host": "example.org"}
    assert httpx.post(f"{address}mcp", json=HELLO, headers=asked).status_code == 400
    assert httpx.post(f"{address}mcp", json=HELLO, headers=ACCEPTS).status_code == 200


def test_a_page_of_another_site_gets_no_tools(address):
    asked = {**ACCEPTS, "sec-fetch-site": "cross-site"}
    assert httpx.post(f"{address}mcp", json=HELLO, headers=asked).status_code == 403
