"""Boilerplate detection: which lines of a news page are the article.

The rules are general: a paragraph of an article ends like a sentence or is long prose; a headline
has no final stop and is in Title Case; a callout, which sends the reader elsewhere, has typical
phrases; teasers follow the last paragraph; what a page prints twice is not its text. The text is
not changed: the result is a list of spans. Titles and dates are read in `qa.ingest.page.metadata`.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from qa.ingest.page.head import head_end, is_signature, title_index
from qa.ingest.page.paragraph import (
    HEADING,
    INNER_STOP,
    MAX_HEADLINE_WORDS,
    MIN_HEADLINE_WORDS,
    WORD,
    Paragraph,
    ParagraphType,
    classify_line,
    is_headline,
)
from qa.ingest.page.phrases import (
    closes_advertisement,
    find_inline_callouts,
    is_credit_label,
    is_paper_credit,
    is_related_label,
    is_tail_label,
)
from qa.schema.span import Span, trimmed
from qa.text.paragraphs import BULLET_MARK, paragraphs

_FRONT_MATTER = re.compile(
    r"\A\s*---[ \t]*\r?\n(?=[\w-]+:)(?:[^\r\n]*\r?\n){1,60}?---[ \t]*(?:\r?\n|\Z)"
)
_MAX_CAPTION_WORDS, _MAX_TEASER_WORDS, _MAX_CARD_LINES = 15, 25, 4
_CARD_SIGNATURE = re.compile(r"(?:[\w-]+\.)+[a-z]{2,4}|\d{1,2} \w+ \d{4}", re.IGNORECASE)
_MAX_LABEL_WORDS = 3
_MAX_ITEM_WORDS, _MIN_LIST_ITEMS = 8, 3
_MAX_TAIL_SHARE = 0.34
"""Of the words of the article: what follows a label that pages end with has no more."""


def body(text: str) -> tuple[Span, ...]:
    """Return the article's body: the spans of its runs of adjacent paragraphs, in order.

    A run has no other line in it. A text without anything like an article (a list of names, a
    single headline) has no body.
    """
    page = classified(text)
    return _runs(page, [paragraph.in_body for paragraph in page])


def searchable(text: str) -> tuple[Span, ...]:
    """Return what of a page is searched and quoted: its headline and its body, in runs.

    Of a text without a body every line is, and of Markdown every heading.
    """
    page = classified(text)
    if any(paragraph.in_body for paragraph in page):
        title = title_index(page)
        inside = [p.in_body or i == title or _is_heading(p) for i, p in enumerate(page)]
    else:
        inside = [_may_be_read(paragraph) for paragraph in page]
    return _runs(page, inside)


def _may_be_read(p: Paragraph) -> bool:
    elsewhere = p.kind in (ParagraphType.CALLOUT, ParagraphType.CREDIT)
    return not elsewhere and any(character.isalnum() for character in p.text)


def _is_heading(p: Paragraph) -> bool:
    return re.match(r"#{1,6}\s", p.text) is not None


def _runs(page: Sequence[Paragraph], inside: Sequence[bool]) -> tuple[Span, ...]:
    runs: list[Span] = []
    continues = False
    for paragraph, is_inside in zip(page, inside, strict=True):
        if is_inside:
            start = runs.pop().start if continues else paragraph.span.start
            runs.append(Span(start, paragraph.span.end))
        continues = is_inside
    return tuple(runs)


def classified(text: str) -> tuple[Paragraph, ...]:
    """Return every paragraph of a page with its type, in order, without front matter.

    A callout inside a paragraph is one of its own.
    """
    matter = _FRONT_MATTER.match(text)
    marked = [
        Paragraph(piece, line, classify_line(line))
        for span in paragraphs(text, matter.end() if matter else 0)
        for piece in _without_callouts(text, span)
        for line in [text[piece.start : piece.end]]
    ]
    for rule in (_opening, _lists, _introductions, _captions, _headline_lists):
        marked = rule(marked)
    marked = _cards(text, marked)
    for rule in (_repeats, _copies, _signatures, _teasers, _tail):
        marked = rule(marked)
    return tuple(marked)


def _without_callouts(text: str, span: Span) -> Iterator[Span]:
    """Yield the pieces of a paragraph: the callouts inside it, and what stands between them."""
    start = span.start
    for callout in find_inline_callouts(text[span.start : span.end]):
        for end in (span.start + callout.start, span.start + callout.end):
            yield from _piece(text, start, end)
            start = end
    yield from _piece(text, start, span.end)


def _piece(text: str, start: int, end: int) -> Iterator[Span]:
    piece = trimmed(text, start, end)
    if piece and (end - start > 2 or text[start:end].strip().isalnum()):
        yield piece


def front_matter(text: str) -> dict[str, str]:
    """Return the `key: value` lines of a Markdown file's front matter; keys in lower case."""
    matter = _FRONT_MATTER.match(text)
    pairs = (line.partition(":") for line in matter[0].splitlines()) if matter else ()
    return {
        key.strip().lower(): value.strip().strip("\"'")
        for key, _, value in pairs
        if value.strip().strip("\"'")
    }


def _as(paragraph: Paragraph, kind: ParagraphType) -> Paragraph:
    return Paragraph(paragraph.span, paragraph.text, kind)


