import json
from dataclasses import replace

import pytest
from fakes.in_memory_listing import InMemoryListing
from hypothesis import given
from hypothesis import strategies as st

from qa.answer.feedback import Verdict
from qa.schema.filters import DateRange, SearchFilter
from ui.chat.stored_chat import library_name, restore_chat, store_chat
from ui.session import Chat, ChatTurn

QUESTIONS = (
    "Who was in Putin's delegation?",
    "When did the sources say he arrived?",
    "What is the name of his mother?",
    "And whom did he bring?",
    "Who came, according to Okezone?",
)


@pytest.fixture(scope="module")
def chat(assistant) -> Chat:
    turns = tuple(ChatTurn(question, assistant.ask(question)) for question in QUESTIONS)
    judged = replace(
        turns[0],
        verdict=Verdict.RIGHT,
        is_standalone=True,
        narrows=False,
        scope=SearchFilter(("VIVA",), DateRange()),
    )
    return Chat((judged, *turns[1:], ChatTurn("Please crash", None)))


def test_a_chat_comes_back_as_it_was(chat, assistant):
    back = restore_chat(store_chat(chat), assistant.articles)
    assert back.turns == chat.turns
    assert back.key == chat.key
    assert store_chat(back) == store_chat(chat)


def test_no_text_of_an_article_is_kept_but_the_claims(chat, assistant):
    kept = store_chat(chat)
    assert len(kept) < 2000 * len(QUESTIONS)
    assert assistant.articles[0].text[:200] not in kept


def test_an_answer_whose_article_is_gone_or_has_changed_is_not_shown_again(chat, assistant):
    cited = chat.turns[0].answer.citations[0].article
    others = [article for article in assistant.articles if article.id != cited.id]
    changed = replace(cited, text=f"{cited.text} ")
    for articles in (InMemoryListing(others), InMemoryListing([*others, changed])):
        back = restore_chat(store_chat(chat), articles)
        assert back.turns[0].answer is None
        assert back.turns[0].is_stale
        assert restore_chat(store_chat(back), articles).turns[0].is_stale


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("key",), "../../etc"),
        (("turns", 0, "answer", "confidence"), 2),
        (("turns", 0, "answer", "claims", 0, "citations"), []),
        (("turns", 0, "answer", "claims", 0, "citations", 0, "end"), 10**9),
        (("turns", 0, "answer", "claims", 0, "citations", 0, "start"), -5),
        (("turns", 0, "answer", "claims", 0, "independent_sources"), 9),
        (("turns", 0, "answer", "language"), "<i>"),
        (("turns", 1, "answer", "views", 0, "claims"), [7]),
        (("turns", 0, "verdict"), "splendid"),
        (("turns",), [{"question": "x"}] * 501),
        (("turns", 0, "question"), None),
    ],
)
def test_what_cannot_be_is_refused(chat, assistant, place, value):
    record = json.loads(store_chat(chat))
    inside = record
    for step in place[:-1]:
        inside = inside[step]
    inside[place[-1]] = value
    with pytest.raises(ValueError, match=r"."):
        restore_chat(json.dumps(record), assistant.articles)


@given(st.text() | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps))
def test_anything_else_is_refused_and_never_breaks(text):
    with pytest.raises(ValueError, match=r"."):
        restore_chat(text, InMemoryListing())


def test_a_library_is_known_by_a_name_that_tells_nothing_of_its_place(tmp_path):
    assert library_name(tmp_path) == library_name(tmp_path / "x" / "..")
    assert library_name(tmp_path) != library_name(tmp_path / "x")
    assert tmp_path.name not in library_name(tmp_path)
    assert library_name(None) == "memory"
