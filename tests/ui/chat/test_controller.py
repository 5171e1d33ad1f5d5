import logging
from copy import deepcopy

import pytest

from ui.chat.action import Action
from ui.chat.controller import ChatController
from ui.session import ChatTurn, Session


@pytest.fixture
def controller(assistant):
    return ChatController(assistant)


@pytest.fixture
def session():
    return Session()


def said(view) -> list[str]:
    return [message["content"] for message in view.messages]


def test_the_question_is_shown_at_once_with_a_working_line_and_then_with_its_answer(
    controller, session
):
    working, done = controller.ask("Who was in Putin's delegation?", session)
    assert [message["role"] for message in working.messages] == ["user", "assistant"]
    assert 'class="working"' in said(working)[1]
    assert "evidence-1" not in working.evidence
    assert "Belousov" in said(done)[1]
    assert 'id="evidence-1"' in done.evidence
    assert len(session.chat.turns) == 1


def test_an_answer_that_was_lost_on_its_way_is_there_to_be_looked_for(controller, session):
    late = controller.ask("Who was in Putin's delegation?", session)
    next(late)
    assert list(controller.refresh(session)) == []
    (done,) = late
    assert [said(view) for view in controller.refresh(session)] == [said(done)]


def test_an_indonesian_question_is_worked_on_in_indonesian(controller, session):
    working, _ = controller.ask("Siapa saja delegasi Putin?", session)
    assert "Membaca 5 artikel" in said(working)[1]


def test_earlier_answers_go_along_with_the_next_question(controller, assistant, session):
    list(controller.ask("Who was in Putin's delegation?", session))
    *_, done = controller.ask("When did Putin arrive?", session)
    assert assistant.asked[-2:] == [
        ("Who was in Putin's delegation?", 0),
        ("When did Putin arrive?", 1),
    ]
    assert len(session.chat.turns) == 2
    assert 'id="evidence-1" lang="en" aria-label="Evidence" hidden' in done.evidence
    assert 'id="evidence-2" lang="en" aria-label="Evidence">' in done.evidence


def test_a_chat_begun_anew_is_not_given_the_answer_to_a_question_of_before(controller, session):
    late = controller.ask("Who was in Putin's delegation?", session)
    next(late)
    assert controller.start_chat(session).messages == ()
    assert list(late) == []
    assert session.chat.turns == ()


def test_a_chat_begun_anew_takes_a_question_while_the_one_of_before_is_worked_on(
    controller, assistant, session
):
    late = controller.ask("Who was in Putin's delegation?", session)
    next(late)
    controller.start_chat(session)
    new = controller.ask("When did Putin arrive?", session)
    next(new)
    assert list(late) == []
    *_, done = new
    assert len(done.messages) == 2
    assert assistant.asked[-1] == ("When did Putin arrive?", 0)
    assert [turn.question for turn in session.chat.turns] == ["When did Putin arrive?"]


def test_a_chat_begun_anew_just_as_an_answer_is_sent_is_empty_in_the_end(controller, session):
    steps = controller.ask("Who was in Putin's delegation?", session)
    next(steps)
    next(steps)
    controller.start_chat(session)
    assert [view.messages for view in steps] == [()]


def test_a_second_question_is_not_taken_while_the_first_is_worked_on(controller, session):
    first = controller.ask("Who was in Putin's delegation?", session)
    next(first)
    assert list(controller.ask("When did Putin arrive?", session)) == []
    list(first)
    assert [turn.question for turn in session.chat.turns] == ["Who was in Putin's delegation?"]


def test_a_question_that_is_given_up_leaves_the_chat_open_for_the_next(controller, session):
    given_up = controller.ask("Who was in Putin's delegation?", session)
    next(given_up)
    given_up.close()
    *_, done = controller.ask("When did Putin arrive?", session)
    assert len(done.messages) == 2


def test_a_failing_assistant_gives_a_line_and_no_traceback(controller, session, caplog):
    with caplog.at_level(logging.ERROR):
        *_, done = controller.ask("Please crash", session)
    assert 'class="failed"' in said(done)[1]
    assert "locked" not in "".join(said(done))
    assert "the library's file is locked" in caplog.text
    assert session.chat.turns == (ChatTurn("Please crash", None),)


def test_after_a_failure_the_chat_goes_on_without_it(controller, assistant, session):
    list(controller.ask("Please crash", session))
    *_, done = controller.ask("Who was in Putin's delegation?", session)
    assert assistant.asked[-1][1] == 0
    assert len(done.messages) == 4
    assert 'id="evidence-2"' in done.evidence


@pytest.mark.parametrize("question", ["", "   \n"])
def test_an_empty_question_changes_nothing(controller, assistant, session, question):
    before = len(assistant.asked)
    assert list(controller.ask(question, session)) == []
    assert session.chat.turns == ()
    assert len(assistant.asked) == before


@pytest.mark.parametrize("question", ["🙂🙂🙂", "x" * 100_000, "half \ud83d a character"])
def test_an_odd_question_gets_an_answer_that_can_be_sent(controller, session, question):
    *_, done = controller.ask(question, session)
    assert 'class="refusal"' in said(done)[1]
    assert "".join([*said(done), done.evidence]).encode("utf-8")


def perform(controller, session, name, turn=0, text=""):
    """The views that an action gives."""
    return list(controller.perform(Action(name, turn, text), session))


