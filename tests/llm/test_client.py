"""How a language model's endpoint is spoken to, and what its failures come to."""

import logging
import time
from threading import Event

import pytest
from fakes.scripted_endpoint import MODEL, Reply, ScriptedEndpoint
from pydantic import SecretStr

from qa.llm.base import Message, ModelError, Tokens
from qa.llm.client import ChatCompletionsClient
from qa.llm.writer import always
from qa.schema.generated import FailureReason
from qa.settings import LanguageModelSettings, SettingsError

KEY = "sk-the-secret-of-the-reader"
ASKED = (Message("system", "Answer."), Message("user", "Who?"))
PAGE = "<!doctype html><title>Router</title><p>sign in</p>"


def of(url, **fields):
    fields = {"key": SecretStr(KEY), "max_retries": 0, **fields}
    return ChatCompletionsClient.of(LanguageModelSettings(url=url, **fields))


def written(endpoint, is_wanted=always):
    pieces = list(endpoint.write(ASKED, is_wanted))
    return "".join(piece for piece in pieces if isinstance(piece, str)), pieces[-1]


def trouble(endpoint, is_wanted=always):
    with pytest.raises(ModelError) as raised:
        list(endpoint.write(ASKED, is_wanted))
    assert KEY not in str(raised.value)
    return raised.value.trouble


def test_the_pieces_come_as_they_are_written_and_the_tokens_last():
    with ScriptedEndpoint(lambda _: Reply(("Kim ", "met ", "Putin."))) as endpoint:
        assert written(of(endpoint.url)) == ("Kim met Putin.", Tokens(0, 3))
    body = endpoint.written[0].body
    assert body["messages"][1] == {"role": "user", "content": "Who?"}
    assert (body["model"], body["temperature"], body["stream"]) == (MODEL, 0, True)


def test_the_first_piece_comes_before_the_last_is_written():
    last = Event()
    with ScriptedEndpoint(lambda _: Reply(("One. ", "Two."), holds=last)) as endpoint:
        pieces = of(endpoint.url).write(ASKED, always)
        assert next(pieces) == "One. "
        last.set()
        assert next(pieces) == "Two."


def test_an_endpoint_that_knows_no_stream_options_is_asked_without_them():
    def script(request):
        if "stream_options" in request.body:
            return Reply.error(400, "stream_options: extra fields not permitted")
        return Reply(("Yes.",))

    with ScriptedEndpoint(script) as endpoint:
        assert written(of(endpoint.url))[0] == "Yes."
    assert len(endpoint.written) == 2


def test_the_key_goes_to_the_endpoint_and_what_the_environment_holds_does_not(monkeypatch):
    monkeypatch.setenv("OPENAI_ORG_ID", "org-of-the-environment")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "project-of-the-environment")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-environment")
    with ScriptedEndpoint(lambda _: Reply(("Yes.",))) as endpoint:
        written(of(endpoint.url))
        written(of(endpoint.url, key=None))
    first, second = endpoint.written
    assert first.headers["authorization"] == f"Bearer {KEY}"
    sent = {value for request in (first, second) for value in request.headers.values()}
    assert not any("of-the-environment" in value for value in sent)
    assert not any(name.startswith(("openai-", "x-stainless")) for name in first.headers)


def test_no_proxy_stands_between_us_and_a_model_on_this_machine(monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    with ScriptedEndpoint(lambda _: Reply(("Yes.",))) as endpoint:
        assert written(of(endpoint.url))[0] == "Yes."


def test_a_model_that_is_named_is_asked_for_by_its_name():
    with ScriptedEndpoint(lambda _: Reply(("Yes.",))) as endpoint:
        written(of(endpoint.url, model="qwen3:4b"))
    assert [request.path for request in endpoint.requests] == ["/v1/chat/completions"]
    assert endpoint.written[0].body["model"] == "qwen3:4b"


def test_an_address_without_a_listener_is_unreachable():
    with ScriptedEndpoint(lambda _: Reply(("Yes.",))) as endpoint:
        pass
    assert trouble(of(endpoint.url)) is FailureReason.UNREACHABLE


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (Reply.page(PAGE), FailureReason.NO_MODEL),
        (Reply(status=404, body=PAGE, content_type="text/html"), FailureReason.NO_MODEL),
        (Reply(body='{"object": "something else"}'), FailureReason.NO_MODEL),
        (Reply(status=302, headers={"Location": "/elsewhere"}), FailureReason.NO_MODEL),
        (Reply.error(429, "rate limit"), FailureReason.BUSY),
        (Reply.error(503, "loading model"), FailureReason.BUSY),
        (Reply.error(400, "maximum context length is 4096 tokens"), FailureReason.TOO_LONG),
        (
            Reply.error(500, "the request exceeds the available context size"),
            FailureReason.TOO_LONG,
        ),
        (Reply.error(401, f"bad key {KEY}"), FailureReason.DENIED),
        (Reply.error(404, "model 'scripted' not found"), FailureReason.UNKNOWN),
        (Reply.error(500, "out of memory"), FailureReason.FAILED),
        (Reply(("One. ", "Tw"), is_cut=True), FailureReason.CUT),
        (Reply(("I cannot",), finish="content_filter"), FailureReason.REFUSED),
        (Reply(("",)), FailureReason.SILENT),
    ],
    ids=lambda each: each.name if isinstance(each, FailureReason) else "",
)
def test_each_failure_is_told_by_its_name(reply, expected):
    with ScriptedEndpoint(lambda _: reply) as endpoint:
        assert trouble(of(endpoint.url)) is expected


