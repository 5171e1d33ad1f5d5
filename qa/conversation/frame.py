"""Question frames: the question words, the subject and the rest of a question, recombined.

"When did she visit Hanoi?" reasked with "why" is "Why did she visit Hanoi?"; its presupposition is
"she did visit Hanoi". And "Who chairs the court?" describes a person as "the one who chairs the
court", for later references where no name is known. All by word order; of verbs only the English
auxiliaries and the Indonesian prefixes are known.
"""

import re

from qa.conversation.mentions import PERSON_NOUNS, extract_names
from qa.conversation.turn import ConversationTurn
from qa.schema.question import QuestionType
from qa.text.names import is_sentence_opener
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


def reask(asks: str, turn: ConversationTurn) -> str | None:
    """Return a turn's question with other question words: "why", "since when", "kapan".

    The answer of the turn fills the place of the old question words. None where the question
    matches no known frame.
    """
    made = (_english if turn.question.language == "en" else _indonesian)(asks, turn)
    if made is None:
        return None
    made = " ".join(made.split()).rstrip("? ")
    return f"{made[0].upper()}{made[1:]}?"


def presupposition(turn: ConversationTurn) -> str | None:
    """Return the presupposition of a question as a clause: "Ana did invite Budi to Seoul"."""
    made = (_english_statement if turn.question.language == "en" else _indonesian_statement)(turn)
    return " ".join(made.split()) if made else None


def _english(asks: str, turn: ConversationTurn) -> str | None:
    text = turn.question.text
    if (match := _YES_NO.match(text)) is not None:
        return f"{asks} {match['aux'].lower()} {match['rest']}"
    if (match := _ENGLISH.match(text)) is not None:
        return f"{asks} {match['aux']} {_english_rest(match, turn)}"
    match = _SUBJECT.match(text)
    if match is None:
        return None
    be = "is" if re.match(r"\w+s\b", match["rest"]) else "was"
    someone = "someone" if match["asks"].lower() == "who" else "something"
    return f"{asks} {be} it that {turn.item or someone} {match['rest']}"


def _english_rest(match: re.Match[str], turn: ConversationTurn) -> str:
    """Return what follows the auxiliary, with the answer in the place of the question words."""
    asks, aux, rest = match["asks"], match["aux"].lower(), match["rest"]
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
    match = _ENGLISH.match(turn.question.text)
    if match is None:
        answered = _SUBJECT.match(turn.question.text) if turn.item else None
        return f"{turn.item} {answered['rest']}" if answered else ""
    answer = "" if _ADJUNCT.search(match["asks"]) else turn.item
    if (reported := _REPORTED.search(match["rest"])) is not None:
        return f"{reported['clause']} {answer}" if _subject(reported["clause"], turn) else ""
    subject = _subject(match["rest"], turn)
    rest = match["rest"][len(subject) :].strip()
    return f"{subject} {match['aux']} {rest} {answer}" if subject and rest else ""


def _subject(rest: str, turn: ConversationTurn) -> str:
    """Return the name at the start of the rest of a question; empty if there is none."""
    return max((m.text for m in turn.names if rest.startswith(m.text)), key=len, default="")


def _indonesian(asks: str, turn: ConversationTurn) -> str | None:
    match = _INDONESIAN.match(turn.question.text)
    if match is None:
        return f"{asks} {within}" if (within := _with_answer(turn)) else None
    rest, before = match["rest"].strip(), match["asks"].lower()
    counts = asks.lower().startswith("berapa ")
    if before.startswith("berapa"):
        # "Berapa dosis?" after "Berapa sukarelawan uji vaksin?": the one in the other's place.
        rest = rest.partition(" ")[2] if counts and " " in rest else rest
        return f"{asks} {rest}" if rest else None
    if not _OF_ARGUMENT.match(before):
        return f"{asks} {(words_before_verb(rest) if counts else '') or rest}"
    if match["yang"]:
        unknown = "ada yang" if before.startswith("siapa") else "hal yang"
        return f"{asks} {turn.item or unknown} {rest}"
    if question_type(turn.question) is QuestionType.PERSON and turn.item:
        return f"{asks} {turn.item} menjadi {rest}"
    return f"{asks} {rest}"


def _indonesian_statement(turn: ConversationTurn) -> str:
    match = _INDONESIAN.match(turn.question.text)
    if match is None:
        return _with_answer(turn)
    rest, is_argument = match["rest"].strip(), _OF_ARGUMENT.match(match["asks"])
    if match["yang"]:
        return f"{turn.item} {rest}" if turn.item and is_argument else ""
    return "" if is_argument or " " not in rest else rest


def _with_answer(turn: ConversationTurn) -> str:
    """Return an Indonesian question with the answer in the place of the question word inside it."""
    text = turn.question.text.rstrip("? ")
    if not _WITHIN.search(text):
        return ""
    if is_sentence_opener(text.split()[0]):
        text = text[0].lower() + text[1:]
    return _WITHIN.sub(lambda _: turn.item, text, count=1)


VERB = re.compile(
    r"(?:me|di|ber|ter)\w{3,}|ke$|datang|pergi|tiba|naik|turun|jadi|punya", re.IGNORECASE
)
"""An Indonesian verb, by its prefix; a few have none."""

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
_MAX_SUBJECT_WORDS = 4
_ABOUT = re.compile(r", (?:as to|soal) [^?]+\??$")


def describe_person(turn: ConversationTurn) -> str:
    """Describe the person that a question asks for: "the mayor of Kudus"; empty if it cannot."""
    match = _WHO.match(_ABOUT.sub("", turn.question.text))
    if match is None:
        return ""
    if match["did"]:
        return f"the one who {match['did'].strip()}"
    if match["yang"]:
        return f"orang yang {match['yang'].strip()}"
    return (match["noun"] or match["kata"]).strip()


def describe_place(turn: ConversationTurn) -> str:
    """Describe the place that an Indonesian question asks for; empty if it asks for none."""
    match = _WHERE.match(_ABOUT.sub("", turn.question.text))
    return f"tempat {match['rest'].strip()}" if match else ""


def describe_subject(turn: ConversationTurn) -> str:
    """Describe the subject of an Indonesian question, with its predicate.

    That of "Kapan banjir melanda Kudus?" is "banjir yang melanda Kudus". Empty if there is none.
    """
    text = _ABOUT.sub("", turn.question.text)
    asks = _ASKS_BEFORE.match(text)
    if turn.question.language != "id" or asks is None:
        return ""
    rest = text[asks.end() :].rstrip("? ")
    subject = words_before_verb(rest)
    if subject.partition(" ")[0] in PERSON_NOUNS:
        return ""
    if not subject or len(subject.split()) > _MAX_SUBJECT_WORDS or extract_names(f"is {subject}"):
        return subject
    return f"{subject} yang {rest[len(subject) :].strip()}"


def words_before_verb(rest: str) -> str:
    """Return the subject of an Indonesian clause, the words before its verb; empty without one."""
    words = rest.split()
    verb = next((n for n, word in enumerate(words) if VERB.match(word)), 0)
    return " ".join(words[:verb])
