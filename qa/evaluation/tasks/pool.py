"""A pool: many passages, one of them right, to be ranked in a library in memory."""

from collections.abc import Callable, Sequence

import numpy as np

from embeddings.base import Encoder, Vector
from qa.evaluation.metrics.ranking import K, final_ranking, ranking_values
from qa.evaluation.observed import ObservedAssistant
from qa.evaluation.tasks.baselines import ranked_passages
from qa.evaluation.tasks.langchain import LangchainProgram
from qa.evaluation.tasks.vectors import VectorCache
from qa.schema.article import Article
from qa.schema.passage import Passage
from qa.schema.question import Question
from qa.store.base import Library
from qa.store.documents import IndexedDocument, SourceRecord
from qa.store.local import LocalLibrary
from qa.text.language import detect_language

_BATCH = 2000

Observe = Callable[[Library], ObservedAssistant]


class Pool:
    """Passages to rank. Each is an article of its own, undivided."""

    def __init__(
        self, passages: Sequence[Passage], observed: ObservedAssistant, langchain: LangchainProgram
    ) -> None:
        self._ids = {passage.text: passage.article.id for passage in passages}
        self._observed = observed
        self._langchain = langchain

    @classmethod
    def of(
        cls,
        texts: Sequence[str],
        vectors: VectorCache,
        observe: Observe,
        report: Callable[[int, int], None],
    ) -> "Pool":
        """Return the pool of these texts, each once.

        Args:
            texts: of the passages.
            vectors: what encodes them.
            observe: returns the observed assistant over a library; its ranking is measured.
            report: told how many are encoded, and of how many.
        """
        passages = [whole_passage(f"pool-{n}", text) for n, text in enumerate(texts)]
        matrix = vectors.encode(texts, report)
        library = LocalLibrary()
        library.reset_for_encoder(vectors.encoder.name, vectors.encoder.dim)
        for start in range(0, len(texts), _BATCH):
            batch = zip(
                passages[start : start + _BATCH], matrix[start : start + _BATCH], strict=True
            )
            library.update([_entry(passage, vector) for passage, vector in batch], ())
        return cls(passages, observe(library), LangchainProgram(passages, matrix, vectors.encoder))

    @property
    def size(self) -> int:
        """How many passages there are."""
        return len(self._ids)

    def ranking_values(self, question: Question, right: str) -> dict[str, dict[str, float]]:
        """Return the ranking measures of "ours" and of each baseline.

        The question is read once, on as many passages as the settings say.

        Args:
            question: to be searched for.
            right: the text of the one right passage.
        """
        assistant = self._observed.assistant
        retrieved = self._observed.retriever.retrieve(question, K)
        reading = assistant.reader.read(
            question,
            assistant.reranker.rerank(question, retrieved[: assistant.settings.retrieval.k]),
        )
        found = {
            "ours": final_ranking(reading.passages, retrieved),
            "retriever": [each.passage for each in retrieved],
            **ranked_passages(question, assistant),
            "langchain": list(self._langchain.search(question.text)),
        }
        relevant = {self._ids[right]}
        return {
            name: ranking_values(relevant, [passage.article.id for passage in ranked])
            for name, ranked in found.items()
        }


def whole_passage(name: str, text: str) -> Passage:
    """Return a text as the single passage of an article of this name."""
    return Passage(Article(name, name, text, name, detect_language(text)), 0, len(text))


def single_passage_library(passage: Passage, vector: Vector, encoder: Encoder) -> Library:
    """Return a library in memory with a single passage."""
    return build_library([_entry(passage, vector)], encoder)


def build_library(entries: Sequence[IndexedDocument], encoder: Encoder) -> Library:
    """Return a library in memory with these documents, encoded by this encoder."""
    library = LocalLibrary()
    library.reset_for_encoder(encoder.name, encoder.dim)
    library.update(entries, ())
    return library


def _entry(passage: Passage, vector: Vector) -> IndexedDocument:
    article = passage.article
    return IndexedDocument(
        article, SourceRecord("", article.path, ""), (passage,), np.stack([vector])
    )
