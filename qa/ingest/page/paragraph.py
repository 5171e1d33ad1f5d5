"""The paragraphs of a news page, each with its type, judged by its own words alone.

What the lines around a paragraph say of it is decided in `qa.ingest.page.boilerplate`.
"""

import re
from dataclasses import dataclass
from enum import Enum

from qa.ingest.page.phrases import closes_advertisement, is_callout, is_credit, is_related_label
from qa.schema.span import Span
from qa.text.paragraphs import BULLET, ends_like_a_sentence

HEADING = re.compile(r"#{1,6}\s|(?:[=\-*_~]\s*){3,}$|<[^>]+>$")
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
INNER_STOP = re.compile(r"[.!?][\"”’)]*\s+[\"“(]*[A-Z]")
_QUOTED = re.compile(r"[\"“][^\"”]{12,}[\"”]")
_SAID = re.compile(r"[\"“][^\"”]{4,}[,?!]\s?[\"”]\s+[a-z]+")
_FUNCTION_WORDS = (
    " dan di ke dari yang untuk dengan pada atau dalam oleh jadi bagi usai soal saat the of a an "
    "and in on to for at by with from or as is vs "
)
_TITLE_CASE_SHARE = 0.7
MIN_HEADLINE_WORDS, MAX_HEADLINE_WORDS = 4, 25
_LONG_PROSE_WORDS, _MIN_PROSE_WORDS = 20, 10


class ParagraphType(Enum):
    """The role of a paragraph on a page."""

    PROSE = "prose"
    BULLET = "bullet"
    HEADLINE = "headline"
    CREDIT = "credit"
    CALLOUT = "callout"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with its span and its type."""

    span: Span
    text: str
    kind: ParagraphType

    @property
    def in_body(self) -> bool:
        """Whether the paragraph is part of the article."""
        return self.kind in (ParagraphType.PROSE, ParagraphType.BULLET)

    @property
    def words(self) -> int:
        """The number of words."""
        return len(self.text.split())


def is_headline(line: str) -> bool:
    """Return whether a line looks like a headline: in Title Case, without a full stop."""
    words = line.split()
    if not MIN_HEADLINE_WORDS <= len(words) <= MAX_HEADLINE_WORDS or line.rstrip("\"'”’").endswith(
        "."
    ):
        return False
    return title_case_share(line) >= _TITLE_CASE_SHARE and not re.search(r"\.\s+[A-Z]", line)


def title_case_share(line: str) -> float:
    """Return the share of words that start with a capital or digit, function words aside."""
    words = [w for w in WORD.findall(line) if f" {w} " not in _FUNCTION_WORDS]
    return sum(not w[0].islower() for w in words) / len(words) if words else 0.0


def classify_line(line: str) -> ParagraphType:
    """Return the type of a paragraph by its own words."""
    if is_callout(line) or closes_advertisement(line) or is_related_label(line):
        return ParagraphType.CALLOUT
    if is_credit(line):
        return ParagraphType.CREDIT
    if HEADING.match(line):
        return ParagraphType.OTHER
    if BULLET.match(line):
        return ParagraphType.BULLET
    if is_headline(line) and not _SAID.match(line):
        return ParagraphType.HEADLINE
    return ParagraphType.PROSE if _is_prose(line) else ParagraphType.OTHER


def _is_prose(line: str) -> bool:
    if not any(character.islower() for character in line) and len(line.split()) < _MIN_PROSE_WORDS:
        # In scripts without capitals, which have no Title Case, only a full stop marks prose.
        return ends_like_a_sentence(line) and not line.isupper()
    if ends_like_a_sentence(line):
        return True
    words = len(line.split())
    quotes_someone = _QUOTED.search(line) is not None
    return (
        words >= _LONG_PROSE_WORDS
        or _SAID.match(line) is not None
        or (words >= _MIN_PROSE_WORDS and (quotes_someone or INNER_STOP.search(line) is not None))
    )
