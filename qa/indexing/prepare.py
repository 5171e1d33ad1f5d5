"""Prepare articles for a library: split them into passages and encode these.

Nearly all of the time of indexing is spent here. It is separate from reading files and writing to
the library, so that other machines can do it: see `qa.indexing.dask`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from embeddings.base import Encoder
from qa.ingest.chunking import split_into_passages
from qa.schema.article import Article
from qa.settings import PassageSettings
from qa.store.documents import IndexedDocument, SourceRecord

Batch = Sequence[tuple[Article, SourceRecord]]
"""Articles that are prepared together, at least one, with their source records."""

Prepare = Callable[[Iterable[Batch]], Iterator[tuple[IndexedDocument, ...]]]
"""Yields the documents of each batch, in order."""


def merge_batches(
    batches: Iterable[tuple[IndexedDocument, ...]], min_size: int
) -> Iterator[tuple[IndexedDocument, ...]]:
    """Yield batches merged until they have `min_size` documents; the last may have fewer."""
    merged: tuple[IndexedDocument, ...] = ()
    for batch in batches:
        merged += batch
        if len(merged) >= min_size:
            yield merged
            merged = ()
    if merged:
        yield merged


def prepare_documents(
    batch: Batch, encoder: Encoder, settings: PassageSettings
) -> tuple[IndexedDocument, ...]:
    """Return these articles as documents, with their passages and vectors."""
    split = [
        split_into_passages(article, settings.max_chars, settings.overlap_chars)
        for article, _ in batch
    ]
    vectors = encoder.encode_documents([passage.text for passages in split for passage in passages])
    documents: list[IndexedDocument] = []
    start = 0
    for (article, source), passages in zip(batch, split, strict=True):
        end = start + len(passages)
        documents.append(IndexedDocument(article, source, passages, vectors[start:end]))
        start = end
    return tuple(documents)
