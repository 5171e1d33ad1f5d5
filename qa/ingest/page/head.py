"""The head of a news page: where its article begins, and which line is the headline.

The head holds the headline, the byline, the dateline and often a standfirst, which looks like
prose. It ends at the paragraph that opens with its place ("JAKARTA, Publisher - …"), or with the
last signed or dated line that has the article below it.
"""

import re
from collections.abc import Iterator, Sequence

from qa.ingest.page.paragraph import MIN_HEADLINE_WORDS, WORD, Paragraph, ParagraphType
from qa.ingest.page.publishers import DOMAIN, named
from qa.values.dates.page_dates import find_dates

DATELINE = re.compile(r"(?P<place>(?:\S+\s+){0,5}?\S+?)\s*(?:--|[–—-])(?:\s|$)")
DATELINE_CHARS = 80
MAX_SIGNATURE_WORDS = 12
_BYLINE = re.compile(
    r"(?i:penulis|reporter|pewarta|oleh|author|by|written by|editor)\b\s*:?\s+[A-Z]"
)
_LABEL = re.compile(r"[\w/ ]{1,24}\s*:\s")
_MAX_HEAD_LINES, _MAX_HEAD_PROSE = 20, 3
_MIN_BODY_PROSE = 2
_MIN_SHARED = 0.5
"""Of the words of a short line: a headline has as many in common with its article."""
_STEM_CHARS = 5


def head_end(page: Sequence[Paragraph]) -> int:
    """Return the index of the first paragraph of the article proper."""
    first = next((i for i, p in enumerate(page) if p.in_body), len(page))
    top = range(min(len(page), _MAX_HEAD_LINES))
    opening = next((i for i in top if page[i].in_body and opens_with_place(page[i].text)), None)
    if opening is not None and _prose(page[:opening]) <= _MAX_HEAD_PROSE:
        return opening
    signed = [i for i in top if i > first and is_signature(page[i])]
    for i in reversed(signed):
        if _prose(page[:i]) <= _MAX_HEAD_PROSE and _prose(page[i:]) >= _MIN_BODY_PROSE:
            return next(j for j in range(i, len(page)) if page[j].in_body)
    return first


def opens_with_place(line: str) -> bool:
    """Return whether a paragraph opens with its place: "JAKARTA, iNews.id - …"."""
    match = DATELINE.match(line[:DATELINE_CHARS])
    if match is None:
        return False
    place = match["place"]
    return bool(named(place) or DOMAIN.search(place)) or place.split(",")[0].isupper()


def title_index(page: Sequence[Paragraph]) -> int | None:
    """Return the index of the headline; None where the page has none."""
    if not any(p.in_body for p in page):
        return next((i for i, p in enumerate(page) if _may_be_title(p)), None)
    start = head_end(page)
    return next(_candidates(page[:start], page[start:]), None)


def _candidates(head: Sequence[Paragraph], rest: Sequence[Paragraph]) -> Iterator[int]:
    """Yield the lines of a head that may be the headline, the likeliest first."""
    headings = [i for i, p in enumerate(head) if re.match(r"#\s", p.text)]
    lines = headings or [i for i, p in enumerate(head) if _may_be_title(p)]
    lines = [i for i in lines if headings or _is_about(head[i], len(head), rest)]
    lines = [i for i in lines if _shared(head[i], rest)] or lines
    long = [i for i in lines if head[i].words > MIN_HEADLINE_WORDS]
    yield from (i for i in long if not _LABEL.match(head[i].text))
    yield from (i for i in long if head[i].kind is ParagraphType.HEADLINE)
    unlabelled = [i for i in lines if not _LABEL.match(head[i].text)]
    yield from (i for i in unlabelled if head[i].words > 2)
    yield from (*long, *unlabelled, *lines)


def _may_be_title(p: Paragraph) -> bool:
    if p.kind not in (ParagraphType.HEADLINE, ParagraphType.OTHER) or not any(
        c.isalpha() for c in p.text
    ):
        return False
    signed = (
        p.words <= MAX_SIGNATURE_WORDS
        and p.kind is not ParagraphType.HEADLINE
        and bool(named(p.text))
    )
    return not (
        signed
        or _BYLINE.match(p.text)
        or find_dates(p.text)
        or DOMAIN.match(p.text)
        or p.text.endswith((" -", " --"))
    )


def _is_about(p: Paragraph, head: int, rest: Sequence[Paragraph]) -> bool:
    """Return whether a short line shares its words with the article, as no label does.

    One that is alone above the article, of `head` lines, is its headline all the same.
    """
    is_alone = head == 1 and p.words > 1
    if p.words > MIN_HEADLINE_WORDS or is_alone or not any(q.in_body for q in rest):
        return True
    return _shared(p, rest) >= _MIN_SHARED


def _shared(p: Paragraph, rest: Sequence[Paragraph]) -> float:
    """Return the share of a line's words that the article has, by their first letters."""
    prose = " ".join(q.text for q in rest if q.in_body)
    stems = {word.lower()[:_STEM_CHARS] for word in WORD.findall(prose)}
    own = [word.lower()[:_STEM_CHARS] for word in WORD.findall(p.text) if len(word) > 3]
    return sum(stem in stems for stem in own) / len(own) if own else 0.0


def _prose(page: Sequence[Paragraph]) -> int:
    return sum(p.kind is ParagraphType.PROSE for p in page)


def is_signature(p: Paragraph) -> bool:
    """Return whether a line is a byline, or a date with its time."""
    if p.words > MAX_SIGNATURE_WORDS or p.kind is ParagraphType.PROSE:
        return False
    return _BYLINE.match(p.text) is not None or any(d.has_time for d in find_dates(p.text))
