"""The server, asked over the loopback by a real client."""

import asyncio
import json
import socket
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Event, Semaphore

import httpx
import pytest
from fakes.in_memory_listing import InMemoryListing
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.answer.record import AnswerRecord
from qa.schema.answer import Answer
from qa.schema.filters import EVERYTHING, DateRange, SearchFilter
from qa.settings import ServerSettings
from ui.chat.app import launch, mount, stay_on_this_machine
from ui.http.app import make_app, serve
from ui.http.inquiry import Inquiries
from ui.http.middleware import ErrorLog

QUESTION = "Who was in Putin's delegation?"
JSON = {"content-type": "application/json"}


@pytest.fixture(scope="module")
def address(assistant):
    return launch(assistant, wait=False)


@pytest.fixture(scope="module")
def client(address):
    with httpx.Client(base_url=address, timeout=30) as client:
        yield client


@pytest.fixture
def start():
    """Serve an assistant without a page; what was started is stopped at the end."""
    started = []

    def served(assistant, limits=None, host="127.0.0.1", port=None):
        limits = limits or ServerSettings()
        app = make_app(Inquiries(assistant, limits), host, limits)
        started.append(serve(app, host, port))
        return started[-1].address

    yield served
    for server in started:
        server.close()


def error(response: httpx.Response, code: int) -> str:
    """Return the one line that a response is; it must be nothing else."""
    assert response.status_code == code
    assert response.headers["content-type"] == "application/json"
    ((name, said),) = response.json().items()
    assert name == "error"
    assert "Traceback" not in said
    return said


def test_a_question_gets_the_answer_with_everything_in_it(client, assistant):
    response = client.post("ask", json={"question": QUESTION})
    assert response.status_code == 200
    assert response.json() == AnswerRecord.of(assistant.ask(QUESTION)).model_dump(mode="json")


def test_a_quotation_is_what_stands_in_its_article_at_its_place(client):
    citations = client.post("ask", json={"question": QUESTION}).json()["citations"]
    assert citations
    for citation in citations:
        text = client.get(f"articles/{citation['article']['id']}").json()["text"]
        assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_what_the_articles_do_not_say_is_an_answer_and_no_error(client):
    response = client.post("ask", json={"question": "What is the capital of France?"})
    assert response.status_code == 200
    assert response.json()["text"] is None
    assert response.json()["note"]


def test_the_earlier_questions_and_the_scope_reach_the_assistant(client, assistant):
    published = {"first": "2024-06-01", "last": "2024-06-30"}
    scope = {"sources": ["VIVA"], "published": published, "about": {"last": "2024-06-20"}}
    asked = {"question": "And why?", "history": [QUESTION], "scope": scope, "narrow": False}
    assert client.post("ask", json=asked).status_code == 200
    assert assistant.asked[-1] == ("And why?", 1)
    june = DateRange(date(2024, 6, 1), date(2024, 6, 30))
    scope = SearchFilter(("VIVA",), june, DateRange(last=date(2024, 6, 20)))
    assert assistant.scopes[-1] == (scope, False)


def test_the_articles_are_listed_a_part_at_a_time_without_their_texts(client, assistant):
    listed = client.get("articles", params={"skip": 1, "count": 2}).json()
    assert listed["total"] == len(assistant.articles)
    assert [entry["id"] for entry in listed["articles"]] == [a.id for a in assistant.articles[1:3]]
    assert "text" not in listed["articles"][0]


def test_an_article_that_is_not_there_is_named(client):
    assert "'nobody'" in error(client.get("articles/nobody"), 404)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({}, "question"),
        ({"question": ""}, "question: a question is empty"),
        ({"question": " \n"}, "question: a question is empty"),
        ({"question": 7}, "question"),
        ({"question": "q", "more": 1}, "more"),
        ({"question": "q", "history": "q"}, "history"),
        ({"question": "q", "history": [""]}, "history.0"),
        ({"question": "q", "history": ["q"] * 21}, "history"),
        ({"question": "q", "scope": {"published": {"first": "19/6/2024"}}}, "YYYY-MM-DD"),
        (
            {"question": "q", "scope": {"about": {"first": "2024-06-19", "last": "2024-06-18"}}},
            "scope.about: days from 2024-06-19 to 2024-06-18",
        ),
        ({"question": "q", "scope": {"sources": ["The Paper"]}}, "'The Paper'"),
        ({"question": "q", "scope": {"sources": ["\ud800"]}}, "unknown publisher"),
        ([], "the request"),
        (None, "the request"),
    ],
)
def test_wrong_input_is_named_with_what_is_expected(client, asked, says):
    response = client.post("ask", content=json.dumps(asked), headers=JSON)
    assert says in error(response, 422)


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=6,
)
NAMES = st.sampled_from(["question", "history", "scope", "narrow", "sources", "published", "about"])


@given(ANY_JSON | st.dictionaries(NAMES, ANY_JSON | st.dictionaries(NAMES, ANY_JSON)))
@settings(max_examples=150, deadline=None)
def test_whatever_json_is_sent_gets_an_answer_or_a_line(client, asked):
    response = client.post("ask", content=json.dumps(asked), headers=JSON)
    assert response.status_code == 200 or error(response, 422)


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"question": "q"'])
def test_what_is_no_json_is_refused(client, body):
    response = client.post("ask", content=body, headers=JSON)
    assert error(response, response.status_code)
    assert response.status_code in (400, 422)


