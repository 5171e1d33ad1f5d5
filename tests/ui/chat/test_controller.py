import logging
from copy import deepcopy

import pytest

from ui.chat.action import Action
from ui.chat.controller import ChatController
from ui.session import ChatTurn, Session


@pytest.fixture
def conversation(assistant):
    return ChatController(assistant)


@pytest.fixture
def sitting():
    return Session()


def said(shown) -> list[str]:
    return [message["content"] for message in shown.messages]


def test_the_question_is_shown_at_once_with_a_working_line_and_then_with_its_answer(
    conversation, sitting
):
    working, done = conversation.ask("Who was in Putin's delegation?", sitting)
    assert [message["role"] for message in working.messages] == ["user", "assistant"]
    assert 'class="working"' in said(working)[1]
    assert "evidence-1" not in working.evidence
    assert "Belousov" in said(done)[1]
    assert 'id="evidence-1"' in done.evidence
    assert len(sitting.chat.turns) == 1


def test_an_answer_that_was_lost_on_its_way_is_there_to_be_looked_for(conversation, sitting):
    late = conversation.ask("Who was in Putin's delegation?", sitting)
    next(late)
    assert list(conversation.look(sitting)) == []
    (done,) = late
    assert [said(shown) for shown in conversation.look(sitting)] == [said(done)]


def test_an_indonesian_question_is_worked_on_in_indonesian(conversation, sitting):
    working, _ = conversation.ask("Siapa saja delegasi Putin?", sitting)
    assert "Membaca 5 artikel" in said(working)[1]


def test_earlier_answers_go_along_with_the_next_question(conversation, assistant, sitting):
    list(conversation.ask("Who was in Putin's delegation?", sitting))
    *_, done = conversation.ask("When did Putin arrive?", sitting)
    assert assistant.asked[-2:] == [
        ("Who was in Putin's delegation?", 0),
        ("When did Putin arrive?", 1),
    ]
    assert len(sitting.chat.turns) == 2
    assert 'id="evidence-1" lang="en" aria-label="Evidence" hidden' in done.evidence
    assert 'id="evidence-2" lang="en" aria-label="Evidence">' in done.evidence


def test_a_chat_begun_anew_is_not_given_the_answer_to_a_question_of_before(conversation, sitting):
    late = conversation.ask("Who was in Putin's delegation?", sitting)
    next(late)
    assert conversation.begin_anew(sitting).messages == ()
    assert list(late) == []
    assert sitting.chat.turns == ()


def test_a_chat_begun_anew_takes_a_question_while_the_one_of_before_is_worked_on(
    conversation, assistant, sitting
):
    late = conversation.ask("Who was in Putin's delegation?", sitting)
    next(late)
    conversation.begin_anew(sitting)
    new = conversation.ask("When did Putin arrive?", sitting)
    next(new)
    assert list(late) == []
    *_, done = new
    assert len(done.messages) == 2
    assert assistant.asked[-1] == ("When did Putin arrive?", 0)
    assert [turn.question for turn in sitting.chat.turns] == ["When did Putin arrive?"]


def test_a_chat_begun_anew_just_as_an_answer_is_sent_is_empty_in_the_end(conversation, sitting):
    steps = conversation.ask("Who was in Putin's delegation?", sitting)
    next(steps)
    next(steps)
    conversation.begin_anew(sitting)
    assert [shown.messages for shown in steps] == [()]


def test_a_second_question_is_not_taken_while_the_first_is_worked_on(conversation, sitting):
    first = conversation.ask("Who was in Putin's delegation?", sitting)
    next(first)
    assert list(conversation.ask("When did Putin arrive?", sitting)) == []
    list(first)
    assert [turn.question for turn in sitting.chat.turns] == ["Who was in Putin's delegation?"]


def test_a_question_that_is_given_up_leaves_the_chat_open_for_the_next(conversation, sitting):
    given_up = conversation.ask("Who was in Putin's delegation?", sitting)
    next(given_up)
    given_up.close()
    *_, done = conversation.ask("When did Putin arrive?", sitting)
    assert len(done.messages) == 2


def test_a_failing_assistant_gives_a_line_and_no_traceback(conversation, sitting, caplog):
    with caplog.at_level(logging.ERROR):
        *_, done = conversation.ask("Please crash", sitting)
    assert 'class="failed"' in said(done)[1]
    assert "locked" not in "".join(said(done))
    assert "the library's file is locked" in caplog.text
    assert sitting.chat.turns == (ChatTurn("Please crash", None),)


def test_after_a_failure_the_chat_goes_on_without_it(conversation, assistant, sitting):
    list(conversation.ask("Please crash", sitting))
    *_, done = conversation.ask("Who was in Putin's delegation?", sitting)
    assert assistant.asked[-1][1] == 0
    assert len(done.messages) == 4
    assert 'id="evidence-2"' in done.evidence


@pytest.mark.parametrize("question", ["", "   \n"])
def test_an_empty_question_changes_nothing(conversation, assistant, sitting, question):
    before = len(assistant.asked)
    assert list(conversation.ask(question, sitting)) == []
    assert sitting.chat.turns == ()
    assert len(assistant.asked) == before


@pytest.mark.parametrize("question", ["🙂🙂🙂", "x" * 100_000, "half \ud83d a character"])
def test_an_odd_question_gets_an_answer_that_can_be_sent(conversation, sitting, question):
    *_, done = conversation.ask(question, sitting)
    assert 'class="refusal"' in said(done)[1]
    assert "".join([*said(done), done.evidence]).encode("utf-8")


def act(conversation, sitting, name, turn=0, text=""):
    """The pages that an act gives."""
    return list(conversation.act(Action(name, turn, text), sitting))


