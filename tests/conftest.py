"""What the tests of several packages share: the seed articles, and the encoder that ships."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from fakes.hashing_encoder import HashingEncoder
from hypothesis import settings as hypothesis_settings

from embeddings.load import open_encoder
from qa.assistant import Assistant
from qa.indexing.sync import sync_library
from qa.ingest.chunking import split_into_passages
from qa.ingest.read import read_articles
from qa.schema.article import Article
from qa.settings import Settings, read_settings
from qa.store.documents import IndexedDocument, SourceRecord
from qa.store.local import LocalLibrary

ROOT = Path(__file__).parents[1]

# How fast a machine is at the moment says nothing of a property.
hypothesis_settings.register_profile("tanya", deadline=None)
hypothesis_settings.load_profile("tanya")


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of the seed articles."""
    return ROOT / "seeds"


@pytest.fixture(scope="session")
def seed_articles(seeds: Path) -> tuple[Article, ...]:
    """The seed articles, as they are read."""
    return read_articles([seeds]).articles


@pytest.fixture(scope="session")
def cache() -> Path:
    """The cache of the user who runs the tests, where the bundled model is kept."""
    return read_settings().encoder.cache_folder


@pytest.fixture(scope="session")
def encoder(cache: Path):
    """The bundled encoder; the first run on a machine makes it, which takes some ten seconds."""
    return open_encoder("bundled", cache, lambda _: None)


@pytest.fixture(scope="session")
def seed_assistant(seeds: Path, encoder) -> Assistant:
    """An assistant over the seeds with the bundled encoder."""
    return Assistant.from_articles(seeds, settings=Settings(), encoder=encoder)


@pytest.fixture(scope="session")
def seed_library(seeds: Path, encoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a library of the seeds, which no test changes."""
    folder = tmp_path_factory.mktemp("seeds") / "library"
    library = LocalLibrary.create(folder)
    passage = Settings().passage
    sync_library(library, [seeds], encoder.name, lambda: encoder, passage, lambda _: None)
    library.close()
    return folder


@pytest.fixture
def hashing() -> HashingEncoder:
    """An encoder without a model."""
    return HashingEncoder(64)


@pytest.fixture(scope="session")
def child_environment(cache: Path) -> dict[str, str]:
    """What a Python of another process needs to find the packages and the cache."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "TANYA_ENCODER__CACHE_FOLDER": str(cache)}


Tanya = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def tanya(child_environment: dict[str, str]) -> Tanya:
    """Run the command in a process of its own, with these words, to its end."""

    def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "ui.cli.main", *map(str, words)]
        return subprocess.run(
            command, env=child_environment, capture_output=True, text=True, check=False
        )

    return run


Entered = Callable[..., IndexedDocument]


@pytest.fixture
def entered(hashing: HashingEncoder) -> Entered:
    """Return what makes an entry of an id and a text; other fields of the article by name."""

    def entry(id_: str, text: str, **fields) -> IndexedDocument:
        article = Article(
            **{"id": id_, "title": id_, "text": text, "path": id_, "language": "id", **fields}
        )
        parts = split_into_passages(article, 80)
        vectors = hashing.encode_documents([part.text for part in parts])
        return IndexedDocument(
            article, SourceRecord("/news", article.path, f"digest of {id_}"), parts, vectors
        )

    return entry
