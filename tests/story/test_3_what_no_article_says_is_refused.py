"""Step 3: what no article says is not answered; what is nearest to it is shown."""


def test_a_question_that_no_article_answers_has_no_text_but_a_note_and_passages(assistant):
    answer = assistant.ask("What is the name of Kim Jong Un's wife?")
    assert (answer.text, answer.citations) == (None, ())
    assert answer.note
    assert answer.passages
    assert answer.confidence < 0.5


def test_a_refusal_is_no_failure_of_the_command(command, library):
    assert command("ask", "How tall is the Eiffel Tower?", "--library", library)