def questions(sitting) -> list[str]:
    return [turn.question for turn in sitting.chat.turns]


def asked_both(conversation, sitting) -> None:
    list(conversation.ask("Who was in Putin's delegation?", sitting))
    list(conversation.ask("When did Putin arrive?", sitting))


def test_the_last_question_asked_again_takes_its_own_place_and_sees_only_what_was_before(
    conversation, assistant, sitting
):
    asked_both(conversation, sitting)
    working, done = act(conversation, sitting, "retry")
    assert len(working.messages) == len(done.messages) == 4
    assert assistant.asked[-1] == ("When did Putin arrive?", 1)
    assert len(questions(sitting)) == 2


def test_a_question_looked_up_everywhere_stays_so_when_it_is_asked_again(
    conversation, assistant, sitting
):
    list(conversation.ask("Who came, according to Okezone?", sitting))
    assert assistant.scopes[-1][1] is True
    *_, done = act(conversation, sitting, "widen")
    assert assistant.scopes[-1][1] is False
    assert "narrowed" not in said(done)[1]
    act(conversation, sitting, "retry")
    assert assistant.scopes[-1][1] is False
    assert len(questions(sitting)) == 1


def test_an_edited_question_takes_the_place_of_the_last_when_it_is_sent(conversation, sitting):
    asked_both(conversation, sitting)
    (drafting,) = act(conversation, sitting, "edit")
    assert drafting.box == "When did Putin arrive?"
    assert "Editing your last question." in drafting.hint
    assert len(drafting.messages) == 4
    *_, done = conversation.ask("Kapan Putin tiba?", sitting)
    assert questions(sitting) == ["Who was in Putin's delegation?", "Kapan Putin tiba?"]
    assert done.hint == ""
    list(conversation.ask("When did Putin arrive?", sitting))
    assert len(questions(sitting)) == 3


def test_editing_can_be_given_up(conversation, sitting):
    asked_both(conversation, sitting)
    act(conversation, sitting, "edit")
    (left,) = act(conversation, sitting, "cancel")
    assert (left.box, left.hint) == ("", "")
    list(conversation.ask("Kapan Putin tiba?", sitting))
    assert len(questions(sitting)) == 3


def test_a_question_that_was_understood_wrongly_is_corrected_and_asked_on_its_own(
    conversation, assistant, sitting
):
    asked_both(conversation, sitting)
    list(conversation.ask("And whom did he bring?", sitting))
    (drafting,) = act(conversation, sitting, "correct", turn=3)
    assert drafting.box == "Whom did Putin bring to Pyongyang?"
    list(conversation.ask("Whom did Kim bring?", sitting))
    assert assistant.asked[-1] == ("Whom did Kim bring?", 0)
    assert len(questions(sitting)) == 4


def test_a_question_that_is_stopped_goes_back_to_the_box(conversation, sitting):
    late = conversation.ask("Who was in Putin's delegation?", sitting)
    next(late)
    (stopped,) = act(conversation, sitting, "stop")
    assert stopped.box == "Who was in Putin's delegation?"
    assert stopped.messages == ()
    assert list(late) == []
    assert sitting.chat.turns == ()


def test_an_edited_question_that_is_stopped_is_still_being_edited(conversation, sitting):
    asked_both(conversation, sitting)
    act(conversation, sitting, "edit")
    late = conversation.ask("Kapan Putin tiba?", sitting)
    next(late)
    (stopped,) = act(conversation, sitting, "stop")
    assert len(stopped.messages) == 4
    assert list(late) == []
    list(conversation.ask("When did he arrive?", sitting))
    assert questions(sitting) == ["Who was in Putin's delegation?", "When did he arrive?"]


def test_a_deleted_turn_is_gone_from_the_page_and_from_what_goes_along(
    conversation, assistant, sitting
):
    asked_both(conversation, sitting)
    (left,) = act(conversation, sitting, "delete", turn=1)
    assert len(left.messages) == 2
    assert 'id="evidence-1"' in left.evidence
    list(conversation.ask("When did Putin arrive?", sitting))
    assert assistant.asked[-1][1] == 1


@pytest.mark.parametrize(
    ("name", "turn"),
    [
        *((name, 0) for name in ("retry", "widen", "edit", "stop", "cancel", "delete")),
        ("correct", 1),
        ("delete", 1),
    ],
)
def test_what_cannot_be_done_changes_nothing(conversation, sitting, name, turn):
    before = sitting.chat
    assert act(conversation, sitting, name, turn) == []
    assert sitting.chat is before


@pytest.mark.parametrize("name", ["retry", "edit", "delete"])
def test_while_a_question_is_worked_on_the_chat_is_left_as_it_is(conversation, sitting, name):
    asked_both(conversation, sitting)
    late = conversation.ask("Kapan Putin tiba?", sitting)
    next(late)
    assert act(conversation, sitting, name, turn=1) == []
    list(late)
    assert len(questions(sitting)) == 3


def test_an_act_that_there_is_none_of_is_refused_by_its_name(conversation, sitting):
    with pytest.raises(ValueError, match="there is no act 'format'"):
        act(conversation, sitting, "format")


def test_two_sessions_that_begin_as_copies_have_chats_of_their_own(conversation, sitting):
    other = deepcopy(sitting)
    conversation.greet(sitting, "id")
    conversation.greet(other, "en")
    assert sitting.chat.key != other.chat.key
    assert (sitting.words.language, other.words.language) == ("id", "en")


def test_a_page_that_is_greeted_late_keeps_its_chat(conversation, sitting):
    asked_both(conversation, sitting)
    before = sitting.chat
    conversation.greet(sitting, "en")
    assert sitting.chat is before
