"""An answer's evidence as HTML: the cited passages, the other passages, a whole article.

Pure functions from records to strings. Everything that comes from an article or a question is
escaped, and no element has an event of its own: `chat.js` listens for the page. What stands in the
chat itself is in `message.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from qa.answer import Answer, Citation
from qa.article import Article
from qa.passage import Passage, RetrievedPassage
from ui.highlight import Quoted, highlighted, safe
from ui.words import Words, counted, language_name, words_in, written_date

NEAREST_SHOWN = 3
ARTICLES_LISTED = 300


@dataclass(frozen=True, slots=True)
class Card:
    """A passage that the answer quotes, with every citation that lies in it."""

    passage: Passage
    quotes: tuple[Quoted, ...]
    same_as: int | None = None


def cards(answer: Answer) -> tuple[Card, ...]:
    """Return the cited passages, in the order of their first citation."""
    quotes: dict[Passage, list[Quoted]] = {}
    same_as: dict[Passage, int | None] = {}
    first_with: dict[str, int] = {}
    for number, citation in enumerate(answer.citations, start=1):
        passage = passage_of(citation, answer.passages)
        first = first_with.setdefault(_folded(citation.quote), number)
        same_as.setdefault(passage, first if first < number else None)
        quotes.setdefault(passage, []).append(Quoted.of(citation, number))
    return tuple(Card(passage, tuple(quotes[passage]), same_as[passage]) for passage in quotes)


def passage_of(citation: Citation, retrieved: Sequence[RetrievedPassage]) -> Passage:
    """Return the best passage that holds the quotation, or else the paragraph around it."""
    for candidate in retrieved:
        passage = candidate.passage
        inside = passage.start <= citation.start and citation.end <= passage.end
        if inside and passage.article == citation.article:
            return passage
    text = citation.article.text
    end = text.find("\n", citation.end)
    start = text.rfind("\n", 0, citation.start) + 1
    return Passage(citation.article, start, len(text) if end < 0 else end)


def evidence(answer: Answer, turn: int, is_shown: bool = True) -> str:
    """Return what stands beside one answer; its ids carry the turn, counted from 1."""
    words = words_in(answer.language)
    body = _found(answer, turn, words) if answer.claims else _not_found(answer, turn, words)
    return (
        f'<section class="turn" id="evidence-{turn}" lang="{words.language}"'
        f' aria-label="{words.evidence}"{"" if is_shown else " hidden"}>'
        f'<header class="turn-head"><h2>{words.evidence}</h2>'
        f'<p class="asked">{safe(_short(answer.question))}</p></header>{body}</section>'
    )


def no_evidence(words: Words) -> str:
    """Return what stands there before the first answer."""
    return (
        f'<section class="turn" lang="{words.language}"><header class="turn-head">'
        f"<h2>{words.evidence}</h2></header>"
        f'<p class="nothing-yet">{words.evidence_empty}</p></section>'
    )


def whole_article(article: Article, quotes: Sequence[Quoted], words: Words) -> str:
    """Return an article as it was read, boilerplate included, with the quotations marked."""
    text = highlighted(article.text, 0, len(article.text), quotes)
    return (
        '<header class="article-head"><div>'
        f'<h2 id="article-title" lang="{safe(article.language)}">{safe(article.title)}</h2>'
        f'<p class="meta">{_meta(article, words)}{_link(article, words)}</p></div>'
        f'<button type="button" class="close" autofocus>{words.close}</button></header>'
        f'<div class="article-text" tabindex="0" lang="{safe(article.language)}">{text}</div>'
    )


def article_list(articles: Sequence[Article], words: Words) -> str:
    """Return a folded list of the articles, each with a button that opens it."""
    items = "".join(
        f'<li><button type="button" class="open-article title" {_address(article, (), words)}'
        f' lang="{safe(article.language)}">{safe(article.title)}</button>'
        f'<p class="meta">{_meta(article, words)} · '
        f"{safe(language_name(article.language, words))}</p></li>"
        for article in articles[:ARTICLES_LISTED]
    )
    rest = len(articles) - ARTICLES_LISTED
    more = f'<p class="meta">{words.more_articles.format(n=rest)}</p>' if rest > 0 else ""
    title = counted(len(articles), words.articles_one, words.articles)
    return f'<details class="articles"><summary>{title}</summary><ul>{items}</ul>{more}</details>'


def source_line(article: Article, words: Words) -> str:
    """Return publisher, title and date as plain text, for a copied quotation."""
    parts = (article.source, article.title, written_date(article.published, words))
    return ", ".join(part for part in parts if part)


def _found(answer: Answer, turn: int, words: Words) -> str:
    shown = cards(answer)
    cited = {card.passage for card in shown}
    others = [found for found in answer.passages if found.passage not in cited]
    body = "".join(_card(card, turn, words) for card in shown)
    return body + _folded_list(others, words.others, words)


def _not_found(answer: Answer, turn: int, words: Words) -> str:
    missing = "".join(f"<li>{safe(word)}</li>" for word in answer.missing)
    head = f'<div class="not-found"><h3>{words.not_found}</h3><p>{safe(answer.note)}</p>'
    if missing:
        head += f'<p class="missing-head">{words.missing}</p><ul class="missing">{missing}</ul>'
    nearest, others = answer.passages[:NEAREST_SHOWN], answer.passages[NEAREST_SHOWN:]
    body = f"{head}{_back(turn, words)}</div>"
    if nearest:
        items = "".join(_other(found, words) for found in nearest)
        body += f'<h3 class="nearest">{words.nearest}</h3><ol class="passages">{items}</ol>'
    return body + _folded_list(others, words.others, words)


def _card(card: Card, turn: int, words: Words) -> str:
    article, passage = card.passage.article, card.passage
    numbers = "".join(
        f'<span class="number" id="cite-{turn}-{quote.number}">{quote.number}</span>'
        for quote in card.quotes
    )
    text = highlighted(article.text, passage.start, passage.end, card.quotes)
    several = " several" if len(card.quotes) > 1 else ""
    copied = " … ".join(article.text[quote.start : quote.end] for quote in card.quotes)
    to_copy = safe(f"“{copied}” ({source_line(article, words)})")
    return (
        f'<article class="card{several}" tabindex="-1"><header><p class="numbers">{numbers}</p>'
        f'<div><h3 lang="{safe(article.language)}">{safe(article.title)}</h3>'
        f'<p class="meta">{_meta(article, words)}</p></div></header>'
        f"{_same_as(card, words)}"
        f'<blockquote class="passage" lang="{safe(article.language)}">{text}</blockquote>'
        f'<footer><button type="button" class="open-article"'
        f" {_address(article, card.quotes, words)}>{words.open_article}</button>"
        f'<button type="button" class="copy-quotation" data-copy="{to_copy}"'
        f' data-copied="{words.copied}">{words.copy_quotation}</button>'
        f"{_back(turn, words)}</footer></article>"
    )


def _same_as(card: Card, words: Words) -> str:
    if card.same_as is None:
        return ""
    return f'<p class="same">{words.same_words} [{card.same_as}]</p>'


def _folded_list(others: Sequence[RetrievedPassage], title: str, words: Words) -> str:
    if not others:
        return ""
    items = "".join(_other(found, words) for found in others)
    return (
        f'<details class="others"><summary>{title} ({len(others)})</summary>'
        f'<ol class="passages">{items}</ol></details>'
    )


def _other(found: RetrievedPassage, words: Words) -> str:
    passage, article = found.passage, found.passage.article
    place = Quoted(passage.start, passage.end, found.rank)
    return (
        f'<li class="other"><h4 lang="{safe(article.language)}">{safe(article.title)}</h4>'
        f'<p class="meta">{_meta(article, words)} · '
        f"{words.rank} {found.rank}, {words.score} {found.score:.2f}</p>"
        f'<blockquote class="passage" lang="{safe(article.language)}">'
        f"{safe(passage.text)}</blockquote>"
        f'<button type="button" class="open-article" {_address(article, (place,), words)}>'
        f"{words.open_article}</button></li>"
    )


def _address(article: Article, quotes: Sequence[Quoted], words: Words) -> str:
    """Say to `chat.js` which article to open, and what to mark in it."""
    spans = " ".join(f"{q.start}-{q.end}-{q.number}" for q in quotes)
    marks = " ".join(f"{m.start}-{m.end}" for q in quotes for m in q.marks)
    return (
        f'data-article="{safe(article.id)}" data-quotes="{spans}" data-marks="{marks}"'
        f' data-language="{words.language}" data-failed="{words.open_failed}"'
    )


def _back(turn: int, words: Words) -> str:
    return f'<a class="back" href="#answer-{turn}">{words.back}</a>'


def _meta(article: Article, words: Words) -> str:
    parts = (article.source, written_date(article.published, words))
    return " · ".join(safe(part) for part in parts if part)


def _link(article: Article, words: Words) -> str:
    # Only the web: an address out of an article could be a script.
    if not article.url or urlsplit(article.url).scheme not in ("http", "https"):
        return ""
    return (
        f' · <a href="{safe(article.url)}" target="_blank" rel="noopener noreferrer">'
        f"{words.at_publisher}</a>"
    )


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _short(question: str, max_chars: int = 240) -> str:
    return question if len(question) <= max_chars else question[: max_chars - 1] + "…"
