import json
import re

from qa.schema.answer import Answer, Claim
from qa.schema.article import Article
from qa.schema.citation import Citation
from qa.schema.filters import SearchFilter
from ui.chat.export import chat_json, chat_markdown
from ui.session import Chat, ChatTurn
from ui.strings.english import ENGLISH

HOSTILE = "*a* [b](c) <i> `d` # e\n\n- f"


def told(assistant, *questions: str) -> str:
    return chat_markdown(Chat(tuple(ChatTurn(q, assistant.ask(q)) for q in questions)), ENGLISH)


def test_each_claim_names_its_citations_and_each_citation_its_article(assistant):
    text = told(assistant, "Who was in Putin's delegation?")
    assert text.startswith(
        "# Tanya\n\n## Who was in Putin's delegation?\n\n- **Andrei Belousov** [1]"
    )
    assert re.search(r"^\[1\] Gelar .*, Okezone, 18 June 2024$", text, re.MULTILINE)
    assert "\n> Delegasi Putin termasuk" in text


def test_a_disagreement_a_refusal_and_what_was_understood_are_told(assistant):
    text = told(
        assistant,
        "When did the sources say he arrived?",
        "What is the name of his mother?",
        "And whom did he bring?",
        "Who came, according to Okezone?",
    )
    assert "The sources differ." in text
    assert "(1 independent source) (announced beforehand)" in text
    assert "The articles do not say this." in text
    assert "What the articles do say:\n\n- **Pada saat itu" in text
    assert "Understood as: Whom did Putin bring to Pyongyang?" in text
    assert "Looked only at: Okezone" in text


def test_a_question_without_an_answer_says_why():
    turns = (
        ChatTurn("One", None, scope=SearchFilter(("VIVA",))),
        ChatTurn("Two", None, is_stale=True),
    )
    text = chat_markdown(Chat(turns), ENGLISH)
    assert "Something went wrong" in text
    assert "gone or have changed" in text


def test_what_was_quoted_or_asked_is_no_markup():
    page = Article("a", HOSTILE, HOSTILE, "a.txt", "en", source=HOSTILE)
    claim = Claim(HOSTILE, (Citation(page, 0, len(HOSTILE)),))
    text = chat_markdown(
        Chat((ChatTurn(HOSTILE, Answer(HOSTILE, "en", (claim,), 0.9, ())),)), ENGLISH
    )
    plain = r"\*a\* \[b\](c) \<i\> \`d\` \# e \- f"
    assert text.count(plain) == 5
    assert "<i>" not in text


def test_json_has_every_record_field_but_no_text_of_an_article(assistant):
    question = "Who was in Putin's delegation?"
    answer = assistant.ask(question)
    (turn,) = json.loads(chat_json(Chat((ChatTurn(question, answer),))))["turns"]
    citation = turn["answer"]["citations"][0]
    assert citation["quote"] == answer.citations[0].quote
    assert citation["article"]["id"] == answer.citations[0].article.id
    assert "text" not in citation["article"]
    assert turn["answer"]["text"] == answer.text
