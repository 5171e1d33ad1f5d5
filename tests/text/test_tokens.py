"""Words, without what no reader sees."""

from hypothesis import given
from hypothesis import strategies as st

from qa.text.tokens import words

INVISIBLE = "\u00ad\u200b\u200d\u202a\u2060\ufeff"


@given(st.text(alphabet="abcdé ", max_size=30), st.sampled_from(INVISIBLE))
def test_invisible_characters_are_not_seen(text, invisible):
    assert words(invisible.join(text)) == words(text)


def test_a_soft_hyphen_parts_no_word():
    assert words("the govern\u00adment and ka\u200bta") == ("the", "government", "and", "kata")
