"""A conversation with a language model: what the page shows step by step."""

import html
from collections.abc import Generator, Sequence
from threading import Event

import pytest
from fakes.scripted_model import ScriptedModel

from qa.llm.base import IsWanted, Message, ModelError, Tokens
from qa.llm.writer import Writer
from qa.schema.written import Trouble
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
def conversing(assistant, seed_assistant):
    """Return a conversation over the scripted assistant, with a model."""

    def conversation(model) -> ChatController:
        writer = Writer(model, seed_assistant.reader, LanguageModelSettings())
        return ChatController(assistant, writer=writer)

    return conversation


def last(shown) -> str:
    return html.unescape(shown.messages[-1]["content"]).replace("\u00a0", " ")


def test_the_exact_answer_is_shown_at_once_and_each_sentence_when_it_is_checked(conversing):
    model = HeldModel(ONE, TWO)
    steps = conversing(model).ask(QUESTION, Session())
    next(steps)
    exact = next(steps)
    assert "Belousov" in last(exact)
    assert "Dengan kata lain" not in last(exact)
    assert "do-stop" in last(exact)
    step = next(shown for shown in steps if "Dengan kata lain" in last(shown))
    assert "scripted sedang menulis" in last(step)
    model.may_go_on.set()
    *_, done = steps
    assert "Ditulis oleh scripted" in last(done)
    assert "do-stop" not in last(done)


def test_the_answer_that_is_kept_has_what_was_written(conversing):
    sitting = Session()
    list(conversing(ScriptedModel(f"{ONE} {LIE}")).ask(QUESTION, sitting))
    (turn,) = sitting.chat.turns
    assert [s.text for s in turn.answer.written.sentences] == [ONE.replace(" [1]", "")]
    assert turn.answer.written.dropped == 1


def test_stopping_keeps_the_exact_answer_and_what_is_written(conversing):
    model, sitting = HeldModel(ONE, TWO), Session()
    conversation = conversing(model)
    steps = conversation.ask(QUESTION, sitting)
    next(shown for shown in steps if "Dengan kata lain" in last(shown))
    (stopped,) = conversation.act(Action("stop"), sitting)
    assert "Dihentikan; jawaban tepatnya tetap berlaku" in last(stopped)
    model.may_go_on.set()
    assert list(steps) == []
    written = sitting.chat.turns[0].answer.written
    assert (len(written.sentences), written.trouble) == (1, Trouble.STOPPED)
    assert sitting.chat.asked is None


def test_a_model_in_trouble_leaves_the_exact_answer_and_a_line_that_says_why(conversing):
    error = ModelError(Trouble.UNREACHABLE, "nobody there")
    *_, done = conversing(ScriptedModel("", error)).ask(QUESTION, Session())
    assert "Belousov" in last(done)
    assert "Model bahasa tidak dapat dihubungi" in last(done)


def test_a_chat_begun_anew_while_the_model_writes_stays_empty(conversing):
    model, sitting = HeldModel(ONE, TWO), Session()
    conversation = conversing(model)
    steps = conversation.ask(QUESTION, sitting)
    next(shown for shown in steps if "Dengan kata lain" in last(shown))
    conversation.begin_anew(sitting)
    model.may_go_on.set()
    assert list(steps) == []
    assert sitting.chat.turns == ()


def test_another_chat_is_answered_while_a_model_writes(conversing):
    model = HeldModel(ONE, TWO)
    conversation = conversing(model)
    steps = conversation.ask(QUESTION, Session())
    next(shown for shown in steps if "Dengan kata lain" in last(shown))
    others = conversation.ask("When did Putin arrive?", Session())
    next(others)
    assert "18/6/2024" in last(next(others))
    model.may_go_on.set()


def test_a_quotation_is_translated_where_it_is_asked_for(conversing):
    sitting = Session()
    gloss = (
        "Putin's delegation included his new defence minister, Andrei Belousov, foreign minister "
        "Sergei Lavrov and deputy prime minister Alexander Novak."
    )
    conversation = conversing(ScriptedModel(gloss))
    *_, done = conversation.ask("Who was in Putin's delegation?", sitting)
    assert "do-gloss" in done.evidence
    *_, glossed = conversation.act(Action("gloss", 1, "1"), sitting)
    assert "Machine translation by scripted" in glossed.evidence
    assert "do-gloss" not in glossed.evidence
    assert sitting.chat.turns[0].answer.glosses[0].text == gloss


@pytest.mark.parametrize("number", ["0", "9", "x", ""])
def test_a_quotation_that_is_not_there_is_not_translated(conversing, number):
    sitting = Session()
    conversation = conversing(ScriptedModel("Hello."))
    list(conversation.ask(QUESTION, sitting))
    assert list(conversation.act(Action("gloss", 1, number), sitting)) == []


def test_without_a_model_nothing_of_it_is_shown(assistant):
    sitting = Session()
    conversation = ChatController(assistant)
    working, done = conversation.ask("Who was in Putin's delegation?", sitting)
    assert "In other words" not in last(done)
    assert "gloss" not in done.evidence
    assert "working" in last(working)
    assert list(conversation.act(Action("gloss", 1, "1"), sitting)) == []
