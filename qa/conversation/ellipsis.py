"""Ellipsis resolution: "Since when?", "And Medan?", "The second one?" made whole.

The missing part is taken from the last question that has a slot for the phrase that is there: "And
Medan?" after "Who runs the port of Surabaya?" is "Who runs the port of Medan?". A question with a
subject and a verb of its own is not elliptical.
"""

import re
from collections.abc import Mapping, Sequence

from qa.conversation.frame import reask
from qa.conversation.mentions import Mention, classify_mention, extract_names, extract_times
from qa.conversation.references import NON_POSSESSIVE, resolve_references
from qa.conversation.turn import ConversationTurn
from qa.schema.question import Question, QuestionType
from qa.text.language import function_words

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
_QUESTION_WORDS_ID = {
    "when": "kapan", "where": "di mana", "why": "mengapa", "who": "siapa", "how": "bagaimana",
    "since when": "sejak kapan", "until when": "sampai kapan", "how many": "berapa",
    "how much": "berapa", "how long": "berapa lama", "what": "apa",
}  # fmt: skip
_QUESTION_WORDS_EN = {id_: en for en, id_ in _QUESTION_WORDS_ID.items()} | {
    "kenapa": "why",
    "gimana": "how",
}


def resolve_ellipsis(
    text: str, language: str, turns: Sequence[ConversationTurn], max_words: int
) -> Question | None:
    """Complete an elliptical question from the earlier ones; None if it is not elliptical.

    The result is in the language of the earlier question where that is the one completed.

    Args:
        text: of the question.
        language: of the question.
        turns: the earlier turns, oldest first; at least one.
        max_words: of the phrase that is left of the question.
    """
    last = turns[-1]
    quote = next((turn.quote for turn in reversed(turns) if turn.quote), "")
    if (match := _WHO_SAID.match(text)) is not None and quote:
        return _who_said(match["en"] or match["id"], language, quote)
    match = _BARE.match(text) or (_WHO_DID.match(text) if language == "id" else None)
    if match is not None:
        target = last.question.language
        asks = _translate_question_words(match["asks"], language, target)
        completed = reask(asks, last) if asks else None
        return Question(completed, target) if completed else None
    match = _WHAT_ABOUT.match(text)
    phrase = match["what"] if match else text.strip(" ?.!")
    if _ASKS.search(phrase) or len(phrase.split()) > max_words:
        return None
    if match is None and not (_ORDINAL.fullmatch(phrase) or _is_time(phrase)):
        return None
    return _substitute(phrase, language, turns)


def resolve_ordinals(text: str, turns: Sequence[ConversationTurn]) -> str:
    """Replace "the second one" and the like by that item of the last list."""
    items = next((turn.items for turn in reversed(turns) if len(turn.items) > 1), ())

    def item(match: re.Match[str]) -> str:
        number = _ORDINALS[(match["en"] or match["id"]).lower()]
        return items[number].text if number < len(items) else match[0]

    return _ORDINAL.sub(item, text) if items else text


def _who_said(verb: str | None, language: str, quote: str) -> Question:
    if language == "en":
        return Question(f"Who {verb or 'said'} “{quote}”?", "en")
    return Question(f"Siapa yang {verb or 'mengatakan'} “{quote}”?", "id")


def _translate_question_words(asks: str, language: str, target: str) -> str | None:
    """Return question words in the target language; None where the translation is unknown."""
    if language == target:
        return asks
    return (_QUESTION_WORDS_EN if target == "en" else _QUESTION_WORDS_ID).get(asks.lower())


def _substitute(phrase: str, language: str, turns: Sequence[ConversationTurn]) -> Question | None:
    """Return the last question that has a slot for a phrase, with the phrase in it."""
    what = resolve_ordinals(phrase, turns)
    is_item = what != phrase
    for at in range(len(turns) - 1, -1, -1):
        turn = turns[at]
        target = turn.question.language
        if is_item or _is_time(what) or extract_names(f"is {what}") == (what,):
            completed = _substitute_name(what, is_item, turn, turns[:at])
        else:
            completed = _substitute_phrase(what, turn) if target == language else None
        if completed:
            return Question(completed, target)
    what = what if is_item else resolve_references(what, language, turns).text
    return Question(f"{'What about' if language == 'en' else 'Bagaimana dengan'} {what}?", language)