def test_who_opens_the_address_in_a_browser_is_told_how_to_ask(client):
    response = client.get("ask")
    assert "POST a question" in error(response, 405)
    assert response.headers["allow"] == "POST"


def test_half_a_character_in_a_question_is_taken_as_a_question_mark(client):
    response = client.post("ask", content=b'{"question": "Who \\ud800?"}', headers=JSON)
    assert response.json()["question"] == "Who ??"


def test_a_form_that_any_page_could_send_is_not_read(client):
    body = b'{"question": "q"}'
    assert error(client.post("ask", content=body, headers={"content-type": "text/plain"}), 422)


def test_a_request_that_is_too_large_is_refused_by_its_size(client):
    size = ServerSettings().max_body_bytes + 1
    assert str(size) in error(client.post("ask", content=b" " * size, headers=JSON), 413)


def test_a_request_that_does_not_tell_its_size_is_refused_when_it_has_grown_too_large(client):
    parts = (b" " * 10_000 for _ in range(100))
    assert error(client.post("ask", content=parts, headers=JSON), 413)


def test_the_page_may_send_more_and_that_has_an_end_too(start, assistant):
    address = start(assistant, ServerSettings(max_body_bytes=1024, max_page_bytes=4096))
    for size, code in ((2000, 404), (5000, 413)):
        sent = httpx.post(address + "gradio_api/upload", content=b" " * size, headers=JSON)
        assert sent.status_code == code
    assert error(httpx.post(address + "ask", content=b" " * 2000, headers=JSON), 413)


def test_an_answer_that_failed_gives_no_reason_away(client, caplog):
    said = error(client.post("ask", json={"question": "crash"}), 500)
    assert "locked" not in said
    assert "the library's file is locked" in caplog.text


def test_what_a_library_of_the_page_trips_over_is_an_answer_and_one_line(caplog):
    async def broken(scope, receive, send):  # noqa: ARG001
        b"\xce\xff".decode("utf-8")

    async def asked():
        transport = httpx.ASGITransport(app=ErrorLog(broken))
        async with httpx.AsyncClient(transport=transport) as client:
            return await client.get("http://127.0.0.1/gradio_api/queue")

    said = error(asyncio.run(asked()), 500)
    assert "Traceback" not in said
    (line,) = caplog.text.splitlines()
    assert "'GET /gradio_api/queue' could not be answered: UnicodeDecodeError" in line


class Held:
    """Answers with the question, and not before it may."""

    def __init__(self):
        self.articles, self.sources = InMemoryListing(), ()
        self.entered = Semaphore(0)
        self.may_answer = Event()

    def ask(self, question, history=(), scope=EVERYTHING, narrow=True):  # noqa: ARG002
        self.entered.release()
        assert self.may_answer.wait(timeout=30)
        note = f"after {len(history)}"
        return Answer(question, "en", (), 0.0, (), note=note, scope=scope)


def test_a_question_more_than_may_wait_is_told_to_come_again(start):
    held = Held()
    address = start(held, ServerSettings(max_waiting=1))
    with ThreadPoolExecutor() as pool:
        asked = {"json": {"question": "first"}, "timeout": 30}
        first = pool.submit(httpx.post, address + "ask", **asked)
        assert held.entered.acquire(timeout=30)
        busy = httpx.post(address + "ask", json={"question": "second"})
        held.may_answer.set()
        assert first.result().json()["question"] == "first"
    assert "ask again" in error(busy, 503)
    assert int(busy.headers["retry-after"]) > 0


def test_a_client_that_sends_too_much_is_told_to_wait_and_others_are_answered(start, assistant):
    address = start(assistant, ServerSettings(max_requests_a_minute=3))
    asked = {"json": {"question": "What do the articles say of the moon?"}}
    codes = [httpx.post(address + "ask", **asked).status_code for _ in range(4)]
    assert codes == [200, 200, 200, 429]
    refused = httpx.post(address + "ask", **asked)
    assert "more than 3 requests" in error(refused, 429)
    assert int(refused.headers["retry-after"]) > 0
    # What is read is not counted; nor is another client, as a proxy on this machine names it.
    assert httpx.get(address + "articles").status_code == 200
    other = httpx.post(address + "ask", headers={"X-Forwarded-For": "203.0.113.7"}, **asked)
    assert other.status_code == 200


def test_of_many_at_once_everybody_gets_the_answer_to_his_own_question(start):
    held = Held()
    held.may_answer.set()
    address = start(held, ServerSettings(max_waiting=30))
    questions = [f"question {n}" for n in range(60)]

    def ask(question: str) -> str:
        asked = {"question": question, "history": ["before"]}
        answer = httpx.post(address + "ask", json=asked, timeout=30).json()
        assert answer["note"] == "after 1"
        return answer["question"]

    with ThreadPoolExecutor(12) as pool:
        assert list(pool.map(ask, questions)) == questions


