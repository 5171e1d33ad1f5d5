"""The article of a web page, and what the page says of it."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from fakes.loading import load, load_error

from qa.ingest.document import RawDocument
from qa.ingest.metadata import ArticleMetadata

PROSE = "Presiden tiba di Hanoi pada Senin. Ia disambut di bandara."


HTML = f"""<!doctype html><html lang="id"><head><meta charset="utf-8">
<title>Presiden Tiba di Hanoi | Kabar Kota</title>
<meta property="og:title" content="Presiden Tiba di Hanoi">
<meta property="og:site_name" content="Kabar Kota">
<meta name="author" content="Rina Sari">
<meta property="article:published_time" content="2024-06-19T10:31:00+07:00">
<link rel="canonical" href="https://kabarkota.id/presiden"></head>
<body><nav><a href="/">Home</a> <a href="/politik">Politik</a></nav>
<article><h1>Presiden Tiba di Hanoi</h1><p>{PROSE} {PROSE}</p>
<script>alert("tidak")</script><p>Kunjungan itu berlangsung selama tiga hari penuh, menurut istana.
</p></article><footer>Hak Cipta Kabar Kota</footer></body></html>"""


def test_a_web_page_gives_its_article_and_what_its_head_says(tmp_path: Path):
    (entry,) = load(tmp_path, "a.html", HTML)
    assert isinstance(entry, RawDocument)
    assert PROSE in entry.text
    assert "selama tiga hari" in entry.text
    assert not any(words in entry.text for words in ("Politik", "alert", "Hak Cipta"))
    assert entry.metadata == ArticleMetadata(
        title="Presiden Tiba di Hanoi",
        source="Kabar Kota",
        author="Rina Sari",
        published=datetime(2024, 6, 19, 10, 31, tzinfo=timezone(timedelta(hours=7))),
        url="https://kabarkota.id/presiden",
    )


@pytest.mark.parametrize("page", ["<html><body></body></html>", "<", "<script>a()</script>"])
def test_a_web_page_without_an_article_is_refused(tmp_path: Path, page: str):
    assert "no article was found" in load_error(tmp_path, "a.html", page)
