"""A name or a short thing that was spoken of, and whether it is a person, a place or a time.

Told from how the articles that were found use it: people speak and hold offices, places stand
after "di" and "in". Knows no names.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from qa.conversation.closed_words import ASKING, INSIDE_NAMES, ORGANISATIONS
from qa.schema.question import QuestionType
from qa.text.calendar import MONTH_NAMES, WEEKDAY_NAMES
from qa.text.language import function_words
from qa.text.names import is_office, opens_sentence

_WORD = re.compile(r"[^\W_](?:[\w’'&-]*[^\W_])?")
_CALENDAR = frozenset((*MONTH_NAMES, *WEEKDAY_NAMES))
_MONTH = "|".join(MONTH_NAMES)
_TIME = re.compile(
    rf"\b(?:\d{{1,2}} )?(?:{_MONTH})(?: \d{{1,2}},)?(?: (?:tahun )?\d{{4}})?\b"
    r"|\b(?:1[89]|20)\d\d\b",
    re.IGNORECASE,
)
_SPEAKS_AFTER = (
    "mengatakan|menyatakan|menyebut|menjelaskan|berkata|menilai|memastikan|menambahkan|menegaskan|"
    "mengaku|menuturkan|mengungkapkan|menulis|berjanji|said|says|told|warned|called|believes|added|"
    "explained|wrote|promised|refused|declined"
)
_SPEAKS_BEFORE = "kata|ujar|tutur|ucap|jelas|tegas|sebut|ungkap|said|added"
_AT = "di|ke|dari|in|at|near|from|to"
_OF_A_COUNTRY = re.compile(r" ?[A-Z]\w+(?:ian|ean|ese|ish) [a-z]")
_QUOTES = " \"'“‘"


@dataclass(frozen=True, slots=True)
class Mention:
    """A name or a short thing said, and what kind of thing it is; OTHER where that is not known."""

    text: str
    kind: QuestionType

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("a mention has no text")

    @property
    def is_name(self) -> bool:
        """Whether it begins with a capital."""
        return self.text.strip(_QUOTES)[:1].isupper()


def recased(text: str, texts: Sequence[str]) -> str:
    """Return a question with the capitals that its words have in these texts, so far as they do.

    Only a question in small letters is changed: who writes capitals knows where they belong.
    """
    if any(word[0].isupper() for word in _WORD.findall(text)[1:]):
        return text
    small = function_words("id") | function_words("en") | ASKING
    joined = "\n".join(texts)

    def cased(match: re.Match[str]) -> str:
        word = match[0]
        if not word.islower() or word in small or len(word) < 2:
            return word
        found = re.findall(rf"(?<=[\w,] )(?i:{re.escape(word)})(?!\w)", joined)
        capital = [each for each in found if not each.islower()]
        return max(set(capital), key=capital.count) if len(capital) * 2 > len(found) else word

    return _WORD.sub(cased, text)


def names_in(text: str, texts: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the names in a question, each once, in order: words with capitals side by side.

    A question's first word alone is one where these texts have it with a capital in a sentence.
    """
    found: dict[str, str] = {}
    for start, name in _runs(text):
        alone = " " not in name and not text[:start].strip(_QUOTES)
        of_country = _OF_A_COUNTRY.match(text, start + len(name.rpartition(" ")[0]))
        if not of_country and (not alone or recased(name.lower(), texts) != name.lower()):
            found.setdefault(name.casefold(), name)
    return tuple(found.values())


def _runs(text: str) -> Iterator[tuple[int, str]]:
    """Yield where words with capitals begin that stand side by side, and the words."""
    start = end = -1
    for match in _WORD.finditer(text):
        word = match[0].removesuffix("'s").removesuffix("’s")
        begins = _is_of_name(word, first=not text[: match.start()].strip(_QUOTES))
        goes_on = start >= 0 and text[end : match.start()] == " "
        inside = word in INSIDE_NAMES and re.match(r" [^\W\d_a-z]", text[match.end() :])
        if goes_on and (begins or word.isdigit() or inside):
            end = match.start() + len(word)
        else:
            if start >= 0:
                yield start, text[start:end]
            start, end = (match.start(), match.start() + len(word)) if begins else (-1, -1)
        if word != match[0] and start >= 0:
            yield start, text[start:end]
            start = -1
    if start >= 0:
        yield start, text[start:end]


def _is_of_name(word: str, first: bool) -> bool:
    small = word.lower()
    if not word[0].isupper() or small in _CALENDAR or small in ASKING:
        return False
    if not first:
        return True
    function_word = small in function_words("id") or small in function_words("en")
    return not function_word and not opens_sentence(word)


def times_in(text: str) -> tuple[str, ...]:
    """Return the dates, months and years in a question, in order."""
    return tuple(match[0] for match in _TIME.finditer(text))


def kind_in(name: str, texts: Iterable[str]) -> QuestionType:
    """Return whether these texts use a name as a person's or a place's; OTHER if as neither."""
    if is_organised(name):
        return QuestionType.OTHER
    known = {name, name.split()[0], name.split()[-1]}
    form = "|".join(re.escape(each) for each in sorted(known, key=len, reverse=True))
    speaks = re.compile(
        rf"\b(?:{_SPEAKS_BEFORE}) (?:{form})\b|\b(?:{form}),? (?:juga )?(?:{_SPEAKS_AFTER})\b"
    )
    stands = re.compile(rf"\b(?:{_AT}) (?:the )?(?:{form})\b", re.IGNORECASE)
    person = place = 0
    for text in texts:
        person += len(speaks.findall(text)) + _offices(form, text)
        place += len(stands.findall(text))
    return (
        QuestionType.OTHER
        if person == place
        else QuestionType.PERSON
        if person > place
        else QuestionType.PLACE
    )


def _offices(form: str, text: str) -> int:
    """Return how often an office stands before a name; none where the office is of that name."""
    # "Presiden Rusia Putin": what follows an office may be what it is of.
    if any(map(is_office, re.findall(rf"\b(\w+) (?:{form}),? [A-Z]", text))):
        return 0
    return sum(map(is_office, re.findall(rf"\b(\w+) (?:{form})\b", text)))


def is_organised(name: str) -> bool:
    """Say whether a name is by its words that of a company, an office or the like."""
    first, *_, last = f"{name} {name}".lower().split()
    return first in ORGANISATIONS or last in ORGANISATIONS
