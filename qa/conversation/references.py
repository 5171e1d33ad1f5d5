"""Words that point back, put as what they point to: "he", "there", "dia", "-nya", "waktu itu".

A word that points to something in its own question ("When did Ana meet her minister?") is left as
it is, and so is one that nothing said before fits.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.conversation.closed_words import NOT_OF_ANYTHING, SUBORDINATING
from qa.conversation.coreference import AntecedentResolver, possessive
from qa.conversation.mentions import names_in
from qa.conversation.turn import ConversationTurn
from qa.text.language import function_words
from qa.text.names import is_office

_ENGLISH = re.compile(
    r"\b(?P<subject>he|she)\b|\b(?P<object>him)\b|\b(?P<whose>her|his)\b|\b(?P<its>its)\b"
    r"|\b(?P<it>it)\b|\b(?P<they>they|them)\b|\b(?P<their>their)\b"
    r"|\b(?P<time>(?:on|at) (?:that|the) (?:occasion|time|moment)|(?:on|in) that (?:day|year|month)"
    r"|then(?=\W*$))|\b(?P<there>there)\b"
    r"|\b(?:that|this|those|these) (?P<noun>(?-i:[a-z]+))\b|\b(?P<that>that|this)(?=\W*$)",
    re.IGNORECASE,
)
_INDONESIAN = re.compile(
    r"\byang (?P<doer>dia|ia|beliau|mereka) (?P<done>(?!(?:me|ber|di|ter|akan|sudah|telah|belum|"
    r"ingin|mau|bisa|dapat|harus|pernah|juga|tidak|sedang)\w*\b)[a-z]{4,})"
    r"(?=\W*$| (?:di|ke|dari|pada|kepada|untuk|dalam|saat|ketika|sebelum|setelah|dengan|soal)\b)"
    r"|\b(?P<subject>dia|ia|beliau)\b|\b(?P<they>mereka)\b"
    r"|\b(?P<time>(?:pada )?(?:waktu|saat|ketika|kala|hari|tahun|bulan) (?:itu|tersebut))\b"
    r"|\b(?P<there>(?:(?:di|ke|dari) )?(?:sana|situ|sini))\b"
    r"|\b(?P<noun>[a-z]{3,}) (?:itu|tersebut|tadi)\b|\b(?P<nya>[\w-]{2,})nya\b",
    re.IGNORECASE,
)
_EXPLETIVE = re.compile(
    r"\bthere (?:is|are|was|were|will be|has been|have been)\b|\b(?:is|are|was|were|be) there\b"
    r"|\b(?:is|was) it (?:true|possible|likely|legal|safe|necessary|that)\b"
    r"|\b(?:does|did|will) it take\b",
    re.IGNORECASE,
)
_SOMEONE = re.compile(r"\b(?:the|an?) [a-z]+|\b(?:para|sang|si|seorang) [a-z]+", re.IGNORECASE)
_GOES = re.compile(
    r"\b(?:go|goes|going|went|gone|get|gets|got|travel|travell?ed|fly|flew|flown|come|came|return|"
    r"move|moved|drive|drove|sail|sailed|send|sent|invited?)$",
    re.IGNORECASE,
)
_OF_SPEAKING = frozenset(("kata", "menurut", "ujar", "tutur"))


@dataclass(frozen=True, slots=True)
class ResolvedReferences:
    """A question with what its words point to; and whether one was left that points to nothing."""

    text: str
    is_open: bool = False


def resolve_references(
    text: str, language: str, turns: Sequence[ConversationTurn]
) -> ResolvedReferences:
    """Return a question with each word that points back put as what it points to.

    Args:
        text: a question.
        language: that it is in; in any other than English, Indonesian words are looked for.
        turns: what was asked before, oldest first; at least one.
    """
    spoken_of = AntecedentResolver(turns, language)
    form, put = (_ENGLISH, _english) if language == "en" else (_INDONESIAN, _indonesian)
    made, end, is_open = "", 0, False
    for match in form.finditer(text):
        if _is_bound(match, language, turns[-1].texts):
            continue
        spoken_of.taken = made + text[end:]
        said = put(match, spoken_of)
        if said is None:
            is_open = True
        else:
            made += text[end : match.start()] + said
            end = match.end()
    made += text[end:]
    return ResolvedReferences(
        f"{made[0].upper()}{made[1:]}" if text[0].isupper() else made, is_open
    )


def _is_bound(match: re.Match[str], language: str, texts: Sequence[str]) -> bool:
    """Say whether a word points to what stands before it in its own question, or to nothing."""
    before, kind = match.string[: match.start()], match.lastgroup
    is_named = bool(names_in(before, texts))
    if language == "en":
        return _is_bound_in_english(match, before, is_named)
    if kind == "nya":
        return _is_bound_nya(match["nya"], before, is_named)
    if kind == "noun":
        small = match["noun"].lower() in function_words("id")
        return small or (is_named and " yang " in before)
    return kind == "subject" and is_named


def _is_bound_in_english(match: re.Match[str], before: str, is_named: bool) -> bool:
    kind, text = match.lastgroup, match.string
    expletive = any(e.start() <= match.start() < e.end() for e in _EXPLETIVE.finditer(text))
    previous = before.split()[-1].lower() if before.split() else ""
    someone = is_named or _SOMEONE.search(before) is not None
    if kind in ("whose", "its", "their", "subject"):
        return someone
    if kind == "they":
        return someone and previous in SUBORDINATING
    if kind == "it":
        said = previous in SUBORDINATING or previous in ("say", "says", "said")
        return expletive or (someone and said)
    if kind == "noun":
        # After a noun, "that" joins a clause to it.
        joins = previous and previous not in function_words("en")
        joins = joins and previous not in ("against", "before", "after")
        return bool(joins) or match["noun"] in function_words("en")
    return kind == "there" and expletive


def _is_bound_nya(noun: str, before: str, is_named: bool) -> bool:
    if noun.lower() in NOT_OF_ANYTHING or (noun[0].isupper() and before.strip()):
        return True
    is_verb = re.match(r"me[lmnrwy]\w{3,}", noun, re.IGNORECASE) and not is_office(noun)
    return is_named and not is_verb


def _english(word: re.Match[str], of: AntecedentResolver) -> str | None:
    text = word.string
    before, after = text[: word.start()].rstrip(), text[word.end() :]
    match word.lastgroup:
        case "subject" | "object":
            return of.person()
        case "whose":
            is_object = word[0].lower() == "her" and not re.match(r" [a-z]", after)
            return of.person() if is_object else _whose(of.person())
        case "it" | "that":
            return of.thing()
        case "its":
            return _whose(of.thing())
        case "they":
            return of.group()
        case "their":
            return _whose(of.group())
        case "noun":
            return of.of_noun(word["noun"])
        case "time":
            return _at("in", of.time())
        case _:
            return _at("to" if _GOES.search(before) else "in", of.place())


def _indonesian(word: re.Match[str], of: AntecedentResolver) -> str | None:
    match word.lastgroup:
        case "done":
            plural = word["doer"].lower() == "mereka"
            doer = of.group() if plural else of.person()
            return f"yang di{word['done']} {doer}" if doer else None
        case "subject":
            return of.person()
        case "they":
            return of.group()
        case "time":
            return _at("pada", of.time())
        case "there":
            preposition = word[0].split()[0].lower()
            known = preposition in ("di", "ke", "dari")
            return _at(preposition if known else "di", of.place())
        case "noun":
            return of.of_noun(word["noun"])
        case _:
            noun = word["nya"]
            owner = of.person() if noun.lower() in _OF_SPEAKING else of.owner()
            return f"{noun} {owner}" if owner else None


def _at(preposition: str, name: str | None) -> str | None:
    return f"{preposition} {name}" if name else None


def _whose(name: str | None) -> str | None:
    return possessive(name) if name else None
