import pytest
from fakes.in_memory_listing import InMemoryListing

from qa.schema.article import Article
from ui.html.articles import article_list, found_articles, open_article, whole_article
from ui.html.highlight import QuotedSpan
from ui.strings.english import ENGLISH
from ui.strings.indonesian import INDONESIAN


def article(text: str, name: str = "a", **known) -> Article:
    return Article(name, known.pop("title", "A title"), text, f"{name}.txt", "id", **known)


def test_a_whole_article_is_shown_character_for_character_with_its_quotation_marked(parsed):
    text = article("Line one.\n\n  <b>Line</b> two.\nADVERTISEMENT\n")
    page = parsed(whole_article(text, [QuotedSpan(0, 9, 1)], ENGLISH))
    assert page.text_of["article-text"] == [text.text]
    assert page.text_of["quote"] == ["Line one."]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x"])
def test_an_address_that_is_not_the_web_is_never_a_link(url):
    assert "href" not in whole_article(article("Text.", url=url), [], ENGLISH)


def test_an_address_on_the_web_is_a_link_that_tells_the_site_nothing(parsed):
    html = whole_article(article("Text.", url="https://example.com/?a=1&b=2"), [], ENGLISH)
    link = next(attrs for tag, attrs in parsed(html).elements if tag == "a")
    assert link["href"] == "https://example.com/?a=1&b=2"
    assert link["rel"] == "noopener noreferrer"


def test_every_article_is_listed_with_what_is_known_of_it(assistant, parsed):
    page = parsed(article_list(assistant.articles, ENGLISH))
    assert len(page.text_of["title"]) == len(assistant.articles)
    assert all("Indonesian" in meta for meta in page.text_of["meta"])


def test_a_long_list_of_articles_says_how_many_more_there_are(parsed):
    many = InMemoryListing(article("Text.", f"a{n}") for n in range(302))
    assert parsed(article_list(many, ENGLISH)).text_of["meta"][-1] == "and 2 more"


def test_an_article_opens_with_its_quotation_marked(assistant):
    article = assistant.articles[0]
    asked = {"article": article.id, "quotes": "0-7-1", "marks": "0-3", "language": "id"}
    html = open_article(assistant.articles, asked)
    assert f'data-cites="1"><strong class="key">{article.text[:3]}</strong>' in html
    assert INDONESIAN.close in html


def test_an_article_that_is_not_there_is_refused_by_its_name(assistant):
    asked = {"article": "secret.txt", "quotes": "", "marks": "", "language": "en"}
    with pytest.raises(ValueError, match=r"no article has the id 'secret\.txt'"):
        open_article(assistant.articles, asked)


def test_articles_are_found_by_every_word_of_their_title_publisher_or_text(parsed):
    harbour = article("Ana came.", "a", title="Harbour", source="VIVA")
    pages = InMemoryListing((harbour, article("Budi came.", "b", title="Market")))
    assert parsed(found_articles(pages, "came VIVA", ENGLISH)).text_of["title"] == ["Harbour"]
    assert len(parsed(found_articles(pages, "", ENGLISH)).text_of["title"]) == 2
    assert "title" not in parsed(found_articles(pages, "citra", ENGLISH)).text_of


def test_what_another_answer_quotes_is_marked_in_another_way(parsed):
    page = article("Ana came. Budi left.")
    asked = {"article": "a", "quotes": "0-9-1 10-20-0", "marks": "", "language": "en"}
    shown = parsed(open_article(InMemoryListing([page]), asked))
    assert shown.text_of["quote"] == ["Ana came."]
    assert shown.text_of["quoted-elsewhere"] == ["Budi left."]
    assert shown.text_of["article-text"] == [page.text]
