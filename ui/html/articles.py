"""The articles as HTML: the list of them, and one of them whole."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from qa.schema.article import Article
from qa.schema.span import Span
from qa.store.listing import ArticleListing
from ui.html.highlight import QuotedSpan, highlights
from ui.html.templates import render_html
from ui.strings.languages import strings_for
from ui.strings.phrases import Strings

MAX_ARTICLES_LISTED = 300
MAX_QUERY_WORDS = 20


def open_article(articles: ArticleListing, request: dict[str, str]) -> str:
    """Render the article that a browser asks for, with its quotations marked.

    Args:
        articles: those of the library.
        request: `article`, an id; `quotes`, as "start-end-number" and spaces between, the number 0
            for those of other answers; `marks`, as "start-end"; `language`, of the page's words.

    Raises:
        KeyError: a part of the request is not there.
        ValueError: no article has this id, or a place is not made of numbers.
    """
    found = articles.by_ids([request["article"]])
    if not found:
        raise ValueError(f"no article has the id {request['article']!r}")
    marks = tuple(Span(*_numbers(place)) for place in request["marks"].split())
    places = [_numbers(place) for place in request["quotes"].split()]
    quotes = [QuotedSpan(start, end, number, marks) for start, end, number in places]
    return whole_article(found[0], quotes, strings_for(request["language"]))


def whole_article(article: Article, quotes: Sequence[QuotedSpan], words: Strings) -> str:
    """Render an article as it was read, boilerplate included, with the quotations marked."""
    return render_html(
        "article.html",
        article=article,
        highlights=highlights(article.text, 0, len(article.text), quotes),
        link=_web_address(article),
        words=words,
    )


def article_list(articles: ArticleListing, words: Strings) -> str:
    """Render the folded list of the articles, each with a button that opens it, and a search."""
    return render_html(
        "article_list.html", count=len(articles), words=words, **_matches(articles, "")
    )


def found_articles(articles: ArticleListing, query: str, words: Strings) -> str:
    """Render the articles whose title, publisher or text has every word of a query."""
    return render_html("found_articles.html", words=words, **_matches(articles, query))


def _matches(articles: ArticleListing, query: str) -> dict[str, object]:
    found = articles.search(query.split()[:MAX_QUERY_WORDS], MAX_ARTICLES_LISTED)
    return {"articles": found.articles, "total": found.total}


def _web_address(article: Article) -> str:
    # Only the web: an address out of an article could be a script.
    url = article.url or ""
    return url if urlsplit(url).scheme in ("http", "https") else ""


def _numbers(place: str) -> list[int]:
    return [int(number) for number in place.split("-")]
