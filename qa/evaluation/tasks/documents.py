"""Documents of a data set: split, encoded once, and indexed in memory."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from qa.assistant import Assistant
from qa.evaluation.observed import ObservedAssistant, RetrieverMaker, observe_library
from qa.evaluation.tasks.base import Report, TaskContext
from qa.evaluation.tasks.pool import build_library
from qa.evaluation.tasks.vectors import VectorCache
from qa.ingest.chunking import split_into_passages
from qa.schema.article import Article
from qa.store.documents import IndexedDocument, SourceRecord


@dataclass(frozen=True, slots=True)
class DocumentIndexer:
    """Makes observed assistants over documents, all with one encoder and reader.

    Attributes:
        like: the assistant whose encoder, reader and settings they have.
        vectors: of passages; those that were encoded before are kept.
        make_retriever: None for the assistant's own.
    """

    like: Assistant
    vectors: VectorCache
    make_retriever: RetrieverMaker | None

    @classmethod
    def of(cls, context: TaskContext) -> "DocumentIndexer":
        """Return the indexer of a run."""
        return cls(context.empty_assistant, context.vectors, context.make_retriever)

    def index(self, articles: Sequence[Article], report: Report) -> Mapping[str, IndexedDocument]:
        """Return each article with its passages and their vectors, by its id.

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

    def observe(self, documents: Iterable[IndexedDocument]) -> ObservedAssistant:
        """Return an observed assistant over these documents, in memory."""
        library = build_library(tuple(documents), self.vectors.encoder)
        return observe_library(library, self.like, self.make_retriever)
