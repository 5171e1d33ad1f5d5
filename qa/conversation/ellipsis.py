"""Questions that leave out most of what they ask: "Since when?", "And the second one?".

What is left out is taken from the last question that has a place for what is said. A question with
a verb and a subject of its own is none of these.
"""

import re
from collections.abc import Mapping, Sequence

from qa.conversation.frame import asked_with
from qa.conversation.mentions import names_in, times_in
from qa.conversation.references import resolve_references
from qa.conversation.replacement import with_name, with_phrase
from qa.conversation.turn import ConversationTurn
from qa.schema.question import Question

_LEAD = (
    r"(?:(?:and|but|so|or|then|ok|okay|well|also|dan|lalu|terus|trus|nah|kemudian|tapi|oh|hm+)"
    r"\b,? )*"
)
_NYA = r"(?!\w+nya\b)"
_BARE = re.compile(
    rf"^{_LEAD}(?P<asks>(?:(?:in|at|on|by|for|from|to|with|since|until|about|under|of) )?"
    r"(?:who|whom|what|when|where|why(?: not)?|how(?: (?!about\b)\w+)?"
    r"|(?:which|what)(?! about\b)(?: \w+){1,2})"
    r"|(?:(?:sejak|sampai|hingga|untuk|kepada|bagi|dari|dengan|oleh|pada|di|ke|naik|pakai|lewat) )?"
    rf"(?:kapan|mengapa|kenapa|bagaimana|gimana|siapa|apa|mana|berapa(?: {_NYA}[\w-]+)?"
    rf"|{_NYA}[\w-]+ (?:mana|berapa|apa)))"
    r"(?: (?:exactly|was|is|were|did|does|that|this|it|he|she|they|so|happen|happened"
    r"|itu|saja|begitu|demikian|tepatnya|terjadi|terjadinya|persisnya)\b)*[?.! ]*$",
    re.IGNORECASE,
)
_WHO_SAID = re.compile(
    rf"^{_LEAD}(?:who (?P<en>said|says|explained|claimed|reported|told|announced|confirmed|wrote|"
    r"believes|thinks)(?: us)? (?:that|this|so|it)"
    r"|(?:siapa (?:yang )?(?P<id>bilang|mengatakan\w*|berkata|menyebut\w*|menjelaskan\w*|"
    r"menyampaikan\w*|melaporkan\w*|menyatakan\w*)|(?:kata|menurut) siapa)"
    r"(?: (?:itu|begitu|hal itu|demikian|tersebut))?)[?.! ]*$",
    re.IGNORECASE,
)
_WHO_DID = re.compile(r"^(?P<asks>siapa yang (?!\w+nya\b)(?:me|di)\w{3,})[?.! ]*$", re.IGNORECASE)
_WHAT_ABOUT = re.compile(
    rf"^(?:{_LEAD}(?:what|how) about|{_LEAD}(?:kalau|kalo|bagaimana dengan|gimana dengan)"
    r"|and|but|dan|lalu|terus|sedangkan) (?P<what>[^?]+?)(?: (?:bagaimana|gimana))?[?.! ]*$",
    re.IGNORECASE,
)
_NUMBERED = (
    "first 1st pertama", "second 2nd kedua", "third 3rd ketiga", "fourth 4th keempat",
    "fifth 5th kelima", "sixth 6th keenam", "seventh 7th ketujuh",
)  # fmt: skip
_ORDINALS: Mapping[str, int] = {
    **{word: number for number, words in enumerate(_NUMBERED) for word in words.split()},
    **dict.fromkeys(("last", "terakhir"), -1),
}
_ORDINAL = re.compile(
    rf"\bthe (?P<en>{'|'.join(_ORDINALS)})(?: ones?| of (?:them|these|those))?"
    r"(?=\W*$|(?<=one) | (?:is|are|was|were|did|will|would|has|had|be)\b)"
    rf"|\byang (?P<id>{'|'.join(_ORDINALS)})\b(?! kali)(?: (?:itu|tadi))?",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?:who|whom|what|which|when|where|why|how|is|are|was|were|do|does|did|has|have|had|will|"
    r"would|can|could|siapa|apa|kapan|mana|mengapa|kenapa|bagaimana|berapa|apakah|ngapain)\b",
    re.IGNORECASE,
)
_MOST_WORDS = 6
_SAME = {
    "when": "kapan", "where": "di mana", "why": "mengapa", "who": "siapa", "how": "bagaimana",
    "since when": "sejak kapan", "until when": "sampai kapan", "how many": "berapa",
    "how much": "berapa", "how long": "berapa lama", "what": "apa",
}  # fmt: skip
_SAME_IN_ENGLISH = {id_: en for en, id_ in _SAME.items()} | {"kenapa": "why", "gimana": "how"}


