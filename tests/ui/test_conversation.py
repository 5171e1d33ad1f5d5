import logging

import pytest

from ui.conversation import Conversation, Turn
from ui.words import ENGLISH, INDONESIAN


@pytest.fixture
def conversation(assistant):
    return Conversation(assistant, ENGLISH)


def said(messages) -> list[str]:
    return [message["content"] for message in messages]


def test_the_question_is_shown_at_once_with_a_working_line_and_then_with_its_answer(conversation):
    working, done = conversation.ask("Who was in Putin's delegation?", ())
    assert [message["role"] for message in working[0]] == ["user", "assistant"]
    assert 'class="working"' in said(working[0])[1]
    assert working[2] == ()
    assert "Belousov" in said(done[0])[1]
    assert 'id="evidence-1"' in done[1]
    assert len(done[2]) == 1


def test_an_indonesian_question_is_worked_on_in_indonesian(conversation):
    working, _ = conversation.ask("Siapa saja delegasi Putin?", ())
    assert "Membaca 5 artikel" in said(working[0])[1]


def test_earlier_answers_go_along_with_the_next_question(conversation, assistant):
    *_, (_, _, turns) = conversation.ask("Who was in Putin's delegation?", ())
    *_, (_, panel, turns) = conversation.ask("When did Putin arrive?", turns)
    assert assistant.asked[-2:] == [
        ("Who was in Putin's delegation?", 0),
        ("When did Putin arrive?", 1),
    ]
    assert len(turns) == 2
    assert 'id="evidence-1" lang="en" aria-label="Evidence" hidden' in panel
    assert 'id="evidence-2" lang="en" aria-label="Evidence">' in panel


def test_a_failing_assistant_gives_a_line_and_no_traceback(conversation, caplog):
    with caplog.at_level(logging.ERROR):
        *_, (messages, _, turns) = conversation.ask("Please crash", ())
    assert 'class="failed"' in said(messages)[1]
    assert "locked" not in "".join(said(messages))
    assert "the library's file is locked" in caplog.text
    assert turns == (Turn("Please crash", None),)


def test_after_a_failure_the_chat_goes_on_without_it(conversation, assistant):
    *_, (_, _, turns) = conversation.ask("Please crash", ())
    *_, (messages, panel, _) = conversation.ask("Who was in Putin's delegation?", turns)
    assert assistant.asked[-1][1] == 0
    assert len(messages) == 4
    assert 'id="evidence-2"' in panel


@pytest.mark.parametrize("question", ["", "   \n"])
def test_an_empty_question_changes_nothing(conversation, assistant, question):
    before = len(assistant.asked)
    assert list(conversation.ask(question, ())) == [conversation.shown(())]
    assert len(assistant.asked) == before


@pytest.mark.parametrize("question", ["🙂🙂🙂", "x" * 100_000, "half \ud83d a character"])
def test_an_odd_question_gets_an_answer_that_can_be_sent(conversation, question):
    *_, (messages, panel, _) = conversation.ask(question, ())
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
