"""The articles as HTML: the list of them, and one of them whole.

Pure functions from records to strings; see `evidence.py`.
"""

from collections.abc import Sequence
from urllib.parse import urlsplit

from qa.schema.article import Article
from qa.schema.span import Span
from qa.store.catalogue import Catalogue
from ui.html.highlight import Quoted, highlighted, safe
from ui.strings.page import Strings, counted, language_name, strings_for, written_date

ARTICLES_LISTED = 300
WORDS_SOUGHT = 20


def opened(articles: Catalogue, asked: dict[str, str]) -> str:
    """Return a whole article as HTML, with its quotations marked.

    Args:
        articles: those that there are.
        asked: `article`, an id; `quotes`, as "start-end-number" and spaces between, the number 0
            for those of other answers; `marks`, as "start-end"; `language`, of the page's words.

    Raises:
        KeyError: a part of what is asked is not there.
        ValueError: no article has this id, or a place is not made of numbers.
    """
    found = articles.of_ids([asked["article"]])
    if not found:
        raise ValueError(f"no article has the id {asked['article']!r}")
    marks = tuple(Span(*_numbers(place)) for place in asked["marks"].split())
    places = [_numbers(place) for place in asked["quotes"].split()]
    quotes = [Quoted(start, end, number, marks) for start, end, number in places]
    return whole_article(found[0], quotes, strings_for(asked["language"]))


def whole_article(article: Article, quotes: Sequence[Quoted], words: Strings) -> str:
    """Return an article as it was read, boilerplate included, with the quotations marked."""
    text = highlighted(article.text, 0, len(article.text), quotes)
    return (
        '<header class="article-head"><div>'
        f'<h2 id="article-title" lang="{safe(article.language)}">{safe(article.title)}</h2>'
        f'<p class="meta">{meta_line(article, words)}{_link(article, words)}</p></div>'
        f'<button type="button" class="close" autofocus>{words.close}</button></header>'
        f'<div class="article-text" tabindex="0" lang="{safe(article.language)}">{text}</div>'
    )


def article_list(articles: Catalogue, words: Strings) -> str:
    """Return a folded list of the articles, each with a button that opens it, and a search."""
    title = counted(len(articles), words.articles_one, words.articles)
    return (
        f'<details class="articles" lang="{words.language}"><summary>{title}</summary>'
        f'<input type="search" id="find" placeholder="{words.find_articles}"'
        f' aria-label="{words.find_articles}">'
        f'<div id="found" role="status">{found_articles(articles, "", words)}</div></details>'
    )


def found_articles(articles: Catalogue, query: str, words: Strings) -> str:
    """Return the articles whose title, publisher or text has every word of a query."""
    found = articles.matching(query.split()[:WORDS_SOUGHT], ARTICLES_LISTED)
    if not found.articles:
        return f'<p class="meta">{words.no_articles_found}</p>'
    items = "".join(_listed(article, words) for article in found.articles)
    rest = found.total - len(found.articles)
    more = f'<p class="meta">{words.more_articles.format(n=rest)}</p>' if rest > 0 else ""
    return f"<ul>{items}</ul>{more}"


def _listed(article: Article, words: Strings) -> str:
    return (
        f'<li><button type="button" class="open-article title" {address(article, (), words)}'
        f' lang="{safe(article.language)}">{safe(article.title)}</button>'
        f'<p class="meta">{meta_line(article, words)} · '
        f"{safe(language_name(article.language, words))}</p></li>"
    )


def address(article: Article, quotes: Sequence[Quoted], words: Strings) -> str:
    """Return, as attributes, what `chat.js` is to open and to mark."""
    spans = " ".join(f"{q.start}-{q.end}-{q.number}" for q in quotes)
    marks = " ".join(f"{m.start}-{m.end}" for q in quotes for m in q.marks)
    return (
        f'data-article="{safe(article.id)}" data-quotes="{spans}" data-marks="{marks}"'
        f' data-language="{words.language}" data-failed="{words.open_failed}"'
    )


def meta_line(article: Article, words: Strings) -> str:
    """Return who published an article, and when, as HTML."""
    parts = (article.source, written_date(article.published, words))
    return " · ".join(safe(part) for part in parts if part)


def _link(article: Article, words: Strings) -> str:
    # Only the web: an address out of an article could be a script.
    if not article.url or urlsplit(article.url).scheme not in ("http", "https"):
        return ""
    return (
        f' · <a href="{safe(article.url)}" target="_blank" rel="noopener noreferrer">'
        f"{words.at_publisher}</a>"
    )


def _numbers(place: str) -> list[int]:
    return [int(number) for number in place.split("-")]
