"""Articles and entries for a store, made by hand."""

from collections.abc import Callable

import pytest

from embeddings.hashing import HashingEncoder
from qa.article import Article
from qa.passage import passages
from qa.store import Entry, Kept

Entered = Callable[..., Entry]


@pytest.fixture
def entered(hashing: HashingEncoder) -> Entered:
    """Return what makes an entry of an id and a text; other fields of the article by name."""

    def entry(id_: str, text: str, **fields) -> Entry:
        article = Article(
            **{"id": id_, "title": id_, "text": text, "path": id_, "language": "id", **fields}
        )
        parts = passages(article, 80)
        vectors = hashing.encode_documents([part.text for part in parts])
        return Entry(article, Kept("/news", article.path, f"digest of {id_}"), parts, vectors)

    return entry
