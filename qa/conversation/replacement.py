"""An earlier question, with something else in the place of what it was about.

"And Medan?" after "Who runs the port of Surabaya?" is "Who runs the port of Medan?".
"""

import re
from collections.abc import Sequence

from qa.conversation.closed_words import NOT_OF_ANYTHING
from qa.conversation.mentions import Mention, kind_in, times_in
from qa.conversation.turn import ConversationTurn
from qa.schema.question import QuestionType
from qa.text.language import function_words


def with_name(
    what: str, is_item: bool, turn: ConversationTurn, earlier: Sequence[ConversationTurn]
) -> str | None:
    """Return a turn's question with a name or a time in the place of one of its kind.

    Args:
        what: the name or the time.
        is_item: whether it is an item of a list that was given.
        turn: whose question has a place for it, or has not.
        earlier: the turns before.
    """
    text = turn.question.text
    if times_in(what) == (what,):
        return _with_time(what, turn)
    names = [mention for mention in turn.names if mention.kind is not QuestionType.TIME]
    if what in text or not names or any(item.text == what for item in turn.items):
        return None
    if not is_item and _is_about_an_answer(turn, earlier):
        return None
    return text.replace(_parallel(what, names, turn).text, what)


def with_phrase(what: str, turn: ConversationTurn) -> str | None:
    """Return a turn's question with a phrase in the place of one that shares a word with it."""
    words = re.sub(r"^(?:the|its|his|her|their) ", "", what, flags=re.IGNORECASE).split()
    stripped = re.sub(r"(?<=\w{3})nya$", "", words[-1])
    words[-1] = words[-1] if stripped in NOT_OF_ANYTHING else stripped
    folded = [word.lower() for word in words]
    asked = turn.question.text.rstrip("? ").split()
    small = function_words(turn.question.language)
    for at, word in enumerate(asked):
        if word.lower() not in small and word.lower() in folded:
            return _spliced(asked, at, words, folded.index(word.lower()))
    return _of_the_same(" ".join(words), turn) if len(words) == 1 else None


_WHOSE = re.compile(r"(?P<before>(?:who|what) (?:is|was|are|were) [^?]+[’']s? )\w+(?P<after>)\?*$")
_OF = re.compile(r"(?P<before>(?:who|what) (?:is|was|are|were) the )\w+(?P<after> of [^?]+)\?*$")
_OF_INDONESIAN = re.compile(r"(?P<before>(?:siapa|apa) )\w+(?P<after> [^\W\d_a-z][^?]*)\?*$")


def _of_the_same(noun: str, turn: ConversationTurn) -> str | None:
    """Return "Who is Ana’s son?" for "Who is Ana’s father?" and "son"."""
    text = turn.question.text
    opened = f"{text[0].lower()}{text[1:]}"
    for form in (_WHOSE, _OF, _OF_INDONESIAN):
        if (found := form.match(opened)) is not None and noun.islower():
            made = f"{found['before']}{noun}{found['after']}?"
            return f"{made[0].upper()}{made[1:]}" if text[0].isupper() else made
    return None


def _with_time(what: str, turn: ConversationTurn) -> str:
    text, times = turn.question.text, times_in(turn.question.text)
    if times:
        return text.replace(times[-1], what)
    return f"{text.rstrip('? ')} {'in' if turn.question.language == 'en' else 'pada'} {what}?"


def _is_about_an_answer(turn: ConversationTurn, earlier: Sequence[ConversationTurn]) -> bool:
    """Say whether a question names an answer beside what it was the answer for.

    "Since when has Ana coached Persis?" is about Ana, and cannot be asked of another team.
    """
    text = turn.question.text
    return any(
        item.text in text and name.text in text
        for before in earlier
        for item in before.items
        for name in before.names
    )


def _parallel(what: str, names: Sequence[Mention], turn: ConversationTurn) -> Mention:
    kind = kind_in(what, turn.texts)
    same = [name for name in names if name.kind is kind]
    return (same or names)[-1]


def _spliced(asked: Sequence[str], at: int, words: Sequence[str], before: int) -> str:
    """Return the question with the words around the shared one taken from the phrase."""
    after, end = words[before + 1 :], at + 1
    while after and end < len(asked) and asked[end][0].isupper():
        # "The next festival", beside a festival's name, says which of those it is.
        end += 1
    rest = asked[end:] if end > at + 1 else asked[at + 1 + len(after) :]
    first = max(at - before, 0)
    kept = [*asked[:first], *words[:before], *asked[at:end], *after, *rest]
    return f"{' '.join(kept)}?"