def test_the_interface_is_described_with_every_field(client):
    described = client.get("openapi.json").json()
    openai = {"/v1/models", "/v1/models/{name}", "/v1/chat/completions"}
    own = {"/ask", "/articles", "/articles/{id}", "/health"}
    assert set(described["paths"]) == own | openai
    answered = described["paths"]["/ask"]["post"]["responses"]
    assert set(answered) == {"200", "400", "413", "422", "429", "500", "503"}
    assert answered["200"]["content"]["application/json"]["schema"]["$ref"].endswith("AnswerRecord")
    schemas = described["components"]["schemas"]
    assert schemas["AnswerRecord"]["properties"]["note"]["description"]
    assert "HTTPValidationError" not in schemas


def test_no_page_that_loads_scripts_from_elsewhere_is_served(client):
    assert client.get("docs").status_code == 404
    assert client.get("redoc").status_code == 404


@pytest.mark.parametrize("path", ["", "ask", "articles", "gradio_api/info", "gradio_api/mcp/"])
@pytest.mark.parametrize("host", ["example.org", "127.0.0.1.example.org", "0.0.0.0", ""])
def test_a_name_that_was_made_to_point_here_is_not_answered(client, path, host):
    assert client.get(path, headers={"host": host}).status_code == 400


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "[::1]", "localhost:7860"])
def test_the_names_of_this_machine_are_answered(client, name):
    assert client.get("articles", headers={"host": name}).status_code == 200


@pytest.mark.parametrize("path", ["", "ask", "articles", "gradio_api/info"])
@pytest.mark.parametrize("origin", ["https://example.org", "http://localhost:3000", "null"])
def test_pages_of_other_origins_are_let_in_nowhere(client, path, origin):
    asks_first = {"origin": origin, "access-control-request-method": "POST"}
    for response in (
        client.get(path, headers={"origin": origin}),
        client.options(path, headers=asks_first),
    ):
        assert "access-control-allow-origin" not in response.headers


@pytest.mark.parametrize("path", ["ask", "gradio_api/upload", "gradio_api/queue/join"])
@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_what_a_page_of_another_site_sends_is_refused(client, path, site):
    response = client.post(path, json={"question": "q"}, headers={"sec-fetch-site": site})
    assert "another site" in error(response, 403)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org", ""])
def test_a_host_that_is_not_this_machine_is_refused_with_the_way_out(assistant, host):
    with pytest.raises(OSError, match="reverse proxy"):
        launch(assistant, host=host, wait=False)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "localhost", "::1"])
def test_every_address_of_the_loopback_can_be_listened_on(start, assistant, host):
    assert httpx.get(start(assistant, host=host) + "articles").json()["total"] == 5


def test_without_a_port_the_first_free_one_is_taken(start, assistant):
    first, second = (int(start(assistant).rstrip("/").rpartition(":")[2]) for _ in range(2))
    assert 7860 <= first < second < 7960


def test_a_port_that_is_taken_is_named(start, assistant):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(OSError, match=str(port)):
            start(assistant, port=port)


def test_a_server_that_was_stopped_leaves_its_port_to_the_next(assistant):
    app = make_app(Inquiries(assistant, ServerSettings()), "127.0.0.1", ServerSettings())
    first = serve(app, "127.0.0.1", None)
    first.close()
    first.wait()
    with pytest.raises(httpx.ConnectError):
        httpx.get(first.address)
    again = serve(app, "127.0.0.1", int(first.address.rstrip("/").rpartition(":")[2]))
    assert again.address == first.address
    again.close()


def test_a_file_that_was_not_uploaded_is_not_opened_for_the_page(assistant, tmp_path):
    stay_on_this_machine()
    import gradio as gr

    secret = tmp_path / "secret.txt"
    secret.write_text("a secret")
    with gr.Blocks() as page:
        given, shown = gr.File(), gr.Textbox()
        given.upload(lambda path: Path(path).read_text(), [given], [shown], api_name="read")
    app = make_app(Inquiries(assistant, ServerSettings()), "127.0.0.1", ServerSettings())
    mount(app, page)
    served = serve(app, "127.0.0.1", None)
    file = {"path": str(secret), "meta": {"_type": "gradio.FileData"}}
    response = httpx.post(f"{served.address}gradio_api/run/read", json={"data": [file]})
    served.close()
    assert response.status_code == 500
    assert "a secret" not in response.text


@pytest.mark.parametrize(
    ("method", "path", "host"),
    [
        ("GET", "/", None),
        ("POST", "/ask", None),
        ("GET", "/nowhere", None),
        ("GET", "/", "evil.org"),
    ],
    ids=["the page", "a question", "nothing", "another name"],
)
def test_browsers_are_told_that_nothing_is_loaded_from_elsewhere_or_framed(
    client, method, path, host
):
    headers = {"host": host} if host else {}
    told = client.request(method, path, json={"question": QUESTION}, headers=headers).headers
    policy = told["content-security-policy"].split("; ")
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert not any("http" in rule or "*" in rule for rule in policy)
    assert told["x-content-type-options"] == "nosniff"
    assert told["referrer-policy"] == "no-referrer"
