"""Fixtures of the language model: scripted exact answers, a small model, and the reader."""

from collections.abc import Iterator
from datetime import date

import pytest
from fakes.scripted_ask import PUBLISHED, ScriptedAsk, article
from fakes.small_model import small_model

from qa.reader.base import Reader
from qa.schema.citation import Citation


@pytest.fixture(scope="session")
def scripted_ask():
    """The scripted question answering, to be given a script."""
    return ScriptedAsk


@pytest.fixture(scope="session")
def cited():
    """Return a citation of a whole text."""

    def whole(text: str, language: str = "id", published: date = PUBLISHED) -> Citation:
        return Citation(article(text, language, published), 0, len(text))

    return whole


@pytest.fixture(scope="session")
def small_model_url() -> Iterator[str]:
    """The base URL of a small language model that runs on this machine."""
    with small_model() as url:
        yield url


@pytest.fixture(scope="session")
def reader(seed_assistant) -> Reader:
    """The bundled reader."""
    return seed_assistant.reader
