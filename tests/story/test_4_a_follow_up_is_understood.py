"""Step 4: a follow-up question is rewritten from the answers before it."""


def test_he_is_the_man_whose_delegation_was_asked_about(assistant):
    first = assistant.ask("Who was in Putin's delegation?")
    second = assistant.ask("When did he arrive in Pyongyang?", history=[first])
    assert second.understood == "When did Putin arrive in Pyongyang?"
    assert "Selasa (18/6/2024) malam" in second.text
