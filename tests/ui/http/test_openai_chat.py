"""Any chat client can ask: tried with OpenAI's own."""

import httpx
import openai
import pytest
from fakes.scripted_assistant import ScriptedAssistant

from qa.settings import ServerSettings
from qa.store.errors import LibraryError
from ui.http.app import make_app, serve
from ui.http.inquiry import Inquiries

QUESTION = "Who was in Putin's delegation?"


class GoneAssistant(ScriptedAssistant):
    """An assistant whose library was deleted."""

    def ask(self, *_args, **_options):
        raise LibraryError("/srv/library: there is no library here")

    def check_library(self):
        raise LibraryError("/srv/library: there is no library here")


@pytest.fixture
def start():
    running = []

    def served(assistant):
        settings = ServerSettings()
        running.append(
            serve(
                make_app(Inquiries(assistant, settings), "127.0.0.1", settings), "127.0.0.1", None
            )
        )
        return running[-1].address

    yield served
    for server in running:
        server.close()


@pytest.fixture
def assistant():
    return ScriptedAssistant()


@pytest.fixture
def client(start, assistant):
    with openai.OpenAI(base_url=f"{start(assistant)}v1", api_key="none", max_retries=0) as client:
        yield client


def asked(client, *messages, **options):
    roles = [{"role": role, "content": text} for role, text in messages]
    return client.chat.completions.create(model="tanya", messages=roles, **options)


def test_the_answer_has_numbered_citations_and_their_quotations(client):
    completion = asked(client, ("user", QUESTION), temperature=0.2)
    text = completion.choices[0].message.content
    assert "[1]" in text
    assert "Andrei Belousov" in text
    assert completion.choices[0].finish_reason == "stop"
    usage = completion.usage
    assert usage.total_tokens == usage.prompt_tokens + usage.completion_tokens
    assert usage.prompt_tokens == len(QUESTION.split())


def test_a_stream_says_the_same(client):
    whole = asked(client, ("user", QUESTION)).choices[0].message.content
    chunks = list(asked(client, ("user", QUESTION), stream=True))
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == whole
    assert chunks[-1].choices[0].finish_reason == "stop"
    assert len(chunks) > 3


def test_the_messages_of_the_user_are_the_history(client, assistant):
    asked(
        client,
        ("system", "Be brief."),
        ("user", QUESTION),
        ("assistant", "…"),
        ("user", "And whom?"),
    )
    assert assistant.asked[-1] == ("And whom?", 1)


def test_a_message_may_be_of_parts(client, assistant):
    parts = [{"type": "text", "text": QUESTION}]
    client.chat.completions.create(model="tanya", messages=[{"role": "user", "content": parts}])
    assert assistant.asked[-1] == (QUESTION, 0)


def test_the_one_model_is_listed_and_another_is_not_there(client):
    assert [model.id for model in client.models.list()] == ["tanya"]
    assert client.models.retrieve("tanya").id == "tanya"
    with pytest.raises(openai.NotFoundError, match="there is no model 'gpt-4'"):
        client.chat.completions.create(model="gpt-4", messages=[{"role": "user", "content": "a"}])


def test_without_a_question_the_error_has_openais_form(client):
    with pytest.raises(openai.BadRequestError, match="the last message is not the user's"):
        asked(client, ("user", QUESTION), ("assistant", "…"))


def test_a_library_that_is_gone_is_told_from_an_answer_that_is_not_there(start):
    address = start(GoneAssistant())
    with openai.OpenAI(base_url=f"{address}v1", api_key="none", max_retries=0) as client:
        with pytest.raises(openai.InternalServerError, match="the library cannot be read") as error:
            asked(client, ("user", QUESTION))
        assert "/srv" not in str(error.value)
    for answer in (
        httpx.post(f"{address}ask", json={"question": "a"}),
        httpx.get(f"{address}health"),
    ):
        assert answer.status_code == 503
        assert answer.json()["error"].startswith("the library cannot be read")


def test_health_tells_the_version_and_the_articles(start, assistant):
    health = httpx.get(f"{start(assistant)}health").json()
    assert (health["status"], health["articles"]) == ("ok", len(assistant.articles))
    assert health["version"]
