"""Pages are fetched where the user gives an address, and politely."""

import pytest
from fakes.web_site import WebSite

from qa.ingest.fetch import Fetcher
from qa.ingest.read import read_articles
from qa.settings import FetchSettings

HTML = {"Content-Type": "text/html; charset=utf-8"}
PROSE = "Presiden tiba di Hanoi pada Senin dan disambut oleh tuan rumah di bandara kota itu. "
PAGE = f"<html><head></head><body><h1>Presiden Tiba</h1><p>{PROSE * 3}</p></body></html>".encode()
FEED = b"<rss><channel><item><link>/a</link></item><item><link>/b</link></item></channel></rss>"


@pytest.fixture
def fetch(tmp_path):
    def run(*addresses, feeds=(), **settings):
        allowed = {"allows_private_addresses": True, **settings}
        return Fetcher(tmp_path / "fetched", FetchSettings(**allowed)).fetch(addresses, feeds)

    return run


def test_a_page_is_kept_as_a_file_with_its_address(fetch):
    with WebSite({"/a": (200, HTML, PAGE)}) as site:
        result = fetch(f"{site.address}/a", f"{site.address}/a")
    (article,) = read_articles(result.files).articles
    assert (article.url, article.title) == (f"{site.address}/a", "Presiden Tiba")
    assert site.asked == ["/robots.txt", "/a"]


def test_the_pages_of_a_feed_are_fetched(fetch):
    xml = {"Content-Type": "application/rss+xml"}
    pages = {"/feed": (200, xml, FEED), "/a": (200, HTML, PAGE), "/b": (200, HTML, PAGE)}
    with WebSite(pages) as site:
        assert len(fetch(feeds=[f"{site.address}/feed"]).files) == 2
        assert len(fetch(feeds=[f"{site.address}/feed"], max_feed_items=1).files) == 1
        (error,) = fetch(feeds=[f"{site.address}/a"]).errors
        assert "cannot be fetched" in error.message


def test_robots_txt_is_obeyed(fetch):
    rules = (200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /a\n")
    with WebSite({"/robots.txt": rules, "/a": (200, HTML, PAGE), "/b": (200, HTML, PAGE)}) as site:
        result = fetch(f"{site.address}/a", f"{site.address}/b")
    assert len(result.files) == 1
    assert "robots.txt" in result.errors[0].message
    assert "/a" not in site.asked


def test_a_private_address_is_refused_at_first_and_behind_a_redirect(fetch):
    with WebSite({"/a": (302, {"Location": "http://127.0.0.1:1/x"}, b"")}) as site:
        (error,) = fetch(f"{site.address}/a", allows_private_addresses=False).errors
        assert "127.0.0.1 is on a private network; --allow-private-addresses" in error.message
        assert site.asked == []
        assert "cannot be fetched" in fetch(f"{site.address}/a").errors[0].message


@pytest.mark.parametrize("address", ["file:///etc/hostname", "ftp://a.example/b", "http://"])
def test_what_is_no_address_of_the_web_is_refused(fetch, address):
    assert "is no address of the web" in fetch(address).errors[0].message


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ((404, HTML, b""), "the answer is 404"),
        ((200, HTML, b"x" * 3000), "it has more than 2,000 bytes"),
        ((200, {"Content-Type": "image/png"}, b"x"), "its kind is 'image/png'"),
        ((302, {"Location": "/a"}, b""), "redirects more than 5 times"),
    ],
)
def test_what_cannot_be_fetched_says_why_and_the_others_are(fetch, answer, why):
    with WebSite({"/a": answer, "/b": (200, HTML, PAGE)}) as site:
        result = fetch(f"{site.address}/a", f"{site.address}/b", max_bytes=2000)
    assert why in result.errors[0].message
    assert len(result.files) == 1
