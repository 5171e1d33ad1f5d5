"""Documents of a data set: read, split, encoded once, and indexed in memory to be asked about."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from qa.assistant import Assistant
from qa.evaluation.observed import ObservedAssistant, RetrieverMaker, observed_over
from qa.evaluation.tasks.pool import library_of
from qa.evaluation.tasks.vectors import VectorCache
from qa.ingest.chunking import split_into_passages
from qa.schema.article import Article
from qa.store.sqlite import IndexedDocument, SourceRecord

Report = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class DocumentIndexer:
    """Makes observed assistants over documents, all with one encoder and reader.

    Attributes:
        like: whose encoder, reader and settings they have.
        vectors: of the passages that were encoded before, in this run or an earlier one.
        make_retriever: None for the assistant's own.
    """

    like: Assistant
    vectors: VectorCache
    make_retriever: RetrieverMaker | None

    def index(self, articles: Sequence[Article], report: Report) -> Mapping[str, IndexedDocument]:
        """Return what a library keeps of each article, by its id: its passages and their vectors.

        Args:
            articles: each id once.
            report: told how many passages are encoded, and of how many.
        """
        split = self.like.settings.passage
        parts = [
            split_into_passages(each, split.max_chars, split.overlap_chars) for each in articles
        ]
        matrix = self.vectors.encode(
            [passage.text for each in parts for passage in each],
            lambda done, of: report("encoding passages", done, of),
        )
        ends = np.cumsum([len(each) for each in parts])
        return {
            article.id: IndexedDocument(article, SourceRecord("", article.path, ""), own, vectors)
            for article, own, vectors in zip(
                articles, parts, np.split(matrix, ends[:-1]), strict=True
            )
        }

    def over(self, entries: Iterable[IndexedDocument]) -> ObservedAssistant:
        """Return an observed assistant that has these documents and nothing else, in memory."""
        library = library_of(tuple(entries), self.vectors.encoder)
        return observed_over(library, self.like, self.make_retriever)