def questions(session) -> list[str]:
    return [turn.question for turn in session.chat.turns]


def asked_both(controller, session) -> None:
    list(controller.ask("Who was in Putin's delegation?", session))
    list(controller.ask("When did Putin arrive?", session))


def test_the_last_question_asked_again_takes_its_own_place_and_sees_only_what_was_before(
    controller, assistant, session
):
    asked_both(controller, session)
    working, done = perform(controller, session, "retry")
    assert len(working.messages) == len(done.messages) == 4
    assert assistant.asked[-1] == ("When did Putin arrive?", 1)
    assert len(questions(session)) == 2


def test_a_question_looked_up_everywhere_stays_so_when_it_is_asked_again(
    controller, assistant, session
):
    list(controller.ask("Who came, according to Okezone?", session))
    assert assistant.scopes[-1][1] is True
    *_, done = perform(controller, session, "widen")
    assert assistant.scopes[-1][1] is False
    assert "narrowed" not in said(done)[1]
    perform(controller, session, "retry")
    assert assistant.scopes[-1][1] is False
    assert len(questions(session)) == 1


def test_an_edited_question_takes_the_place_of_the_last_when_it_is_sent(controller, session):
    asked_both(controller, session)
    (drafting,) = perform(controller, session, "edit")
    assert drafting.box == "When did Putin arrive?"
    assert "Editing your last question." in drafting.status
    assert len(drafting.messages) == 4
    *_, done = controller.ask("Kapan Putin tiba?", session)
    assert questions(session) == ["Who was in Putin's delegation?", "Kapan Putin tiba?"]
    assert done.status == ""
    list(controller.ask("When did Putin arrive?", session))
    assert len(questions(session)) == 3


def test_editing_can_be_given_up(controller, session):
    asked_both(controller, session)
    perform(controller, session, "edit")
    (left,) = perform(controller, session, "cancel")
    assert (left.box, left.status) == ("", "")
    list(controller.ask("Kapan Putin tiba?", session))
    assert len(questions(session)) == 3


def test_a_question_that_was_understood_wrongly_is_corrected_and_asked_on_its_own(
    controller, assistant, session
):
    asked_both(controller, session)
    list(controller.ask("And whom did he bring?", session))
    (drafting,) = perform(controller, session, "correct", turn=3)
    assert drafting.box == "Whom did Putin bring to Pyongyang?"
    list(controller.ask("Whom did Kim bring?", session))
    assert assistant.asked[-1] == ("Whom did Kim bring?", 0)
    assert len(questions(session)) == 4


def test_a_question_that_is_stopped_goes_back_to_the_box(controller, session):
    late = controller.ask("Who was in Putin's delegation?", session)
    next(late)
    (stopped,) = perform(controller, session, "stop")
    assert stopped.box == "Who was in Putin's delegation?"
    assert stopped.messages == ()
    assert list(late) == []
    assert session.chat.turns == ()


def test_an_edited_question_that_is_stopped_is_still_being_edited(controller, session):
    asked_both(controller, session)
    perform(controller, session, "edit")
    late = controller.ask("Kapan Putin tiba?", session)
    next(late)
    (stopped,) = perform(controller, session, "stop")
    assert len(stopped.messages) == 4
    assert list(late) == []
    list(controller.ask("When did he arrive?", session))
    assert questions(session) == ["Who was in Putin's delegation?", "When did he arrive?"]


def test_a_deleted_turn_is_gone_from_the_page_and_from_what_goes_along(
    controller, assistant, session
):
    asked_both(controller, session)
    (left,) = perform(controller, session, "delete", turn=1)
    assert len(left.messages) == 2
    assert 'id="evidence-1"' in left.evidence
    list(controller.ask("When did Putin arrive?", session))
    assert assistant.asked[-1][1] == 1


@pytest.mark.parametrize(
    ("name", "turn"),
    [
        *((name, 0) for name in ("retry", "widen", "edit", "stop", "cancel", "delete")),
        ("correct", 1),
        ("delete", 1),
    ],
)
def test_what_cannot_be_done_changes_nothing(controller, session, name, turn):
    before = session.chat
    assert perform(controller, session, name, turn) == []
    assert session.chat is before


@pytest.mark.parametrize("name", ["retry", "edit", "delete"])
def test_while_a_question_is_worked_on_the_chat_is_left_as_it_is(controller, session, name):
    asked_both(controller, session)
    late = controller.ask("Kapan Putin tiba?", session)
    next(late)
    assert perform(controller, session, name, turn=1) == []
    list(late)
    assert len(questions(session)) == 3


def test_an_unknown_action_is_refused_by_its_name(controller, session):
    with pytest.raises(
        ValueError, match="there is no action 'format'; expected one of ask, cancel"
    ):
        perform(controller, session, "format")


def test_two_sessions_that_begin_as_copies_have_chats_of_their_own(controller, session):
    other = deepcopy(session)
    controller.open_page(session, "id")
    controller.open_page(other, "en")
    assert session.chat.key != other.chat.key
    assert (session.words.language, other.words.language) == ("id", "en")


def test_a_page_that_is_greeted_late_keeps_its_chat(controller, session):
    asked_both(controller, session)
    before = session.chat
    controller.open_page(session, "en")
    assert session.chat is before
