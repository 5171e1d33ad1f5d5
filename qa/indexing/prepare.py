"""Making of an article what a library keeps of it: its passages, and a vector for each.

Nearly all of the time that an article takes goes here. So it is apart from reading files and from
writing to the library, and can be done by others: `qa.indexing.dask` has it done by other machines.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from embeddings.base import Encoder
from qa.ingest.chunking import split_into_passages
from qa.schema.article import Article
from qa.settings import PassageSettings
from qa.store.documents import IndexedDocument, SourceRecord

Batch = Sequence[tuple[Article, SourceRecord]]
"""Articles that are made ready at once, at least one; and what is to be known of each."""

Prepare = Callable[[Iterable[Batch]], Iterator[tuple[IndexedDocument, ...]]]
"""Yields for each batch, in order, what is to be kept of its articles, in their order."""


def joined(
    batches: Iterable[tuple[IndexedDocument, ...]], enough: int
) -> Iterator[tuple[IndexedDocument, ...]]:
    """Yield batches put together until they are enough articles; what is left comes last."""
    so_far: tuple[IndexedDocument, ...] = ()
    for batch in batches:
        so_far += batch
        if len(so_far) >= enough:
            yield so_far
            so_far = ()
    if so_far:
        yield so_far


def prepare_document(
    batch: Batch, encoder: Encoder, settings: PassageSettings
) -> tuple[IndexedDocument, ...]:
    """Return what is to be kept of these articles."""
    split = [
        split_into_passages(each, settings.max_chars, settings.overlap_chars) for each, _ in batch
    ]
    vectors = encoder.encode_documents([passage.text for parts in split for passage in parts])
    entries: list[IndexedDocument] = []
    start = 0
    for (article, kept), parts in zip(batch, split, strict=True):
        entries.append(IndexedDocument(article, kept, parts, vectors[start : start + len(parts)]))
        start += len(parts)
    return tuple(entries)
