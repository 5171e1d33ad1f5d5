"""Extract title, publisher, author and date of an article from its page.

The rules look at position and form, for any publisher. Metadata that a page does not have is None
and is not guessed. Dates are parsed in `qa.values.dates.page_dates`, publishers' names in
`qa.ingest.page.publishers`.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import zip_longest

from qa.ingest.document import ArticleMetadata
from qa.ingest.page.boilerplate import classified, front_matter
from qa.ingest.page.byline import author_in, is_byline_label, read_byline
from qa.ingest.page.head import (
    DATELINE,
    DATELINE_CHARS,
    MAX_SIGNATURE_WORDS,
    head_end,
    title_index,
)
from qa.ingest.page.paragraph import Paragraph, ParagraphType
from qa.ingest.page.publishers import named, of_domain
from qa.schema.article import Published
from qa.text.sentences import sentences
from qa.values.dates.page_dates import PageDate, find_dates, parse_published

_MAX_TITLE_CHARS = 160
_FIRST_WEB_YEAR = 1991
_FIRST_PARAGRAPHS, _WEEKDAY_PARAGRAPHS = 3, 40
_SUFFIX = re.compile(r"\s+(?:[|–—-]|::|:)\s+(?P<site>[^|–—-]{2,40})$")
_SIGNED = (
    re.compile(r"(?P<name>[A-Z][^|]{2,80}?)\s+[-–—|]\s+(?P<site>\S[^|]*)$"),
    re.compile(r"\W*(?P<site>[\w.-]+\.\w{2,})\s*/\s*(?P<name>[A-Z][^|/]{2,80}?)\W*$"),
)
_REPORTING = re.compile(r"\(?(?i:reporting by)\s+(?P<name>[A-Z][^;()]{2,120})")
_INITIALS = re.compile(r"\((?:[\w.]{1,12}/)*(?P<site>\w{3,14})\)\W*$")
_UPDATED = re.compile(r"\b(?:diperbarui|diupdate|updated|last modified|modified)\b", re.IGNORECASE)
_URL = re.compile(r"https?://\S+$")
_PLACEHOLDER_TITLE = re.compile(
    r"(?:untitled|document\d*|microsoft word|word document|.*\.\w{2,4}$)", re.IGNORECASE
)


def is_placeholder_title(title: str) -> bool:
    """Return whether a title is one that a program gave: "Untitled", or the name of a file."""
    return _PLACEHOLDER_TITLE.match(title) is not None


def read_metadata(text: str) -> ArticleMetadata:
    """Return the metadata of a page; for text that is not blank, the title is never None."""
    page = classified(text)
    start = head_end(page)
    head, rest = page[:start], page[start:]
    headline = title_index(page)
    title = _title(text, page, headline)
    source = _source(title, head, rest)
    extracted = ArticleMetadata(
        title,
        source,
        _author(page, source),
        _published(head, rest, headline or 0),
        _url(head, source),
    )
    return _from_front_matter(text).or_else(extracted)


def _from_front_matter(text: str) -> ArticleMetadata:
    fields = front_matter(text)
    day = fields.get("published") or fields.get("date") or ""
    try:
        when = parse_published(day) if day else None
    except ValueError:
        when = None
    return ArticleMetadata(
        fields.get("title"),
        fields.get("source") or fields.get("publisher"),
        fields.get("author"),
        when,
        fields.get("url"),
    )


def _title(text: str, page: Sequence[Paragraph], headline: int | None) -> str:
    """Return the headline, or else the first sentence of the article."""
    if headline is not None:
        return _cut(without_site(page[headline].text.lstrip("# \t")))
    first = next((p for p in page if p.in_body), None)
    if first is not None:
        sentence = sentences(text, first.span.start, first.span.end)[0]
        return _cut(text[sentence.start : sentence.end])
    return _cut((page[0].text if page else text.strip()).splitlines()[0])


def without_site(line: str, sites: Iterable[str] = ()) -> str:
    """Return a title without the publisher's name that is appended for browsers.

    Args:
        line: the title.
        sites: names that the page gives itself, besides those of the table.
    """
    suffix = _SUFFIX.search(line)
    if suffix is None:
        return line
    own = {site.lower() for site in sites}
    is_site = named(suffix["site"]) or suffix["site"].strip().lower() in own
    return without_site(line[: suffix.start()], own) if is_site else line


def _cut(line: str) -> str:
    line = " ".join(line.split())
    if len(line) <= _MAX_TITLE_CHARS:
        return line
    return line[: _MAX_TITLE_CHARS - 1].rsplit(" ", 1)[0].rstrip(" ,;:-–") + "…"


def _source(title: str, head: Sequence[Paragraph], rest: Sequence[Paragraph]) -> str | None:
    for p in [p for p in rest if p.in_body][:2]:
        if dateline := DATELINE.match(p.text[:DATELINE_CHARS]):
            if found := named(dateline["place"]):
                return found[-1]
            if site := of_domain(dateline["place"]):
                return site
    for p in rest:
        closing = _INITIALS.search(p.text) if p.in_body else None
        if closing and (found := named(closing["site"])):
            return found[-1]
    for p in head:
        signature = (
            p.kind in (ParagraphType.OTHER, ParagraphType.HEADLINE)
            and p.words <= MAX_SIGNATURE_WORDS
        )
        if signature and title not in p.text and (found := named(p.text)):
            return found[-1]
    return _most_named([p for p in (*head, *rest) if not p.in_body and title not in p.text])


def _most_named(lines: Sequence[Paragraph]) -> str | None:
    """Return the publisher, or else the domain, that the lines around the article name most."""
    known = Counter(name for p in lines for name in named(p.text, agencies=False))
    if known:
        return known.most_common(1)[0][0]
    sites = Counter(
        site
        for p in lines
        if p.kind is not ParagraphType.CREDIT or "/" in p.text
        if (site := of_domain(p.text))
    )
    return sites.most_common(1)[0][0] if sites else None


def _author(page: Sequence[Paragraph], source: str | None) -> str | None:
    """Return the authors of a labelled byline, or of a name beside the page's own publisher."""
    for p, after in zip_longest(page, page[1:]):
        if p.in_body or p.words > MAX_SIGNATURE_WORDS:
            continue
        is_labelled = after is not None and is_byline_label(after.text)
        label = p.text if is_labelled else author_in(p.text)
        if label is not None and (author := read_byline(label, [source or ""])):
            return author
        for form in _SIGNED:
            match = form.match(p.text)
            if match and _is_own(match["site"], source):
                return read_byline(match["name"], [source or ""])
    endings = (_REPORTING.match(p.text) for p in page if not p.in_body)
    return next((read_byline(match["name"]) for match in endings if match), None)


