import pytest

from ui.chat.action import MAX_TEXT_CHARS, Act, act_of


def test_an_act_is_read_from_what_the_browser_tells():
    assert act_of({"name": "delete", "turn": 2, "text": ""}) == Act("delete", 2)
    assert act_of({"name": "new"}) == Act("new")


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
        act_of(told)