def _opening(page: Sequence[Paragraph]) -> list[Paragraph]:
    """Mark a question that opens a page as its headline, though it ends like a sentence."""
    marked = list(page)
    first = next((i for i, p in enumerate(page) if p.kind is ParagraphType.PROSE), len(page))
    titled = any(
        p.kind is ParagraphType.HEADLINE or p.words > MIN_HEADLINE_WORDS for p in page[:first]
    )
    if first + 1 < len(page) and not titled and _asks(page[first]):
        marked[first] = _as(page[first], ParagraphType.HEADLINE)
    return marked


def _asks(p: Paragraph) -> bool:
    asks = p.text.rstrip("\"'”’")[-1:] in ("?", "!")
    return asks and p.words <= MAX_HEADLINE_WORDS and not INNER_STOP.search(p.text)


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
        is_label = p.words <= _MAX_LABEL_WORDS and not (i and page[i - 1].in_body)
        if introduces and not is_label and not HEADING.match(p.text):
            marked[i] = _as(p, ParagraphType.PROSE)
    return marked


def _items(page: Sequence[Paragraph], first: int) -> list[int]:
    """Return the indices of the short lines from `first` on that form a list, if any."""
    items: list[int] = []
    for i in range(first, len(page)):
        p = page[i]
        if p.kind not in (ParagraphType.OTHER, ParagraphType.HEADLINE) or p.words > _MAX_ITEM_WORDS:
            break
        if p.text.endswith(":") or HEADING.match(p.text):
            break
        items.append(i)
    return items if len(items) >= _MIN_LIST_ITEMS else []


def _headline_lists(page: Sequence[Paragraph]) -> list[Paragraph]:
    """Mark bullets that are headlines of other pages, unless a line introduces them."""
    marked = list(page)
    for i, p in enumerate(page):
        is_item = p.kind is ParagraphType.BULLET and is_headline(BULLET_MARK.sub("", p.text))
        before = page[i - 1] if i else None
        follows = before is not None and marked[i - 1].kind is ParagraphType.CALLOUT
        introduced = before is not None and before.text.endswith(":")
        inside = before is not None and before.kind is ParagraphType.BULLET and not follows
        if is_item and not introduced and not inside:
            marked[i] = _as(p, ParagraphType.CALLOUT)
    return marked


def _captions(page: Sequence[Paragraph]) -> list[Paragraph]:
    """Mark the line above "Photo :", or below "PAPER/PHOTOGRAPHER", as a caption."""
    marked = list(page)
    for i, (p, after) in enumerate(pairwise(page)):
        if is_paper_credit(p.text) and after.words <= _MAX_CAPTION_WORDS:
            marked[i + 1] = _as(after, ParagraphType.CREDIT)
    for i, (p, after) in enumerate(pairwise(page)):
        over_a_label = is_credit_label(after.text) and p.kind in (
            ParagraphType.PROSE,
            ParagraphType.HEADLINE,
        )
        if over_a_label and p.words <= _MAX_CAPTION_WORDS and not INNER_STOP.search(p.text):
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
        words = _words(p)
        if not p.in_body:
            seen.add(words)
        repeated = p.kind is ParagraphType.PROSE and words in seen
        marked.append(_as(p, ParagraphType.HEADLINE) if repeated else p)
    return marked


def _copies(page: Sequence[Paragraph]) -> list[Paragraph]:
    """Mark what a page prints twice, as slides and cards are, and the copy of a whole article.

    Of a short paragraph that stands twice side by side, both; of a longer one, the second, or where
    a headline stands between them, the first.
    """
    marked = list(page)
    last: dict[str, int] = {}
    for i, p in enumerate(page):
        words = _words(p)
        before = last.get(words)
        last[words] = i
        if before is None or p.kind is not ParagraphType.PROSE:
            continue
        is_card = before == i - 1 and p.words <= _MAX_TEASER_WORDS
        is_headed = before == 0 and any(not q.in_body for q in page[before + 1 : i])
        if is_card or is_headed:
            marked[before] = _as(page[before], ParagraphType.CALLOUT)
        if not is_headed:
            marked[i] = _as(p, ParagraphType.CALLOUT)
    return marked


def _signatures(page: Sequence[Paragraph]) -> list[Paragraph]:
    """Mark what stands between the date line and the byline of a page's head."""
    marked = list(page)
    signed = [i for i in range(head_end(page)) if is_signature(page[i])]
    for i in range(signed[0], signed[-1]) if signed else ():
        if page[i].in_body:
            marked[i] = _as(page[i], ParagraphType.CALLOUT)
    return marked


def _words(p: Paragraph) -> str:
    return " ".join(WORD.findall(p.text.lower()))


def _tail(page: Sequence[Paragraph]) -> list[Paragraph]:
    """Mark the little that follows a label that pages end with, "Leave a comment"."""
    marked = list(page)
    words = [p.words if p.in_body else 0 for p in page]
    for i, p in enumerate(page):
        if is_tail_label(p.text) and sum(words[i:]) <= _MAX_TAIL_SHARE * sum(words[:i]):
            for j in range(i, len(page)):
                if marked[j].in_body:
                    marked[j] = _as(page[j], ParagraphType.CALLOUT)
            break
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
        or INNER_STOP.search(p.text)
    ):
        return False
    if not page[before].in_body or not between or between[-1].kind is not ParagraphType.HEADLINE:
        return False
    headlines = [
        q for q in between if q.kind is ParagraphType.HEADLINE and q.words > MIN_HEADLINE_WORDS
    ]
    signed = any(_CARD_SIGNATURE.fullmatch(q.text) for q in after[:_MAX_CARD_LINES])
    labelled = any(is_tail_label(q.text) for q in between)
    return bool(headlines) and (len(headlines) > 1 or signed or labelled)
