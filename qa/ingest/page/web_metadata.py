"""Metadata of a web page: what its head says, checked against what its reader sees.

Nothing is guessed. A date is one that a field gives as the day of publication, or that stands in
the dateline beside the headline; not one of a script, a footer, a sidebar, or of the article's
history. Text pages, which have no head, are read in `qa.ingest.page.metadata`.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from qa.ingest.document import ArticleMetadata
from qa.ingest.markup import Element, descendants, drop, local_name, text_of
from qa.ingest.page.addresses import day_of_address
from qa.ingest.page.byline import author_in, read_byline
from qa.ingest.page.head import MAX_SIGNATURE_WORDS
from qa.ingest.page.metadata import without_site
from qa.ingest.page.publishers import is_social, named, of_address
from qa.schema.article import Published
from qa.text.paragraphs import ends_like_a_sentence
from qa.values.dates.page_dates import find_dates, parse_published

_PUBLISHED_FIELDS = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "publishdate",
    "dtk:publishdate",
    "content_publisheddate",
    "publish-date",
    "publish_date",
    "published_time",
    "pubdate",
    "parsely-pub-date",
    "sailthru.date",
    "article.published",
    "cxenseparse:recs:publishtime",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "date",
    "originalpublicationdate",
)
_ARTICLE_TYPES = re.compile(r"article|posting|report|webpage", re.IGNORECASE)
_BYLINE_NAMES = re.compile(
    r"auth?or|byline|penulis|reporter|writer|wartawan|kontributor|jurnalis|pewarta", re.IGNORECASE
)
_ASIDE = frozenset(["footer", "aside", "nav", "table", "script", "style", "form", "select"])
_ASIDE_NAMES = re.compile(
    r"footer|sidebar|relat|terkait|popul|trending|comment|komentar|recommend|rekomendasi|widget|"
    r"latest|terbaru|terkini|next|more-|most",
    re.IGNORECASE,
)
_HEADINGS = ("h1", "h2", "h3")
_HEADLINE_NAMES = re.compile(r"headline|title|judul", re.IGNORECASE)
_MAX_DATELINE_WORDS, _MAX_BYLINE_BLOCK_WORDS, _MIN_LONG_WORDS = 16, 30, 20
_MAX_NEAR_ELEMENTS = 60
_MAX_PLAIN_WORDS = 3
"""Of a dateline in lower case, as "posted on" or "wib"."""
_AUTHOR_FIELDS = (
    "author",
    "article:author",
    "byline",
    "dc.creator",
    "parsely-author",
    "sailthru.author",
)
_MIN_HEADLINE_WORDS = 3
_BLOCKS = (
    "p",
    "div",
    "span",
    "time",
    "li",
    "small",
    "em",
    "strong",
    "section",
    "h3",
    "h4",
    "h5",
    "a",
)
_LETTER = re.compile(r"[^\W_]+")


def read_page_metadata(root: Element) -> ArticleMetadata:
    """Return what a page says of its article, in its head and beside its headline."""
    page = _Page.of(root)
    heading = page.heading()
    source = page.publisher()
    return ArticleMetadata(
        title=page.title(heading, source),
        source=source,
        author=page.author(heading, source),
        published=page.published(heading),
        url=page.address,
    )


@dataclass(frozen=True)
class _Page:
    """A page, with the fields of its head by name in lower case, in order."""

    root: Element
    fields: Mapping[str, Sequence[str]]
    linked_data: Sequence[Mapping[str, Any]]

    @classmethod
    def of(cls, root: Element) -> "_Page":
        fields: dict[str, list[str]] = {}
        for meta in descendants(root, "meta"):
            content = " ".join((meta.get("content") or "").split())
            for attribute in ("property", "name", "itemprop"):
                if content and (name := (meta.get(attribute) or "").strip().lower()):
                    fields.setdefault(name, []).append(content)
        linked_data = tuple(_linked_data(root))
        for element in list(descendants(root, "script", "noscript")):
            drop(element)
        return cls(root, fields, linked_data)

    def first(self, *names: str) -> str | None:
        return next((value for name in names for value in self.fields.get(name, ())), None)

    def linked(self, name: str) -> object:
        return next((each[name] for each in self.linked_data if each.get(name)), None)

    @property
    def address(self) -> str | None:
        """The page's own address, of its canonical link or its metadata."""
        links = (
            e.get("href") for e in descendants(self.root, "link") if e.get("rel") == "canonical"
        )
        candidates = (*links, *self.fields.get("og:url", ()), self.linked("url"))
        return next((a for a in candidates if isinstance(a, str) and a.startswith("http")), None)

    def heading(self) -> Element | None:
        """Return the heading that the head repeats; else the only one of the first rank."""
        titles = [_bare(title) for title in self._titles()]
        headings = [h for h in self.root.iter() if _is_heading(h) and not _is_aside(h)]
        repeated = [
            h
            for h in headings
            if len(text_of(h).split()) >= _MIN_HEADLINE_WORDS
            and any(_bare(text_of(h)) in title for title in titles)
        ]
        if repeated:
            return max(repeated, key=lambda h: len(text_of(h)))
        first = [h for h in headings if local_name(h) == "h1" and len(text_of(h).split()) > 1]
        return first[0] if len(first) == 1 else None

    def _titles(self) -> Iterator[str]:
        yield from self.fields.get("og:title", ())
        if isinstance(headline := self.linked("headline"), str):
            yield headline
        yield from self.fields.get("twitter:title", ())
        yield from (text_of(title) for title in descendants(self.root, "title"))

    def title(self, heading: Element | None, source: str | None) -> str | None:
        titles = [t for t in (" ".join(t.split()) for t in self._titles()) if t]
        if heading is not None:
            return text_of(heading)
        sites = (*self.fields.get("og:site_name", ()), *([source] if source else []))
        return without_site(titles[0], sites) if titles else None

    def publisher(self) -> str | None:
        """Return the publisher's name in the table, by address or by name; else as it is given."""
        given = [*self.fields.get("og:site_name", ()), *_names(self.linked("publisher"))]
        given += self.fields.get("article:publisher", ())
        by_address = of_address(self.address) if self.address else None
        if by_address and named(by_address):
            return by_address
        known = (named(each) for each in given if not is_social(each))
        if name := next((names[0] for names in known if names), None):
            return name
        written = (each for each in given if not each.startswith("http") and not is_social(each))
        return next(written, by_address)

    def author(self, heading: Element | None, source: str | None) -> str | None:
        """Return the byline that the page shows, else the author that its head names."""
        sites = (source or "", *self.fields.get("og:site_name", ()))
        linked = [", ".join(_names(self.linked("author")))]
        given = [value for name in _AUTHOR_FIELDS for value in self.fields.get(name, ())]
        labelled = (author_in(text) for text in (*self._beside(heading), *self._labelled()))
        shown = (read_byline(text, sites) for text in self._bylines())
        head = (read_byline(text, sites) for text in (*linked, *given))
        candidates = (*(read_byline(text or "", sites) for text in labelled), *shown, *head)
        return next((each for each in candidates if each), None)

    def _bylines(self) -> Iterator[str]:
        """Yield the texts of elements that are named as bylines, the innermost first."""
        for element in self.root.iter():
            names = " ".join(element.get(name) or "" for name in ("class", "rel", "itemprop", "id"))
            if local_name(element) in ("meta", "html", "body") or not _BYLINE_NAMES.search(names):
                continue
            if _is_aside(element) or len(text_of(element).split()) > _MAX_BYLINE_BLOCK_WORDS:
                continue
            inner = [each for each in element.iter() if each is not element and not len(each)]
            yield from (text for each in inner if len((text := text_of(each)).split()) > 1)
            yield text_of(element)

    def _labelled(self) -> Iterator[str]:
        """Yield the short texts with a colon, as "Penulis : …" at the end of the article."""
        for element in self.root.iter():
            text = text_of(element) if isinstance(element.tag, str) else ""
            if ":" in text and len(text.split()) <= MAX_SIGNATURE_WORDS:
                yield text

    def _beside(self, heading: Element | None) -> Iterator[str]:
        """Yield the short texts near the headline, where a dateline and a byline stand.

        First those below it, up to the first long paragraph, then those above it.
        """
        if heading is None:
            return
        elements = [e for e in self.root.iter() if isinstance(e.tag, str)]
        place = elements.index(heading)
        yield from _short_texts(elements[place + 1 : place + _MAX_NEAR_ELEMENTS])
        yield from _short_texts(reversed(elements[max(0, place - _MAX_NEAR_ELEMENTS) : place]))

    def published(self, heading: Element | None) -> Published:
        """Return the day of publication, with its time where the page gives one with its zone."""
        given = [date for text in self._published_texts() if (date := _date(text))]
        shown = [date for text in self._beside(heading) if (date := _shown_date(text))]
        timed = [date for date in (*given[:1], *shown) if isinstance(date, datetime)]
        if not given:
            in_address = day_of_address(self.address) if self.address else None
            return next((d for d in (*timed, *shown)), in_address)
        day = given[0].date() if isinstance(given[0], datetime) else given[0]
        same = (date for date in timed if date.date() == day)
        return next(same, given[0])

    def _published_texts(self) -> Iterator[str]:
        for name in _PUBLISHED_FIELDS[:3]:
            yield from self.fields.get(name, ())
        if isinstance(linked := self.linked("datePublished"), str):
            yield linked
        for name in _PUBLISHED_FIELDS[3:]:
            yield from self.fields.get(name, ())
        for element in self.root.iter():
            is_stated = (
                element.get("itemprop") == "datePublished" or element.get("pubdate") is not None
            )
            if is_stated and not _is_aside(element):
                yield element.get("datetime") or element.get("content") or text_of(element)
        times = [
            e for e in descendants(self.root, "time") if e.get("datetime") and not _is_aside(e)
        ]
        if times:
            yield times[0].get("datetime")


