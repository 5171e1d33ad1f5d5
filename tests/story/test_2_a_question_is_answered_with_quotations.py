"""Step 2: an answer is made of quotations, and every quotation can be opened in its article."""

import json

QUESTION = "who was in Putin's delegation?"
DELEGATES = ("Andrei Belousov", "Sergei Lavrov", "Alexander Novak")


def test_the_delegates_are_named(assistant):
    answer = assistant.ask(QUESTION)
    assert all(name in answer.text for name in DELEGATES)
    assert answer.confidence > 0.5


def test_the_citation_opens_in_its_article(assistant, seeds):
    citation = assistant.ask(QUESTION).citations[0]
    assert (citation.article.source, str(citation.article.published)) == ("Okezone", "2024-06-18")
    file = (seeds / citation.article.id).open(encoding="utf-8", newline="").read()
    assert citation.quote == file[citation.start : citation.end]


def test_the_command_prints_the_same_answer_as_one_json_object(assistant, command, library):
    record = json.loads(command("ask", QUESTION, "--library", library, "--json"))
    answer = assistant.ask(QUESTION)
    assert (record["text"], record["confidence"]) == (answer.text, answer.confidence)
    assert [each["quote"] for each in record["citations"]] == [c.quote for c in answer.citations]


def test_a_question_in_indonesian_finds_the_same_quotation(assistant):
    english, indonesian = assistant.ask(QUESTION), assistant.ask("Siapa saja delegasi Putin?")
    assert english.citations[0].quote == indonesian.citations[0].quote