def _is_own(site: str, source: str | None) -> bool:
    return source is not None and source in (*named(site), of_domain(site))


def _published(head: Sequence[Paragraph], rest: Sequence[Paragraph], headline: int) -> Published:
    """Return the date under the headline, or that of the article's prose, or that above it.

    In prose only a date with its weekday, or one in brackets, is about the news; others are of its
    history. Above the headline pages print the day on which they were saved, so that it counts only
    where the article has none. Dates after the article belong to other articles.
    """
    below = _own_dates(head[headline + 1 :])
    prose = [p for p in rest if p.in_body or p.kind is ParagraphType.CREDIT]
    early = [d for p in prose[:_FIRST_PARAGRAPHS] for d in find_dates(p.text)]
    opening = [d for p in prose[:1] for d in _in_dateline(p.text)]
    late = (
        d
        for p in prose[_FIRST_PARAGRAPHS:_WEEKDAY_PARAGRAPHS]
        for d in _on_weekday(find_dates(p.text))
    )
    above = _own_dates(head[: headline + 1])
    recent = [d for d in _on_weekday(early) if d.value.year >= _FIRST_WEB_YEAR]
    for dates in (_clocked(below), below, _clocked(early), opening, recent):
        if dates:
            return dates[0].value
    found = next((d for d in late if d.value.year >= _FIRST_WEB_YEAR), None)
    found = found or next(iter((*_clocked(above), *above)), None)
    return found.value if found else None


def _own_dates(lines: Sequence[Paragraph]) -> list[PageDate]:
    """Return the dates of signature lines; those of an update last."""
    signed = (p for p in lines if p.kind is not ParagraphType.CREDIT and not p.in_body)
    return [d for p in sorted(signed, key=_is_update) for d in find_dates(p.text)]


def _in_dateline(line: str) -> list[PageDate]:
    """Return the dates in the words that a paragraph opens with: "Jakarta, 4/3/2024 - …"."""
    match = DATELINE.match(line[:DATELINE_CHARS])
    return list(find_dates(match[0])) if match else []


def _is_update(p: Paragraph) -> bool:
    return _UPDATED.search(p.text) is not None


def _clocked(found: Sequence[PageDate]) -> list[PageDate]:
    return [d for d in found if d.has_time]


def _on_weekday(found: Sequence[PageDate]) -> list[PageDate]:
    return [d for d in found if d.has_weekday]


def _url(head: Sequence[Paragraph], source: str | None) -> str | None:
    """Return the URL on a line of its own above the article, if it is the publisher's."""
    found = (_URL.match(p.text) for p in head)
    return next((m[0] for m in found if m and source in (None, of_domain(m[0]))), None)
