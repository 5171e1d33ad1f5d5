"""A chat with a language model: what the page shows step by step."""

import html
from collections.abc import Generator, Sequence
from threading import Event

import pytest
from fakes.scripted_model import ScriptedModel

from qa.llm.base import IsWanted, Message, ModelError, Tokens
from qa.llm.writer import Writer
from qa.schema.generated import FailureReason
from qa.settings import LanguageModelSettings
from ui.chat.action import Action
from ui.chat.controller import ChatController
from ui.session import Session

QUESTION = "Siapa saja delegasi Putin?"
ONE = "Delegasi Putin termasuk menteri pertahanan barunya, Andrei Belousov [1]."
TWO = "Delegasi Putin termasuk Menteri Luar Negeri Sergei Lavrov dan Alexander Novak."
LIE = "Delegasi Putin termasuk Xi Jinping [1]."


class HeldModel(ScriptedModel):
    """Writes its second sentence only when it may."""

    def __init__(self, first: str, second: str):
        super().__init__(first)
        self.may_go_on = Event()
        self._second = second

    def write(
        self, messages: Sequence[Message], is_wanted: IsWanted, max_tokens: int | None = None
    ) -> Generator[str | Tokens]:
        for piece in super().write(messages, is_wanted, max_tokens):
            if isinstance(piece, str):
                yield piece
        yield " D"
        assert self.may_go_on.wait(10)
        yield self._second[1:]
        yield Tokens(1, 1)


@pytest.fixture
def controlling(assistant, seed_assistant):
    """Return a maker of controllers over the scripted assistant, with a model."""

    def controller(model) -> ChatController:
        writer = Writer(model, seed_assistant.reader, LanguageModelSettings())
        return ChatController(assistant, writer=writer)

    return controller


def last(view) -> str:
    return html.unescape(view.messages[-1]["content"]).replace("\u00a0", " ")


def test_the_exact_answer_is_shown_at_once_and_each_sentence_when_it_is_checked(controlling):
    model = HeldModel(ONE, TWO)
    steps = controlling(model).ask(QUESTION, Session())
    next(steps)
    exact = next(steps)
    assert "Belousov" in last(exact)
    assert "Dengan kata lain" not in last(exact)
    assert "do-stop" in last(exact)
    step = next(view for view in steps if "Dengan kata lain" in last(view))
    assert "scripted sedang menulis" in last(step)
    model.may_go_on.set()
    *_, done = steps
    assert "Ditulis oleh scripted" in last(done)
    assert "do-stop" not in last(done)


def test_the_answer_that_is_kept_has_what_was_written(controlling):
    session = Session()
    list(controlling(ScriptedModel(f"{ONE} {LIE}")).ask(QUESTION, session))
    (turn,) = session.chat.turns
    assert [s.text for s in turn.answer.written.sentences] == [ONE.replace(" [1]", "")]
    assert turn.answer.written.dropped == 1


def test_stopping_keeps_the_exact_answer_and_what_is_written(controlling):
    model, session = HeldModel(ONE, TWO), Session()
    controller = controlling(model)
    steps = controller.ask(QUESTION, session)
    next(view for view in steps if "Dengan kata lain" in last(view))
    (stopped,) = controller.perform(Action("stop"), session)
    assert "Dihentikan; jawaban tepatnya tetap berlaku" in last(stopped)
    model.may_go_on.set()
    assert list(steps) == []
    written = session.chat.turns[0].answer.written
    assert (len(written.sentences), written.trouble) == (1, FailureReason.STOPPED)
    assert session.chat.pending is None


def test_a_model_in_trouble_leaves_the_exact_answer_and_a_line_that_says_why(controlling):
    error = ModelError(FailureReason.UNREACHABLE, "nobody there")
    *_, done = controlling(ScriptedModel("", error)).ask(QUESTION, Session())
    assert "Belousov" in last(done)
    assert "Model bahasa tidak dapat dihubungi" in last(done)


def test_a_chat_begun_anew_while_the_model_writes_stays_empty(controlling):
    model, session = HeldModel(ONE, TWO), Session()
    controller = controlling(model)
    steps = controller.ask(QUESTION, session)
    next(view for view in steps if "Dengan kata lain" in last(view))
    controller.start_chat(session)
    model.may_go_on.set()
    assert list(steps) == []
    assert session.chat.turns == ()


def test_another_chat_is_answered_while_a_model_writes(controlling):
    model = HeldModel(ONE, TWO)
    controller = controlling(model)
    steps = controller.ask(QUESTION, Session())
    next(view for view in steps if "Dengan kata lain" in last(view))
    others = controller.ask("When did Putin arrive?", Session())
    next(others)
    assert "18/6/2024" in last(next(others))
    model.may_go_on.set()


def test_a_quotation_is_translated_where_it_is_asked_for(controlling):
    session = Session()
    gloss = (
        "Putin's delegation included his new defence minister, Andrei Belousov, foreign minister "
        "Sergei Lavrov and deputy prime minister Alexander Novak."
    )
    controller = controlling(ScriptedModel(gloss))
    *_, done = controller.ask("Who was in Putin's delegation?", session)
    assert "do-gloss" in done.evidence
    *_, glossed = controller.perform(Action("gloss", 1, "1"), session)
    assert "Machine translation by scripted" in glossed.evidence
    assert "do-gloss" not in glossed.evidence
    assert session.chat.turns[0].answer.glosses[0].text == gloss


@pytest.mark.parametrize("number", ["0", "9", "x", ""])
def test_a_quotation_that_is_not_there_is_not_translated(controlling, number):
    session = Session()
    controller = controlling(ScriptedModel("Hello."))
    list(controller.ask(QUESTION, session))
    assert list(controller.perform(Action("gloss", 1, number), session)) == []


def test_without_a_model_nothing_of_it_is_shown(assistant):
    session = Session()
    controller = ChatController(assistant)
    working, done = controller.ask("Who was in Putin's delegation?", session)
    assert "In other words" not in last(done)
    assert "gloss" not in done.evidence
    assert "working" in last(working)
    assert list(controller.perform(Action("gloss", 1, "1"), session)) == []