def _is_heading(element: Element) -> bool:
    if local_name(element) in _HEADINGS:
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return local_name(element) in _BLOCKS and _HEADLINE_NAMES.search(names) is not None


def _linked_data(root: Element) -> Iterator[Mapping[str, Any]]:
    """Yield the JSON-LD objects of a page that describe an article, or the page."""
    for script in descendants(root, "script"):
        if (script.get("type") or "").lower().strip() != "application/ld+json":
            continue
        try:
            data: object = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        yield from (o for o in _objects(data, 0) if _ARTICLE_TYPES.search(str(o.get("@type", ""))))


def _objects(data: object, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth > 4:
        return
    if isinstance(data, list):
        for each in cast(list[object], data):
            yield from _objects(each, depth + 1)
    elif isinstance(data, dict):
        fields = cast(dict[str, Any], data)
        yield fields
        yield from _objects(fields.get("@graph", []), depth + 1)


def _names(value: object) -> list[str]:
    """Return the names of a person or an organisation in JSON-LD, or of several."""
    if isinstance(value, str):
        return [" ".join(value.split())]
    if isinstance(value, list):
        return [name for each in cast(list[object], value) for name in _names(each)]
    if isinstance(value, dict):
        return _names(cast(dict[str, object], value).get("name"))
    return []


def _bare(text: str) -> str:
    return " ".join(_LETTER.findall(text.lower()))


def _is_aside(element: Element) -> bool:
    """Return whether an element is in a footer, a sidebar, a table or a list of other pages."""
    for each in (element, *element.iterancestors()):
        if local_name(each) in ("html", "body", "article", "main"):
            return False
        names = f"{each.get('class') or ''} {each.get('id') or ''}"
        if local_name(each) in _ASIDE or _ASIDE_NAMES.search(names):
            return True
    return False


def _short_texts(elements: Iterable[Element]) -> Iterator[str]:
    """Yield the texts of short elements, up to the first that holds a long paragraph."""
    for element in elements:
        text = text_of(element)
        words = len(text.split())
        if local_name(element) == "p" and words > _MIN_LONG_WORDS:
            return
        if 0 < words <= _MAX_DATELINE_WORDS and not _is_aside(element):
            yield text


def _date(text: str) -> Published:
    try:
        return parse_published(text)
    except ValueError:
        return None


def _shown_date(text: str) -> Published:
    """Return the date of a dateline; a phrase with a date tells of something else."""
    plain = sum(word[:1].islower() for word in text.split())
    is_phrase = ends_like_a_sentence(text) or plain > _MAX_PLAIN_WORDS
    found = () if is_phrase else find_dates(text)
    return found[0].value if found else None
