"""Every format keeps the contract of a loader, and a program can register one of its own."""

from contextlib import closing
from pathlib import Path

import pytest
from fakes.minutes_loader import load_minutes
from hypothesis import given
from hypothesis import strategies as st

from qa.ingest.document import LoadError, RawDocument, UnreadableError
from qa.ingest.loaders.base import LoadOptions
from qa.ingest.loaders.registry import LOADERS
from qa.ingest.read import iter_articles, read_articles
from qa.ingest.sandbox import Sandbox
from qa.schema.article import Article
from qa.settings import ReadingSettings

WITH_MINUTES = LOADERS.with_loader([".minutes"], load_minutes)
MINUTES = "Rapat dibuka pada Senin. Anggaran disetujui.\n===\nRapat ditutup. Semua pulang.\n"


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """A folder with a file of a format of its own and a text file."""
    (tmp_path / "council.MINUTES").write_text(MINUTES, "utf-8")
    (tmp_path / "news.txt").write_text("Hujan turun sejak pagi. Warga menunggu.", "utf-8")
    return tmp_path


def test_a_format_that_a_program_registers_is_read_beside_the_others(news: Path):
    loaded = read_articles([news], loaders=WITH_MINUTES)
    assert loaded.errors == ()
    assert [article.id for article in loaded.articles] == [
        "council.MINUTES#1",
        "council.MINUTES#2",
        "news.txt",
    ]


def test_a_format_that_a_program_registers_is_read_in_the_sandbox(news: Path):
    with closing(Sandbox(ReadingSettings(), WITH_MINUTES)) as sandbox:
        loaded = list(iter_articles([news], read=sandbox.read, loaders=WITH_MINUTES))
    assert tuple(loaded) == read_articles([news], loaders=WITH_MINUTES).articles


def test_registering_a_format_leaves_the_registry_of_others_unchanged(news: Path):
    assert ".minutes" not in LOADERS.suffixes
    assert [article.id for article in read_articles([news]).articles] == ["news.txt"]
    (error,) = read_articles([news / "council.MINUTES"]).errors
    assert "is of no known kind" in error.message


def test_a_registered_loader_replaces_the_one_of_its_suffix(news: Path):
    loaders = LOADERS.with_loader([".txt"], load_minutes)
    assert loaders.suffixes == LOADERS.suffixes
    (article,) = read_articles([news / "news.txt"], loaders=loaders).articles
    assert article.id == "news.txt#1"


@pytest.mark.parametrize("suffix", ["minutes", ".Minutes"])
def test_a_suffix_that_no_file_would_match_is_refused(suffix: str):
    with pytest.raises(ValueError, match="is not of the form"):
        LOADERS.with_loader([suffix], load_minutes)


def test_a_loader_that_another_process_cannot_import_is_refused_by_the_sandbox():
    loaders = LOADERS.with_loader([".x"], lambda _path, _limits: iter(()))
    with pytest.raises(ValueError, match="must be a function at the top of a module"):
        Sandbox(ReadingSettings(), loaders)


@pytest.mark.parametrize("suffix", sorted(LOADERS.suffixes))
@given(data=st.binary(max_size=200))
def test_no_bytes_make_a_loader_raise_anything_but_a_refusal(
    suffix: str, data: bytes, tmp_path_factory: pytest.TempPathFactory
):
    path = tmp_path_factory.getbasetemp() / f"any{suffix}"
    path.write_bytes(data)
    try:
        loaded = list(LOADERS.load(path, LoadOptions(1000)))
    except UnreadableError:
        return
    assert all(isinstance(item, RawDocument | LoadError) for item in loaded)


def test_an_article_is_what_a_loader_says_and_what_its_text_says(news: Path):
    (first, _) = read_articles([news / "council.MINUTES"], loaders=WITH_MINUTES).articles
    assert isinstance(first, Article)
    assert (first.title, first.source) == ("Rapat dibuka pada Senin.", "Dewan Kota")