def test_what_came_before_the_connection_broke_stays():
    with ScriptedEndpoint(lambda _: Reply(("One. ", "Tw"), is_cut=True)) as endpoint:
        pieces = of(endpoint.url).write(ASKED, always)
        assert [next(pieces), next(pieces)] == ["One. ", "Tw"]
        with pytest.raises(ModelError):
            next(pieces)


def test_a_model_that_does_not_begin_is_slow_even_where_it_keeps_the_connection_alive():
    slow = Reply(("", "", "", "", "Late."), pause_s=0.4, is_alive=True)
    with ScriptedEndpoint(lambda _: slow) as endpoint:
        assert trouble(of(endpoint.url, first_word_timeout_s=0.5)) is FailureReason.SLOW


def test_a_model_that_does_not_end_is_slow():
    endless = Reply(("Word ",) * 50, pause_s=0.1)
    with ScriptedEndpoint(lambda _: endless) as endpoint:
        began = time.monotonic()
        assert trouble(of(endpoint.url, timeout_s=0.6)) is FailureReason.SLOW
        assert time.monotonic() - began < 3


def test_a_busy_endpoint_is_asked_again_after_the_time_that_it_names():
    replies = [Reply.error(429, "later", headers={"Retry-After": "0.7"}), Reply(("Yes.",))]
    with ScriptedEndpoint(lambda _: replies.pop(0)) as endpoint:
        began = time.monotonic()
        assert written(of(endpoint.url, max_retries=1))[0] == "Yes."
        assert time.monotonic() - began >= 0.7


def test_a_refused_key_is_not_tried_again():
    with ScriptedEndpoint(lambda _: Reply.error(401, "no")) as endpoint:
        assert trouble(of(endpoint.url, max_retries=3)) is FailureReason.DENIED
    assert len(endpoint.written) == 1


def test_nothing_is_asked_twice_that_had_begun():
    with ScriptedEndpoint(lambda _: Reply(("One. ",), is_cut=True)) as endpoint:
        assert trouble(of(endpoint.url, max_retries=3)) is FailureReason.CUT
    assert len(endpoint.written) == 1


def test_who_wants_no_more_waits_no_longer_and_the_endpoint_learns_of_it():
    stop = Event()
    endless = Reply(("Word ",) * 400, pause_s=0.05)
    with ScriptedEndpoint(lambda _: endless) as endpoint:
        pieces = of(endpoint.url).write(ASKED, lambda: not stop.is_set())
        next(pieces)
        stop.set()
        began = time.monotonic()
        with pytest.raises(ModelError) as raised:
            list(pieces)
        assert raised.value.trouble is FailureReason.STOPPED
        assert time.monotonic() - began < 1
        assert endpoint.hung_up.wait(5)


def test_closing_what_is_written_hangs_up():
    endless = Reply(("Word ",) * 400, pause_s=0.05)
    with ScriptedEndpoint(lambda _: endless) as endpoint:
        pieces = of(endpoint.url).write(ASKED, always)
        next(pieces)
        pieces.close()
        assert endpoint.hung_up.wait(5)


def test_of_several_models_one_has_to_be_named():
    with ScriptedEndpoint(lambda _: Reply(("Yes.",)), ("small", "large")) as endpoint:
        with pytest.raises(ModelError, match=r"small, large; name one with --llm-model"):
            list(of(endpoint.url).write(ASKED, always))
        assert written(of(endpoint.url, model="large"))[0] == "Yes."


def test_the_only_model_needs_no_name_and_gives_its_own():
    with ScriptedEndpoint(lambda _: Reply(("Yes.",))) as endpoint:
        one = of(endpoint.url)
        assert one.name == ""
        written(one)
        assert one.name == MODEL


def test_an_address_is_shown_without_its_name_and_password():
    endpoint = of("http://reader:secret@[::1]:8080/v1")
    assert (endpoint.host, endpoint.is_local) == ("[::1]:8080", True)
    far = of("https://models.example.com/v1")
    assert (far.host, far.is_local) == ("models.example.com", False)


@pytest.mark.parametrize("url", ["", "127.0.0.1:11434", "ftp://host/v1", "http://", "http://h:x/"])
def test_an_address_that_cannot_be_one_is_said_with_what_to_do(url):
    with pytest.raises(SettingsError, match=r"TANYA_LLM__URL, --llm.*http://127\.0\.0\.1:11434/v1"):
        of(url)


def test_neither_log_nor_settings_tell_the_key(caplog):
    caplog.set_level(logging.DEBUG)
    with ScriptedEndpoint(lambda _: Reply.error(401, f"bad key {KEY}")) as endpoint:
        trouble(of(endpoint.url))
    assert KEY not in caplog.text
    settings = LanguageModelSettings(url="http://h/v1", key=SecretStr(KEY))
    assert KEY not in repr(settings)
    assert KEY not in settings.model_dump_json()
