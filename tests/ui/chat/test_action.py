import pytest

from ui.chat.action import MAX_TEXT_CHARS, Action, parse_action


def test_an_action_is_read_from_what_the_browser_tells():
    assert parse_action({"name": "delete", "turn": 2, "text": ""}) == Action("delete", 2)
    assert parse_action({"name": "new"}) == Action("new")


@pytest.mark.parametrize(
    "told",
    [
        None,
        [],
        "delete",
        {},
        {"name": 1},
        {"name": "delete", "turn": "x"},
        {"name": "delete", "turn": -1},
        {"name": "ask", "text": ["x"]},
        {"name": "ask", "text": "x" * (MAX_TEXT_CHARS + 1)},
    ],
)
def test_anything_else_is_refused(told):
    with pytest.raises(ValueError, match=r"."):
        parse_action(told)
