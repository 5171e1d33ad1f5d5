"""A question: its words, its language, and what kind of thing it asks for."""

import re
from dataclasses import dataclass
from enum import Enum

from qa.language import language_of
from qa.lexicon.abbreviation import spelled_out


class Kind(Enum):
    """What a question asks for, so far as its words tell."""

    PERSON = "person"
    TIME = "time"
    PLACE = "place"
    NUMBER = "number"
    REASON = "reason"
    OTHER = "other"


# The first that is found decides: "since when", "berapa tahun" and "tahun berapa" ask for
# different things with the same words.
_KINDS = (
    (
        Kind.TIME,
        r"when|kapan\w*|tanggal|sejak kapan|(?:what|which) (?:date|day|month|year|time)"
        r"|(?:tahun|bulan|hari|jam|pukul|tanggal) (?:berapa|apa)",
    ),
    (Kind.NUMBER, r"how (?:many|much|long|old|often|far|tall|big)|berapa\w*"),
    (Kind.PERSON, r"who|whom|whose|who's|siapa\w*"),
    (
        Kind.PLACE,
        r"where|(?:di|ke|dari) ?mana\w*|"
        r"(?:what|which) (?:city|cities|country|countries|place|places|region|regions)",
    ),
    (Kind.REASON, r"why|mengapa|kenapa|(?:apa )?(?:alasan|sebab|penyebab)\w*|what for"),
)
# A noun of many, by its ending; and the words before it.
_MANY = (
    r"(?:(?!(?:did|do|does|is|was|are|were|has|have|had|the|a|an|kind|type|sort|can|will)\b)"
    r"\w+ ){0,2}"
    r"(?!(?:as|does|has|his|its|this|was|gas|news|series|species|sports|politics)\b)\w+[^sui\W]s"
)
# What follows it; after a verb ("what drives the price") it does not.
_AFTER_MANY = (
    "are|were|do|did|does|have|had|will|would|can|could|should|may|might|must|of|border|came|gave|"
    "include|joined|left|lost|made|make|met|overlap|said|sent|signed|took|use|used|voted|went|won"
)
_SEVERAL = re.compile(
    r"\b(?:(?:siapa|apa|mana) saja(?:kah)?|apa-apa|siapa-siapa|siapa para|sebutkan|"
    r"(?P<noun>\w{3,})-(?P=noun)(?:nya)? (?:mana|apa)|name (?:all|the)|who (?:all|else)|"
    r"who (?:is|are|was|were) (?:among|part of|with|(?:in|on) (?!charge\b|command\b|control\b|"
    r"court\b|duty\b|hospital\b|office\b|power\b|prison\b|top\b|trial\b))|who (?:are|were) the|"
    r"what (?:are|were) (?:the|his|her|its|their) (?:\w+ ){0,2}\w+[^sui\W]s of|"
    r"(?:what|which) (?:\w+ )?(?:kinds|sorts|types|things)|"
    rf"which {_MANY}(?! (?:was|is|has))|what {_MANY} (?:{_AFTER_MANY}))\b"
    r"|^\W*(?:please )?list\b",
    re.IGNORECASE,
)
_PATTERNS = tuple((kind, re.compile(rf"\b(?:{form})\b", re.IGNORECASE)) for kind, form in _KINDS)


@dataclass(frozen=True, slots=True)
class Question:
    """A question that stands on its own, in one language (ISO 639-1).

    `context` are words of the conversation before it: looked for as well, and never read.
    """

    text: str
    language: str
    context: str = ""

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("Question.text is empty")

    @classmethod
    def of(cls, text: str, default: str = "en") -> "Question":
        """Return the question with its language told from its words; `default` if they do not."""
        return cls(text, language_of(text, default=default))

    @property
    def looked_for(self) -> "Question":
        """The question with its context, as passages are ranked for it."""
        if not self.context:
            return self
        return Question(f"{self.text} {self.context}", self.language)

    @property
    def in_full(self) -> str:
        """The question with what newspapers abbreviate written out: "Menhan", "Korut", "UN"."""
        return spelled_out(self.text, self.language)

    @property
    def kind(self) -> Kind:
        """What it asks for."""
        found = (kind for kind, pattern in _PATTERNS if pattern.search(self.text))
        return next(found, Kind.OTHER)

    @property
    def asks_for_several(self) -> bool:
        """Whether it asks for a list: "siapa saja", "which countries"."""
        return _SEVERAL.search(self.text) is not None
