"""Mention detection: names and times in questions, and their entity type.

The type is inferred from how the retrieved articles use a name: people speak and hold offices,
places follow "di" and "in". There is no list of names; there are lists of common nouns by class.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from qa.schema.question import QuestionType
from qa.text.calendar import MONTH_NAMES, WEEKDAY_NAMES
from qa.text.language import function_words
from qa.text.names import is_office, is_sentence_opener


def word_set(table: str) -> frozenset[str]:
    """Return the words of a table."""
    return frozenset(table.split())


QUESTION_WORDS = word_set(
    """
    apa apakah berapa berapakah bagaimana dimana gimana kapan kemana kenapa mana mengapa sebutkan
    siapa siapakah can could did do does had has have how if is are was were list name should what
    when where which who whom whose why will would
    """
)
"""Question words and auxiliaries, which open a question with a capital and are no names."""

_NAME_PARTICLES = word_set("al bin binti da de del der di dos el ibn la of van von")
_ORGANISATION_NOUNS = word_set(
    """
    badan bank cv dewan dinas fakultas institut kantor kementerian komisi komite lembaga majelis
    mahkamah organisasi partai perusahaan pt rumah sekolah tim universitas yayasan
    agency association club college commission committee company corporation council court
    department foundation group institute ministry museum party school society team union university
    """
)
PLACE_NOUNS = word_set(
    """
    city country island place region state town venue village area province
    daerah desa kabupaten kota lokasi negara negeri provinsi pulau tempat wilayah
    """
)
PERSON_NOUNS = word_set(
    """
    actor director man minister official person player politician woman writer
    aktor orang pemain pejabat penulis pria sutradara tokoh wanita
    """
)
TIME_NOUNS = word_set("day month occasion time year")

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
_NATIONALITY = re.compile(r" ?[A-Z]\w+(?:ian|ean|ese|ish) [a-z]")
_QUOTES = " \"'“‘"


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention of an entity or a time, and its type; OTHER where it is unknown."""

    text: str
    kind: QuestionType

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("a mention has no text")

    @property
    def is_name(self) -> bool:
        """Whether the mention begins with a capital."""
        return self.text.strip(_QUOTES)[:1].isupper()


def truecase(text: str, texts: Sequence[str]) -> str:
    """Restore the capitals of a question in lower case (truecasing), by how texts write its words.

    A question with a capital after its first word is returned as it is.
    """
    if any(word[0].isupper() for word in _WORD.findall(text)[1:]):
        return text
    stop_words = function_words("id") | function_words("en") | QUESTION_WORDS
    joined = "\n".join(texts)

    def cased(match: re.Match[str]) -> str:
        word = match[0]
        if not word.islower() or word in stop_words or len(word) < 2:
            return word
        forms = re.findall(rf"(?<=[\w,] )(?i:{re.escape(word)})(?!\w)", joined)
        capital = [form for form in forms if not form.islower()]
        return max(set(capital), key=capital.count) if len(capital) * 2 > len(forms) else word

    return _WORD.sub(cased, text)


def extract_names(text: str, texts: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the names in a question, each once, in order: runs of capitalised words.

    The first word of a question counts as a name by itself only where these texts capitalise it
    inside a sentence.
    """
    names: dict[str, str] = {}
    for start, name in _capitalised_runs(text):
        is_first_word = " " not in name and not text[:start].strip(_QUOTES)
        is_adjective = _NATIONALITY.match(text, start + len(name.rpartition(" ")[0]))
        if is_adjective:
            continue
        if not is_first_word or truecase(name.lower(), texts) != name.lower():
            names.setdefault(name.casefold(), name)
    return tuple(names.values())


def _capitalised_runs(text: str) -> Iterator[tuple[int, str]]:
    """Yield the start and the text of each run of adjacent capitalised words."""
    start = end = -1
    for match in _WORD.finditer(text):
        word = match[0].removesuffix("'s").removesuffix("’s")
        is_part = _is_name_part(word, is_first=not text[: match.start()].strip(_QUOTES))
        is_adjacent = start >= 0 and text[end : match.start()] == " "
        is_particle = word in _NAME_PARTICLES and re.match(r" [^\W\d_a-z]", text[match.end() :])
        if is_adjacent and (is_part or word.isdigit() or is_particle):
            end = match.start() + len(word)
        else:
            if start >= 0:
                yield start, text[start:end]
            start, end = (match.start(), match.start() + len(word)) if is_part else (-1, -1)
        if word != match[0] and start >= 0:
            yield start, text[start:end]
            start = -1
    if start >= 0:
        yield start, text[start:end]


def _is_name_part(word: str, is_first: bool) -> bool:
    """Say whether a word may be part of a name."""
    lower = word.lower()
    if not word[0].isupper() or lower in _CALENDAR or lower in QUESTION_WORDS:
        return False
    if not is_first:
        return True
    is_function_word = lower in function_words("id") or lower in function_words("en")
    return not is_function_word and not is_sentence_opener(word)


def extract_times(text: str) -> tuple[str, ...]:
    """Return the dates, months and years in a question, in order."""
    return tuple(match[0] for match in _TIME.finditer(text))


def classify_mention(name: str, texts: Iterable[str]) -> QuestionType:
    """Return PERSON or PLACE by how these texts use a name; OTHER where neither prevails."""
    if is_organisation(name):
        return QuestionType.OTHER
    variants = {name, name.split()[0], name.split()[-1]}
    form = "|".join(re.escape(each) for each in sorted(variants, key=len, reverse=True))
    as_person = re.compile(
        rf"\b(?:{_SPEAKS_BEFORE}) (?:{form})\b|\b(?:{form}),? (?:juga )?(?:{_SPEAKS_AFTER})\b"
    )
    as_place = re.compile(rf"\b(?:{_AT}) (?:the )?(?:{form})\b", re.IGNORECASE)
    person = place = 0
    for text in texts:
        person += len(as_person.findall(text)) + _count_offices(form, text)
        place += len(as_place.findall(text))
    return (
        QuestionType.OTHER
        if person == place
        else QuestionType.PERSON
        if person > place
        else QuestionType.PLACE
    )


def _count_offices(form: str, text: str) -> int:
    """Return how often a title of office precedes a name; 0 where the name is its scope."""
    # "Presiden Rusia Putin": Rusia is the scope of the office, not its holder.
    if any(map(is_office, re.findall(rf"\b(\w+) (?:{form}),? [A-Z]", text))):
        return 0
    return sum(map(is_office, re.findall(rf"\b(\w+) (?:{form})\b", text)))


def is_organisation(name: str) -> bool:
    """Say whether a name has a noun of organisations: "PT", "Kementerian", "Company"."""
    first, *_, last = f"{name} {name}".lower().split()
    return first in _ORGANISATION_NOUNS or last in _ORGANISATION_NOUNS