def resolve_ellipsis(
    text: str, language: str, turns: Sequence[ConversationTurn]
) -> Question | None:
    """Return a question that leaves out what it asks of, made whole; None if it is not one.

    It may come to be in the language of the earlier question.

    Args:
        text: as it was asked.
        language: that it is in.
        turns: what was asked before, oldest first; at least one.
    """
    last = turns[-1]
    quote = next((turn.quote for turn in reversed(turns) if turn.quote), "")
    if (found := _WHO_SAID.match(text)) is not None and quote:
        return _who_said(found["en"] or found["id"], language, quote)
    found = _BARE.match(text) or (_WHO_DID.match(text) if language == "id" else None)
    if found is not None:
        spoken = last.question.language
        asks = _in_language(found["asks"], language, spoken)
        made = asked_with(asks, last) if asks else None
        return Question(made, spoken) if made else None
    found = _WHAT_ABOUT.match(text)
    named = found["what"] if found else text.strip(" ?.!")
    if _ASKS.search(named) or len(named.split()) > _MOST_WORDS:
        return None
    if found is None and not (_ORDINAL.fullmatch(named) or _is_time(named)):
        return None
    return _about(named, language, turns)


def with_items(text: str, turns: Sequence[ConversationTurn]) -> str:
    """Return a question with the items of the last list in the place of "the second one"."""
    items = next((turn.items for turn in reversed(turns) if len(turn.items) > 1), ())

    def item(match: re.Match[str]) -> str:
        number = _ORDINALS[(match["en"] or match["id"]).lower()]
        return items[number].text if number < len(items) else match[0]

    return _ORDINAL.sub(item, text) if items else text


def _who_said(verb: str | None, language: str, quote: str) -> Question:
    if language == "en":
        return Question(f"Who {verb or 'said'} “{quote}”?", "en")
    return Question(f"Siapa yang {verb or 'mengatakan'} “{quote}”?", "id")


def _in_language(asks: str, language: str, wanted: str) -> str | None:
    """Return question words in the wanted language; None where they cannot be put so."""
    if language == wanted:
        return asks
    return (_SAME_IN_ENGLISH if wanted == "en" else _SAME).get(asks.lower())


def _about(named: str, language: str, turns: Sequence[ConversationTurn]) -> Question | None:
    """Return the last question that has a place for what is named, asked of that."""
    what = with_items(named, turns)
    is_item = what != named
    for at in range(len(turns) - 1, -1, -1):
        turn = turns[at]
        spoken = turn.question.language
        if is_item or _is_time(what) or names_in(f"is {what}") == (what,):
            made = with_name(what, is_item, turn, turns[:at])
        else:
            made = with_phrase(what, turn) if spoken == language else None
        if made:
            return Question(made, spoken)
    what = what if is_item else resolve_references(what, language, turns).text
    return Question(f"{'What about' if language == 'en' else 'Bagaimana dengan'} {what}?", language)


def _is_time(what: str) -> bool:
    return times_in(what) == (what,)
