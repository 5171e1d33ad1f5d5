import logging

import pytest

from ui.conversation import Chat, Conversation, Sitting, Turn
from ui.words import ENGLISH, INDONESIAN


@pytest.fixture
def conversation(assistant):
    return Conversation(assistant, ENGLISH)


@pytest.fixture
def sitting():
    return Sitting()


def said(messages) -> list[str]:
    return [message["content"] for message in messages]


def test_the_question_is_shown_at_once_with_a_working_line_and_then_with_its_answer(
    conversation, sitting
):
    working, done = conversation.ask("Who was in Putin's delegation?", sitting)
    assert [message["role"] for message in working[0]] == ["user", "assistant"]
    assert 'class="working"' in said(working[0])[1]
    assert "evidence-1" not in working[1]
    assert "Belousov" in said(done[0])[1]
    assert 'id="evidence-1"' in done[1]
    assert len(sitting.chat.turns) == 1


def test_an_indonesian_question_is_worked_on_in_indonesian(conversation, sitting):
    working, _ = conversation.ask("Siapa saja delegasi Putin?", sitting)
    assert "Membaca 5 artikel" in said(working[0])[1]


def test_earlier_answers_go_along_with_the_next_question(conversation, assistant, sitting):
    list(conversation.ask("Who was in Putin's delegation?", sitting))
    *_, (_, panel) = conversation.ask("When did Putin arrive?", sitting)
    assert assistant.asked[-2:] == [
        ("Who was in Putin's delegation?", 0),
        ("When did Putin arrive?", 1),
    ]
    assert len(sitting.chat.turns) == 2
    assert 'id="evidence-1" lang="en" aria-label="Evidence" hidden' in panel
    assert 'id="evidence-2" lang="en" aria-label="Evidence">' in panel


def test_a_chat_begun_anew_is_not_given_the_answer_to_a_question_of_before(conversation, sitting):
    late = conversation.ask("Who was in Putin's delegation?", sitting)
    next(late)
    assert conversation.begin_anew(sitting) == conversation.shown(Chat())
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
    *_, (messages, _) = new
    assert len(messages) == 2
    assert assistant.asked[-1] == ("When did Putin arrive?", 0)
    assert [turn.question for turn in sitting.chat.turns] == ["When did Putin arrive?"]


def test_a_chat_begun_anew_just_as_an_answer_is_sent_is_empty_in_the_end(conversation, sitting):
    steps = conversation.ask("Who was in Putin's delegation?", sitting)
    next(steps)
    next(steps)
    empty = conversation.begin_anew(sitting)
    assert list(steps) == [empty]


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
    *_, (messages, _) = conversation.ask("When did Putin arrive?", sitting)
    assert len(messages) == 2


def test_a_failing_assistant_gives_a_line_and_no_traceback(conversation, sitting, caplog):
    with caplog.at_level(logging.ERROR):
        *_, (messages, _) = conversation.ask("Please crash", sitting)
    assert 'class="failed"' in said(messages)[1]
    assert "locked" not in "".join(said(messages))
    assert "the library's file is locked" in caplog.text
    assert sitting.chat.turns == (Turn("Please crash", None),)


def test_after_a_failure_the_chat_goes_on_without_it(conversation, assistant, sitting):
    list(conversation.ask("Please crash", sitting))
    *_, (messages, panel) = conversation.ask("Who was in Putin's delegation?", sitting)
    assert assistant.asked[-1][1] == 0
    assert len(messages) == 4
    assert 'id="evidence-2"' in panel


@pytest.mark.parametrize("question", ["", "   \n"])
def test_an_empty_question_changes_nothing(conversation, assistant, sitting, question):
    before = len(assistant.asked)
    assert list(conversation.ask(question, sitting)) == []
    assert sitting.chat.turns == ()
    assert len(assistant.asked) == before


@pytest.mark.parametrize("question", ["🙂🙂🙂", "x" * 100_000, "half \ud83d a character"])
def test_an_odd_question_gets_an_answer_that_can_be_sent(conversation, sitting, question):
    *_, (messages, panel) = conversation.ask(question, sitting)
    assert 'class="refusal"' in said(messages)[1]
    assert "".join([*said(messages), panel]).encode("utf-8")


def test_an_article_opens_with_its_quotation_marked(conversation, assistant):
    article = assistant.articles[0]
    html = conversation.open_article(
        {"article": article.id, "quotes": "0-7-1", "marks": "0-3", "language": "id"}
    )
    assert f'data-cites="1"><strong class="key">{article.text[:3]}</strong>' in html
    assert INDONESIAN.close in html


def test_an_article_that_is_not_there_is_refused_by_its_name(conversation):
    with pytest.raises(ValueError, match=r"no article has the id 'secret\.txt'"):
        conversation.open_article(
            {"article": "secret.txt", "quotes": "", "marks": "", "language": "en"}
        )
