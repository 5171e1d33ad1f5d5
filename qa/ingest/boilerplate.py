"""Boilerplate detection: which lines of a news page are the article.

The rules are general: a paragraph of an article ends like a sentence or is long prose; a headline
has no final stop and is in Title Case; a callout, which sends the reader elsewhere, has typical
phrases; teasers follow the last paragraph. The text is not changed: the result is a list of spans.
Titles and dates are read in `qa.ingest.metadata`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from qa.ingest.page_phrases import (
    closes_advertisement,
    is_callout,
    is_credit,
    is_credit_label,
    is_related_label,
    is_tail_label,
)
from qa.schema.span import Span
from qa.text.paragraphs import BULLET, ends_like_a_sentence, paragraphs

_FRONT_MATTER = re.compile(
    r"\A\s*---[ \t]*\r?\n(?=[\w-]+:)(?:[^\r\n]*\r?\n){1,60}?---[ \t]*(?:\r?\n|\Z)"
)
_HEADING = re.compile(r"#{1,6}\s|(?:[=\-*_~]\s*){3,}$|<[^>]+>$")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_INNER_STOP = re.compile(r"[.!?][\"”’)]*\s+[\"“(]*[A-Z]")
_QUOTED = re.compile(r"[\"“][^\"”]{12,}[\"”]")
_SAID = re.compile(r"[\"“][^\"”]{4,}[,?!]\s?[\"”]\s+[a-z]+")
_FUNCTION_WORDS = (
    " dan di ke dari yang untuk dengan pada atau dalam oleh jadi bagi usai soal saat the of a an "
    "and in on to for at by with from or as is vs "
)
_TITLE_CASE_SHARE = 0.7
_MIN_HEADLINE_WORDS, _MAX_HEADLINE_WORDS = 4, 25
_LONG_PROSE_WORDS, _MIN_PROSE_WORDS = 20, 10
_MAX_CAPTION_WORDS, _MAX_TEASER_WORDS, _MAX_CARD_LINES = 15, 25, 4
_CARD_SIGNATURE = re.compile(r"(?:[\w-]+\.)+[a-z]{2,4}|\d{1,2} \w+ \d{4}", re.IGNORECASE)
_MAX_LABEL_WORDS = 3
_MAX_ITEM_WORDS, _MIN_LIST_ITEMS = 8, 3


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


def body(text: str) -> tuple[Span, ...]:
    """Return the article's body: the spans of its runs of adjacent paragraphs, in order.

    A run has no other line in it. A text without anything like an article (a list of names, a
    single headline) has no body.
    """
    runs: list[Span] = []
    continues = False
    for paragraph in classified(text):
        if paragraph.in_body:
            start = runs.pop().start if continues else paragraph.span.start
            runs.append(Span(start, paragraph.span.end))
        continues = paragraph.in_body
    return tuple(runs)


def classified(text: str) -> tuple[Paragraph, ...]:
    """Return every paragraph of a page with its type, in order, without front matter."""
    matter = _FRONT_MATTER.match(text)
    spans = paragraphs(text, matter.end() if matter else 0)
    marked = [Paragraph(s, t, _kind(t)) for s in spans for t in [text[s.start : s.end]]]
    for rule in (_opening, _lists, _introductions, _captions):
        marked = rule(marked)
    return tuple(_teasers(_repeats(_cards(text, marked))))


def front_matter(text: str) -> dict[str, str]:
    """Return the `key: value` lines of a Markdown file's front matter; keys in lower case."""
    matter = _FRONT_MATTER.match(text)
    pairs = (line.partition(":") for line in matter[0].splitlines()) if matter else ()
    return {
        key.strip().lower(): value.strip().strip("\"'")
        for key, _, value in pairs
        if value.strip().strip("\"'")
    }


def is_headline(line: str) -> bool:
    """Return whether a line looks like a headline: in Title Case, without a full stop."""
    words = line.split()
    if not _MIN_HEADLINE_WORDS <= len(words) <= _MAX_HEADLINE_WORDS or line.rstrip(
        "\"'”’"
    ).endswith("."):
        return False
    return title_case_share(line) >= _TITLE_CASE_SHARE and not re.search(r"\.\s+[A-Z]", line)


def title_case_share(line: str) -> float:
    """Return the share of words that start with a capital or digit, function words aside."""
    words = [w for w in _WORD.findall(line) if f" {w} " not in _FUNCTION_WORDS]
    return sum(not w[0].islower() for w in words) / len(words) if words else 0.0


def _kind(line: str) -> ParagraphType:
    if is_callout(line) or closes_advertisement(line) or is_related_label(line):
        return ParagraphType.CALLOUT
    if is_credit(line):
        return ParagraphType.CREDIT
    if _HEADING.match(line):
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
        or (words >= _MIN_PROSE_WORDS and (quotes_someone or _INNER_STOP.search(line) is not None))
    )


def _as(paragraph: Paragraph, kind: ParagraphType) -> Paragraph:
    return Paragraph(paragraph.span, paragraph.text, kind)


def _opening(page: Sequence[Paragraph]) -> list[Paragraph]:
    """Mark a question that opens a page as its headline, though it ends like a sentence."""
    marked = list(page)
    first = next((i for i, p in enumerate(page) if p.kind is ParagraphType.PROSE), len(page))
    titled = any(
        p.kind is ParagraphType.HEADLINE or p.words > _MIN_HEADLINE_WORDS for p in page[:first]
    )
    if first + 1 < len(page) and not titled and _asks(page[first]):
        marked[first] = _as(page[first], ParagraphType.HEADLINE)
    return marked


