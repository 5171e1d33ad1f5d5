"""What a question asks for, or is about, in its own words: for where no name is known.

"Who chairs the court?" that had no answer is still about "the one who chairs the court".
"""

import re

from qa.conversation.closed_words import PEOPLE
from qa.conversation.mentions import names_in
from qa.conversation.turn import ConversationTurn

IS_VERB = re.compile(
    r"(?:me|di|ber|ter)\w{3,}|ke$|datang|pergi|tiba|naik|turun|jadi|punya", re.IGNORECASE
)
"""An Indonesian verb, by its prefix; and a few that have none."""

_WHO = re.compile(
    r"who (?:is|was) (?P<noun>the [^?]+)"
    r"|who (?!(?:is|was|are|were|did|does|do|has|have|had) )(?P<did>[^?]+)"
    r"|siapa(?:kah)? yang (?P<yang>[^?]+)|siapa(?:kah)? (?!saja)(?P<kata>[^?]+)",
    re.IGNORECASE,
)
_WHERE = re.compile(r"(?:di|ke) mana (?P<rest>[^?]+)", re.IGNORECASE)
_ASKS_BEFORE = re.compile(
    r"(?:(?:di|ke|dari|sejak|sampai|pada|untuk) )?"
    r"(?:\w+ mana(?: saja)?|kapan|mana|mengapa|kenapa|bagaimana) ",
    re.IGNORECASE,
)
_LONGEST_SUBJECT = 4
_ABOUT = re.compile(r", (?:as to|soal) [^?]+\??$")


def who_is(turn: ConversationTurn) -> str:
    """Return whom a question asks for: "the mayor of Kudus"; empty where that is not told."""
    found = _WHO.match(_ABOUT.sub("", turn.question.text))
    if found is None:
        return ""
    if found["did"]:
        return f"the one who {found['did'].strip()}"
    if found["yang"]:
        return f"orang yang {found['yang'].strip()}"
    return (found["noun"] or found["kata"]).strip()


def where_is(turn: ConversationTurn) -> str:
    """Return the place that an Indonesian question asks for; empty where it asks for none."""
    found = _WHERE.match(_ABOUT.sub("", turn.question.text))
    return f"tempat {found['rest'].strip()}" if found else ""


def subject_of(turn: ConversationTurn) -> str:
    """Return whom or what an Indonesian question is about, with what it says of that.

    "Kapan banjir melanda Kudus?" is about "banjir yang melanda Kudus". Empty where it is not told.
    """
    text = _ABOUT.sub("", turn.question.text)
    asks = _ASKS_BEFORE.match(text)
    if turn.question.language != "id" or asks is None:
        return ""
    rest = text[asks.end() :].rstrip("? ")
    subject = before_verb(rest)
    if subject.partition(" ")[0] in PEOPLE:
        return ""
    if not subject or len(subject.split()) > _LONGEST_SUBJECT or names_in(f"is {subject}"):
        return subject
    return f"{subject} yang {rest[len(subject) :].strip()}"


def before_verb(rest: str) -> str:
    """Return the words of an Indonesian clause before its first verb; empty if it has none."""
    words = rest.split()
    verb = next((n for n, word in enumerate(words) if IS_VERB.match(word)), 0)
    return " ".join(words[:verb])
