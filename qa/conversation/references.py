"""Reference resolution: replace "he", "there", "dia", "-nya", "waktu itu" by their antecedents.

A reference that is bound inside its own question ("When did Ana meet her minister?") is kept, and
so is one without a fitting antecedent.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.conversation.coreference import AntecedentResolver, possessive
from qa.conversation.mentions import extract_names, word_set
from qa.conversation.turn import ConversationTurn
from qa.text.language import function_words
from qa.text.names import is_office

_SUBORDINATORS = word_set(
    "after although as because before if once since that though when whether while"
)
NON_POSSESSIVE = word_set(
    """
    ada akhir arti banyak begitu berakhir berikut besar biasa cepat ha harus hilang jatuh kenyataan
    khusus kira kurang lain lama lazim meninggal misal naik nyata paling pasti pertama pu ta rendah
    rupa satu satu-satu sebaik sebagai sebelum sebenar sedikit sekurang selanjut semesti sepenuh
    seharus sesudah sesungguh setahu setidak setidak-tidak tampak tepat terjadi terutama tinggi
    turun umum
    """
)
"""Stems whose "-nya" is no possessive: "akhirnya", "sebelumnya", "hanya"."""

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
    """A question with its references replaced.

    `is_open` says whether one was left without an antecedent.
    """

    text: str
    is_open: bool = False


def resolve_references(
    text: str, language: str, turns: Sequence[ConversationTurn]
) -> ResolvedReferences:
    """Replace each reference in a question by its antecedent.

    Args:
        text: of the question.
        language: of the question; any other than "en" is taken as Indonesian.
        turns: the earlier turns, oldest first; at least one.
    """
    antecedents = AntecedentResolver(turns, language)
    form, resolve = (_ENGLISH, _english) if language == "en" else (_INDONESIAN, _indonesian)
    resolved, end, is_open = "", 0, False
    for match in form.finditer(text):
        if _is_bound(match, language, turns[-1].texts):
            continue
        antecedents.mentioned = resolved + text[end:]
        replacement = resolve(match, antecedents)
        if replacement is None:
            is_open = True
        else:
            resolved += text[end : match.start()] + replacement
            end = match.end()
    resolved += text[end:]
    if text[0].isupper():
        resolved = f"{resolved[0].upper()}{resolved[1:]}"
    return ResolvedReferences(resolved, is_open)


def _is_bound(match: re.Match[str], language: str, texts: Sequence[str]) -> bool:
    """Say whether a reference is bound inside its own question, or is none at all."""
    before, kind = match.string[: match.start()], match.lastgroup
    is_named = bool(extract_names(before, texts))
    if language == "en":
        return _is_bound_in_english(match, before, is_named)
    if kind == "nya":
        return _is_bound_nya(match["nya"], before, is_named)
    if kind == "noun":
        is_function_word = match["noun"].lower() in function_words("id")
        return is_function_word or (is_named and " yang " in before)
    return kind == "subject" and is_named


def _is_bound_in_english(match: re.Match[str], before: str, is_named: bool) -> bool:
    kind, text = match.lastgroup, match.string
    expletive = any(e.start() <= match.start() < e.end() for e in _EXPLETIVE.finditer(text))
    previous = before.split()[-1].lower() if before.split() else ""
    someone = is_named or _SOMEONE.search(before) is not None
    if kind in ("whose", "its", "their", "subject"):
        return someone
    if kind == "they":
        return someone and previous in _SUBORDINATORS
    if kind == "it":
        is_in_clause = previous in _SUBORDINATORS or previous in ("say", "says", "said")
        return expletive or (someone and is_in_clause)
    if kind == "noun":
        # After a noun, "that" opens a relative clause.
        joins = previous and previous not in function_words("en")
        joins = joins and previous not in ("against", "before", "after")
        return bool(joins) or match["noun"] in function_words("en")
    return kind == "there" and expletive


def _is_bound_nya(noun: str, before: str, is_named: bool) -> bool:
    if noun.lower() in NON_POSSESSIVE or (noun[0].isupper() and before.strip()):
        return True
    is_verb = re.match(r"me[lmnrwy]\w{3,}", noun, re.IGNORECASE) and not is_office(noun)
    return is_named and not is_verb


def _english(reference: re.Match[str], antecedents: AntecedentResolver) -> str | None:
    text = reference.string
    before, after = text[: reference.start()].rstrip(), text[reference.end() :]
    match reference.lastgroup:
        case "subject" | "object":
            return antecedents.person()
        case "whose":
            is_object = reference[0].lower() == "her" and not re.match(r" [a-z]", after)
            return antecedents.person() if is_object else _whose(antecedents.person())
        case "it" | "that":
            return antecedents.thing()
        case "its":
            return _whose(antecedents.thing())
        case "they":
            return antecedents.group()
        case "their":
            return _whose(antecedents.group())
        case "noun":
            return antecedents.noun_phrase(reference["noun"])
        case "time":
            return _at("in", antecedents.time())
        case _:
            return _at("to" if _GOES.search(before) else "in", antecedents.place())


def _indonesian(reference: re.Match[str], antecedents: AntecedentResolver) -> str | None:
    match reference.lastgroup:
        case "done":
            plural = reference["doer"].lower() == "mereka"
            doer = antecedents.group() if plural else antecedents.person()
            return f"yang di{reference['done']} {doer}" if doer else None
        case "subject":
            return antecedents.person()
        case "they":
            return antecedents.group()
        case "time":
            return _at("pada", antecedents.time())
        case "there":
            preposition = reference[0].split()[0].lower()
            known = preposition in ("di", "ke", "dari")
            return _at(preposition if known else "di", antecedents.place())
        case "noun":
            return antecedents.noun_phrase(reference["noun"])
        case _:
            noun = reference["nya"]
            owner = antecedents.person() if noun.lower() in _OF_SPEAKING else antecedents.owner()
            return f"{noun} {owner}" if owner else None


def _at(preposition: str, name: str | None) -> str | None:
    return f"{preposition} {name}" if name else None


def _whose(name: str | None) -> str | None:
    return possessive(name) if name else None
