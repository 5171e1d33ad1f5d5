"""The frame of a question: what it asks with, and the rest, so that it can be asked otherwise.

"When did she visit Hanoi?" asked with "why" is "Why did she visit Hanoi?". By the order of words
alone; knows no verbs but the small ones of English.
"""

import re

from qa.conversation.described import before_verb
from qa.conversation.turn import ConversationTurn
from qa.schema.question import QuestionType
from qa.text.names import opens_sentence
from qa.text.questions import question_type

_AUX = "is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|may|might|must"
_BEFORE = "in|at|on|by|for|from|to|with|since|until|about|under|of"
_HOW = "how (?:many|much|long|often|old|far|deep|big|high|large|tall)|how"
_ENGLISH = re.compile(
    rf"^(?P<asks>(?:(?:{_BEFORE}) )?(?:who|whom|whose|what|which|when|where|why|{_HOW})\b"
    rf"(?: (?!(?:{_AUX})\b)[\w'’-]+){{0,4}}?) (?P<aux>{_AUX})\b (?P<rest>[^?]+)\??$",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    rf"^(?P<asks>who|what|which(?: [\w'’-]+)+?) (?!(?:{_AUX})\b)(?P<rest>[^?]+)\??$",
    re.IGNORECASE,
)
_YES_NO = re.compile(rf"^(?P<aux>{_AUX})\b (?P<rest>[^?]+)\??$", re.IGNORECASE)
_ADJUNCT = re.compile(
    rf"^(?:(?:{_BEFORE}) )|^(?:when|where|why|how)\b(?! (?:many|much) )"
    r"|\b(?:year|month|day|date|time)$",
    re.IGNORECASE,
)
_REPORTED = re.compile(r"\b(?:say|claim|believe|think|report)s? (?:that )?(?P<clause>.+)")
_BE = frozenset(("is", "are", "was", "were"))
_PREPOSITION = (
    "sejak|sampai|hingga|untuk|kepada|bagi|dari|dengan|oleh|pada|di|ke|naik|menurut|pakai|lewat"
)
_INDONESIAN = re.compile(
    rf"^(?P<asks>(?:(?:{_PREPOSITION}) )?(?:kapan|mengapa|kenapa|bagaimana|gimana|apakah|"
    r"berapa(?: (?:lama|kali|banyak|besar|jauh))?|siapa(?: saja)?|apa(?: saja)?|mana(?: saja)?|"
    r"[\w-]+ (?:apa|mana)(?: saja)?|(?:[\w-]+ ){2,3}(?:apa|mana)(?: saja)?(?= yang)"
    rf"|(?:{_PREPOSITION}) (?:[\w-]+ ){{2}}(?:apa|mana)))\b(?P<yang> yang\b)?(?P<rest>[^?]*)\??$",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    r"\b(?:di mana|ke mana|dari mana|siapa|apa|kapan|berapa)\b(?! yang)", re.IGNORECASE
)
_OF_ARGUMENT = re.compile(r"siapa|apa\b|(?!(?:di|ke|dari) )\w+ (?:apa|mana)\b", re.IGNORECASE)


def asked_with(asks: str, turn: ConversationTurn) -> str | None:
    """Return the question of a turn asked with other words: "why", "since when", "kapan".

    None where the question has no frame that is known. What was said in reply stands in the place
    of what was asked for.
    """
    made = (_english if turn.question.language == "en" else _indonesian)(asks, turn)
    if made is None:
        return None
    made = " ".join(made.split()).rstrip("? ")
    return f"{made[0].upper()}{made[1:]}?"


def statement(turn: ConversationTurn) -> str | None:
    """Return what a question takes to be so, as a clause: "Ana did invite Budi to Seoul"."""
    made = (_english_statement if turn.question.language == "en" else _indonesian_statement)(turn)
    return " ".join(made.split()) if made else None


