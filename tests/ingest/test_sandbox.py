"""Files are read in a process of its own, which nothing in them can fill up or hold up."""

import json
from contextlib import closing

import pytest
from pypdf import PdfWriter

from qa.ingest.document import LoadError
from qa.ingest.read import iter_articles, read_articles
from qa.ingest.sandbox import Sandbox
from qa.schema.article import Article
from qa.settings import ReadingSettings

GOOD = "Hujan turun sejak pagi di kota itu. Warga diminta menunggu sampai banjir surut.\n"


@pytest.fixture(scope="module")
def process():
    with closing(Sandbox(ReadingSettings())) as process:
        yield process


def read(process, *paths):
    return list(iter_articles(paths, read=process.read))


def test_it_reads_what_is_read_without_it(process, seeds, tmp_path):
    rows = [{"text": GOOD, "published": "2024-06-19", "id": "a"}, {"text": ""}, {"id": "b"}]
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    (tmp_path / "half.txt").write_text(GOOD, "utf-8")
    (tmp_path / "empty.pdf").write_bytes(b"")
    (tmp_path / "page.html").write_text(f"<article><h1>Hujan</h1><p>{GOOD * 9}</p></article>")
    alone = read_articles([seeds, tmp_path])
    found = read(process, seeds, tmp_path)
    assert tuple(each for each in found if isinstance(each, Article)) == alone.articles
    assert tuple(each for each in found if isinstance(each, LoadError)) == alone.errors
    assert len(alone.articles) == 7
    assert len(alone.errors) >= 3


def test_a_path_is_of_the_folder_that_is_the_current_one(process, tmp_path, monkeypatch):
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "news.txt").write_text(f"Kabar {name}. {GOOD}", "utf-8")
        monkeypatch.chdir(tmp_path / name)
        (found,) = read(process, "news.txt")
        assert found.text == f"Kabar {name}. {GOOD}"
        assert found.path == "news.txt"


@pytest.fixture
def news(tmp_path):
    """A file that is as large as a file may be, before a small one."""
    (tmp_path / "a.txt").write_text(GOOD * 25_000, "utf-8")
    (tmp_path / "b.txt").write_text(GOOD, "utf-8")
    return tmp_path


def test_a_file_that_takes_too_long_is_refused_and_the_next_is_read(news):
    with closing(Sandbox(ReadingSettings(max_file_s=0.005))) as process:
        # A process that is still to begin has more time.
        assert isinstance(read(process, news / "b.txt")[0], Article)
        slow, fine = read(process, news)
    assert slow == LoadError(
        str(news / "a.txt"),
        None,
        "took longer than 0.005 s to read; split it or remove it",
        is_transient=True,
    )
    assert fine.text == GOOD


def test_a_file_that_needs_too_much_memory_is_refused_and_the_next_is_read(tmp_path):
    (tmp_path / "a.txt").write_text("hujan turun di kota. " * 4_000_000, "utf-8")
    (tmp_path / "b.txt").write_text(GOOD, "utf-8")
    with closing(Sandbox(ReadingSettings(max_memory_bytes=500_000_000))) as process:
        large, fine = iter_articles([tmp_path], 100_000_000, process.read)
    assert "could not be read with 0.5 GB of memory" in str(large)
    assert fine.text == GOOD


def test_what_is_not_read_to_its_end_is_not_taken_for_the_next_file_s(process, tmp_path):
    rows = [{"text": f"Kabar nomor {n}. {GOOD}"} for n in range(50)]
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    (tmp_path / "one.txt").write_text(GOOD, "utf-8")
    some = iter_articles([tmp_path / "rows.jsonl"], read=process.read)
    assert "nomor 0" in next(some).text
    some.close()
    assert [each.text for each in read(process, tmp_path / "one.txt")] == [GOOD]


def test_a_pdf_of_more_pages_than_a_book_is_refused(process, tmp_path):
    writer = PdfWriter()
    for _ in range(5_001):
        writer.add_blank_page(9, 9)
    writer.write(tmp_path / "long.pdf")
    (problem,) = read(process, tmp_path / "long.pdf")
    assert "has more than 5,000 pages; split it" in problem.message
