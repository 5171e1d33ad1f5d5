"""Step 7: programs ask over HTTP, and get the record that `tanya ask --json` prints."""

import httpx
import pytest

from ui.chat.app import launch


@pytest.fixture(scope="module")
def server(assistant):
    """A client of the server that `tanya chat` and `tanya serve` start."""
    with httpx.Client(base_url=launch(assistant, wait=False), timeout=60) as client:
        yield client


def test_a_question_is_posted_and_its_quotation_is_read_in_its_article(server):
    answer = server.post("ask", json={"question": "Siapa saja delegasi Putin?"}).json()
    assert "Andrei Belousov" in answer["text"]
    citation = answer["citations"][0]
    text = server.get(f"articles/{citation['article']['id']}").json()["text"]
    assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_earlier_questions_go_along_with_a_follow_up(server):
    asked = {
        "question": "When did he arrive in Pyongyang?",
        "history": ["Who was in Putin's delegation?"],
    }
    answer = server.post("ask", json=asked).json()
    assert answer["understood"] == "When did Putin arrive in Pyongyang?"
    assert "Selasa (18/6/2024) malam" in answer["text"]