def _english(asks: str, turn: ConversationTurn) -> str | None:
    text = turn.question.text
    if (found := _YES_NO.match(text)) is not None:
        return f"{asks} {found['aux'].lower()} {found['rest']}"
    if (found := _ENGLISH.match(text)) is not None:
        return f"{asks} {found['aux']} {_english_rest(found, turn)}"
    found = _SUBJECT.match(text)
    if found is None:
        return None
    be = "is" if re.match(r"\w+s\b", found["rest"]) else "was"
    someone = "someone" if found["asks"].lower() == "who" else "something"
    return f"{asks} {be} it that {turn.item or someone} {found['rest']}"


def _english_rest(found: re.Match[str], turn: ConversationTurn) -> str:
    """Return what follows the auxiliary, with what was said in its place."""
    asks, aux, rest = found["asks"], found["aux"].lower(), found["rest"]
    if _ADJUNCT.search(asks):
        return rest
    if asks.lower().startswith("how"):
        return f"{asks.partition(' ')[2].partition(' ')[2]} {rest}"
    if aux in _BE and turn.item:
        return f"{turn.item} {rest}"
    if _subject(rest, turn) or re.match(r"(?:the|a|an|his|her|its|their)\b", rest):
        return f"{rest} {turn.item}"
    return f"{turn.item or 'that'} {rest}"


def _english_statement(turn: ConversationTurn) -> str:
    found = _ENGLISH.match(turn.question.text)
    if found is None:
        answered = _SUBJECT.match(turn.question.text) if turn.item else None
        return f"{turn.item} {answered['rest']}" if answered else ""
    said = "" if _ADJUNCT.search(found["asks"]) else turn.item
    if (reported := _REPORTED.search(found["rest"])) is not None:
        return f"{reported['clause']} {said}" if _subject(reported["clause"], turn) else ""
    subject = _subject(found["rest"], turn)
    rest = found["rest"][len(subject) :].strip()
    return f"{subject} {found['aux']} {rest} {said}" if subject and rest else ""


def _subject(rest: str, turn: ConversationTurn) -> str:
    """Return the name that the rest of a question begins with, if any."""
    return max((m.text for m in turn.names if rest.startswith(m.text)), key=len, default="")


def _indonesian(asks: str, turn: ConversationTurn) -> str | None:
    found = _INDONESIAN.match(turn.question.text)
    if found is None:
        return f"{asks} {within}" if (within := _filled(turn)) else None
    rest, before = found["rest"].strip(), found["asks"].lower()
    counts = asks.lower().startswith("berapa ")
    if before.startswith("berapa"):
        # "Berapa dosis?" after "Berapa sukarelawan uji vaksin?": the one in the other's place.
        rest = rest.partition(" ")[2] if counts and " " in rest else rest
        return f"{asks} {rest}" if rest else None
    if not _OF_ARGUMENT.match(before):
        return f"{asks} {(before_verb(rest) if counts else '') or rest}"
    if found["yang"]:
        unknown = "ada yang" if before.startswith("siapa") else "hal yang"
        return f"{asks} {turn.item or unknown} {rest}"
    if question_type(turn.question) is QuestionType.PERSON and turn.item:
        return f"{asks} {turn.item} menjadi {rest}"
    return f"{asks} {rest}"


def _indonesian_statement(turn: ConversationTurn) -> str:
    found = _INDONESIAN.match(turn.question.text)
    if found is None:
        return _filled(turn)
    rest, is_argument = found["rest"].strip(), _OF_ARGUMENT.match(found["asks"])
    if found["yang"]:
        return f"{turn.item} {rest}" if turn.item and is_argument else ""
    return "" if is_argument or " " not in rest else rest


def _filled(turn: ConversationTurn) -> str:
    """Return an Indonesian question with what was said in the place of what it asks for within."""
    text = turn.question.text.rstrip("? ")
    if not _WITHIN.search(text):
        return ""
    if opens_sentence(text.split()[0]):
        text = text[0].lower() + text[1:]
    return _WITHIN.sub(lambda _: turn.item, text, count=1)
