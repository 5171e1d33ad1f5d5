"""Feeds and news in XML."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

from fakes.loading import load, load_error

MOMENT = datetime(2024, 6, 19, 10, 31, tzinfo=timezone(timedelta(hours=7)))
RSS = """<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Kabar Kota</title>
<item><title>Presiden Tiba</title><link>https://kabarkota.id/a</link><guid>a1</guid>
<pubDate>Wed, 19 Jun 2024 10:31:00 +0700</pubDate><dc:creator>Rina Sari</dc:creator>
<description>Ringkasan.</description>
<content:encoded><![CDATA[<p>Presiden tiba di <b>Hanoi</b>.</p>
<p>Ia disambut.</p>]]></content:encoded>
</item><item><title>Kosong</title></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Kabar Kota</title>
<entry><title>Presiden Tiba</title><link href="https://kabarkota.id/a"/><id>a1</id>
<published>2024-06-19T10:31:00+07:00</published><author><name>Rina Sari</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Presiden tiba di Hanoi.</p>
<p>Ia disambut.</p></div></content></entry></feed>"""
NEWSML = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="a1"><contentMeta>
<contentCreated>2024-06-19T10:31:00+07:00</contentCreated><creator><name>Rina Sari</name></creator>
<headline>Presiden Tiba</headline></contentMeta><contentSet><inlineXML><html
xmlns="http://www.w3.org/1999/xhtml"><body><p>Presiden tiba di Hanoi.</p><p>Ia disambut.</p></body>
</html></inlineXML></contentSet></newsItem>"""


def test_an_item_of_rss_is_an_article(tmp_path: Path):
    found, empty = load(tmp_path, "a.rss", RSS)
    assert (found.text, found.key) == ("Presiden tiba di Hanoi.\n\nIa disambut.", "a1")
    said = found.metadata
    assert (said.title, said.source, said.author) == ("Presiden Tiba", "Kabar Kota", "Rina Sari")
    assert (said.published, said.url) == (MOMENT, "https://kabarkota.id/a")
    assert "'text' is empty" in empty.message


def test_atom_and_newsml_are_read_likewise(tmp_path: Path):
    for name, data in (("a.atom", ATOM), ("a.xml", NEWSML)):
        (found,) = load(tmp_path, name, data)
        assert (found.text, found.key) == ("Presiden tiba di Hanoi.\n\nIa disambut.", "a1")
        assert (found.metadata.title, found.metadata.published) == ("Presiden Tiba", MOMENT)
        assert found.metadata.author == "Rina Sari"


def test_xml_that_is_no_news_or_is_damaged_is_refused(tmp_path: Path):
    assert "XML of no known kind, <svg>" in load_error(tmp_path, "a.xml", "<svg><g/></svg>")
    assert "is not XML that can be read" in load_error(tmp_path, "a.xml", RSS[:200])


def test_entities_of_a_file_are_not_expanded(tmp_path: Path):
    bomb = '<!DOCTYPE r [<!ENTITY a "rahasia"><!ENTITY f SYSTEM "file:///etc/hostname">]>'
    data = bomb + "<rss><item><description>Kata &a; dan &f; ini.</description></item></rss>"
    (found,) = load(tmp_path, "a.xml", data)
    assert "rahasia" not in str(found)
