"""A question: its words, its language, and what kind of thing it asks for."""

import re
from dataclasses import dataclass
from enum import Enum

from qa.language import language_of


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
_SEVERAL = re.compile(
    r"\b(?:(?:siapa|apa|mana) saja|apa-apa|sebutkan|list|name (?:all|the)|"
    r"who (?:all|else|(?:is|are|was|were) (?:in|on|among|part of|with))|who (?:are|were) the|"
    r"(?:what|which) (?:\w+ )?(?:kinds|sorts|types|things)|"
    r"(?:what|which) (?!(?:was|is|does|has|this|us|makes|happens|causes|says)\b)\w+[^s\W]s)\b",
    re.IGNORECASE,
)
_PATTERNS = tuple((kind, re.compile(rf"\b(?:{form})\b", re.IGNORECASE)) for kind, form in _KINDS)


@dataclass(frozen=True, slots=True)
class Question:
    """A question that stands on its own, in one language (ISO 639-1)."""

    text: str
    language: str

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("Question.text is empty")

    @classmethod
    def of(cls, text: str) -> "Question":
        """Return the question with its language told from its words."""
        return cls(text, language_of(text, default="en"))

    @property
    def kind(self) -> Kind:
        """What it asks for."""
        found = (kind for kind, pattern in _PATTERNS if pattern.search(self.text))
        return next(found, Kind.OTHER)

    @property
    def asks_for_several(self) -> bool:
        """Whether it asks for a list: "siapa saja", "which countries"."""
        return _SEVERAL.search(self.text) is not None