def _is_time(what: str) -> bool:
    return extract_times(what) == (what,)


def _substitute_name(
    what: str, is_item: bool, turn: ConversationTurn, earlier: Sequence[ConversationTurn]
) -> str | None:
    """Return a turn's question with a name or a time in the place of one of its type.

    None where the question has no such slot.

    Args:
        what: the name or the time.
        is_item: whether it is an item of a list in an answer.
        turn: the turn of the question.
        earlier: the turns before it.
    """
    text = turn.question.text
    if extract_times(what) == (what,):
        return _with_time(what, turn)
    names = [mention for mention in turn.names if mention.kind is not QuestionType.TIME]
    if what in text or not names or any(item.text == what for item in turn.items):
        return None
    if not is_item and _is_about_an_answer(turn, earlier):
        return None
    return text.replace(_same_type(what, names, turn).text, what)


def _substitute_phrase(what: str, turn: ConversationTurn) -> str | None:
    """Return a turn's question with a phrase in the place of one that shares a word with it."""
    words = re.sub(r"^(?:the|its|his|her|their) ", "", what, flags=re.IGNORECASE).split()
    stripped = re.sub(r"(?<=\w{3})nya$", "", words[-1])
    words[-1] = words[-1] if stripped in NON_POSSESSIVE else stripped
    folded = [word.lower() for word in words]
    tokens = turn.question.text.rstrip("? ").split()
    stop_words = function_words(turn.question.language)
    for at, word in enumerate(tokens):
        if word.lower() not in stop_words and word.lower() in folded:
            return _spliced(tokens, at, words, folded.index(word.lower()))
    return _substitute_relation(" ".join(words), turn) if len(words) == 1 else None


_WHOSE = re.compile(r"(?P<before>(?:who|what) (?:is|was|are|were) [^?]+[’']s? )\w+(?P<after>)\?*$")
_OF = re.compile(r"(?P<before>(?:who|what) (?:is|was|are|were) the )\w+(?P<after> of [^?]+)\?*$")
_OF_INDONESIAN = re.compile(r"(?P<before>(?:siapa|apa) )\w+(?P<after> [^\W\d_a-z][^?]*)\?*$")


def _substitute_relation(noun: str, turn: ConversationTurn) -> str | None:
    """Return the question for another relation: "Who is Ana’s son?" of "Who is Ana’s father?"."""
    text = turn.question.text
    lowered = f"{text[0].lower()}{text[1:]}"
    for form in (_WHOSE, _OF, _OF_INDONESIAN):
        if (match := form.match(lowered)) is not None and noun.islower():
            result = f"{match['before']}{noun}{match['after']}?"
            return f"{result[0].upper()}{result[1:]}" if text[0].isupper() else result
    return None


def _with_time(what: str, turn: ConversationTurn) -> str:
    text, times = turn.question.text, extract_times(turn.question.text)
    if times:
        return text.replace(times[-1], what)
    return f"{text.rstrip('? ')} {'in' if turn.question.language == 'en' else 'pada'} {what}?"


def _is_about_an_answer(turn: ConversationTurn, earlier: Sequence[ConversationTurn]) -> bool:
    """Say whether a question names an earlier answer together with what it answered.

    "Since when has Ana coached Persis?" is about Ana, and has no slot for another team.
    """
    text = turn.question.text
    return any(
        item.text in text and name.text in text
        for before in earlier
        for item in before.items
        for name in before.names
    )


def _same_type(what: str, names: Sequence[Mention], turn: ConversationTurn) -> Mention:
    """Return the last name of the same entity type; else the last name."""
    kind = classify_mention(what, turn.texts)
    same = [name for name in names if name.kind is kind]
    return (same or names)[-1]


def _spliced(tokens: Sequence[str], at: int, words: Sequence[str], before: int) -> str:
    """Return the question with the phrase in the place of the words around the shared one."""
    after, end = words[before + 1 :], at + 1
    while after and end < len(tokens) and tokens[end][0].isupper():
        # "The next festival" before the name of a festival is a modifier of it.
        end += 1
    rest = tokens[end:] if end > at + 1 else tokens[at + 1 + len(after) :]
    first = max(at - before, 0)
    kept = [*tokens[:first], *words[:before], *tokens[at:end], *after, *rest]
    return f"{' '.join(kept)}?"