def _asks(p: Paragraph) -> bool:
    asks = p.text.rstrip("\"'”’")[-1:] in ("?", "!")
    return asks and p.words <= _MAX_HEADLINE_WORDS and not _INNER_STOP.search(p.text)


def _lists(page: Sequence[Paragraph]) -> list[Paragraph]:
    """Give the list under "Photo :" or "Baca juga:" the type of that label."""
    marked: list[Paragraph] = []
    under: ParagraphType | None = None
    for p in page:
        if is_credit_label(p.text) or (
            p.kind is ParagraphType.CALLOUT and is_related_label(p.text)
        ):
            under = p.kind
        elif under and p.kind is ParagraphType.BULLET:
            p = _as(p, under)
        else:
            under = None
        marked.append(p)
    return marked


def _introductions(page: Sequence[Paragraph]) -> list[Paragraph]:
    """Mark a line that ends in a colon, and the list that it introduces, as part of the body."""
    marked = list(page)
    for i, p in enumerate(page[:-1]):
        if not p.text.endswith(":") or p.kind not in (
            ParagraphType.PROSE,
            ParagraphType.OTHER,
            ParagraphType.HEADLINE,
        ):
            continue
        items = _items(page, i + 1)
        for j in items:
            marked[j] = _as(page[j], ParagraphType.BULLET)
        introduces = items or page[i + 1].in_body or p.kind is ParagraphType.OTHER
        if introduces and p.words > _MAX_LABEL_WORDS and not _HEADING.match(p.text):
            marked[i] = _as(p, ParagraphType.PROSE)
    return marked


def _items(page: Sequence[Paragraph], first: int) -> list[int]:
    """Return the indices of the short lines from `first` on that form a list, if any."""
    items: list[int] = []
    for i in range(first, len(page)):
        p = page[i]
        if p.kind not in (ParagraphType.OTHER, ParagraphType.HEADLINE) or p.words > _MAX_ITEM_WORDS:
            break
        if p.text.endswith(":") or _HEADING.match(p.text):
            break
        items.append(i)
    return items if len(items) >= _MIN_LIST_ITEMS else []


def _captions(page: Sequence[Paragraph]) -> list[Paragraph]:
    """Mark the line above "Photo :" as a caption, even if it ends in a full stop."""
    marked = list(page)
    for i, (p, after) in enumerate(pairwise(page)):
        over_a_label = is_credit_label(after.text) and p.kind in (
            ParagraphType.PROSE,
            ParagraphType.HEADLINE,
        )
        if over_a_label and p.words <= _MAX_CAPTION_WORDS and not _INNER_STOP.search(p.text):
            marked[i] = _as(p, ParagraphType.CREDIT)
    return marked


def _cards(text: str, page: Sequence[Paragraph]) -> list[Paragraph]:
    """Mark the lines above an advertisement's button, up to a blank line, as its text."""
    marked = list(page)
    for i, p in enumerate(page):
        if not closes_advertisement(p.text):
            continue
        above = _same_block(text, page, i)
        if len(above) <= _MAX_CARD_LINES:
            for j in above:
                marked[j] = _as(page[j], ParagraphType.CALLOUT)
    return marked


def _same_block(text: str, page: Sequence[Paragraph], i: int) -> list[int]:
    above: list[int] = []
    for j in range(i - 1, -1, -1):
        gap = text[page[j].span.end : page[j + 1].span.start]
        if len(gap.splitlines()) > 1 or page[j].kind is ParagraphType.CALLOUT:
            break
        above.append(j)
    return above


def _repeats(page: Sequence[Paragraph]) -> list[Paragraph]:
    """Mark repeats of a line that was not part of the article as not part of it either."""
    seen: set[str] = set()
    marked: list[Paragraph] = []
    for p in page:
        words = " ".join(_WORD.findall(p.text.lower()))
        if not p.in_body:
            seen.add(words)
        repeated = p.kind is ParagraphType.PROSE and words in seen
        marked.append(_as(p, ParagraphType.HEADLINE) if repeated else p)
    return marked


def _teasers(page: Sequence[Paragraph]) -> list[Paragraph]:
    """Mark a headline with one sentence below it, at the end of the page, as a teaser."""
    marked = list(page)
    last = _last_in_body(page, len(page))
    while last > 1 and _is_teaser(page, last):
        marked[last] = _as(page[last], ParagraphType.CALLOUT)
        last = _last_in_body(page, last)
    return marked


def _last_in_body(page: Sequence[Paragraph], end: int) -> int:
    return max((i for i in range(end) if page[i].in_body), default=0)


def _is_teaser(page: Sequence[Paragraph], i: int) -> bool:
    """Return whether the last paragraph of the body is a teaser of another page.

    One headline above it is not enough, since pages also have one before the last paragraph. There
    must be several, or a label above, or the teaser's own publisher or date below.
    """
    p, before = page[i], _last_in_body(page, i)
    between, after = page[before + 1 : i], page[i + 1 :]
    if (
        p.kind is not ParagraphType.PROSE
        or p.words > _MAX_TEASER_WORDS
        or _INNER_STOP.search(p.text)
    ):
        return False
    if not page[before].in_body or not between or between[-1].kind is not ParagraphType.HEADLINE:
        return False
    headlines = [
        q for q in between if q.kind is ParagraphType.HEADLINE and q.words > _MIN_HEADLINE_WORDS
    ]
    signed = any(_CARD_SIGNATURE.fullmatch(q.text) for q in after[:_MAX_CARD_LINES])
    labelled = any(is_tail_label(q.text) for q in between)
    return bool(headlines) and (len(headlines) > 1 or signed or labelled)
