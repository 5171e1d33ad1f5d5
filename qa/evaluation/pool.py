"""A pool: many passages, of which one is right, in a library in memory."""

from collections.abc import Callable, Sequence

import numpy as np

from embeddings.encoder import Vector
from qa.article import Article
from qa.assistant import Assistant
from qa.evaluation.baseline import rankings
from qa.evaluation.langchain_baseline import LangchainProgram
from qa.evaluation.observed import ObservedAssistant, RetrieverMaker
from qa.evaluation.ranking import K, ranking_values
from qa.evaluation.vectors import KeptVectors
from qa.language import language_of
from qa.library import Library
from qa.passage import Passage
from qa.question import Question
from qa.settings import Settings
from qa.store import Entry, Kept

_BATCH = 2000


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
        settings: Settings,
        vectors: KeptVectors,
        make_retriever: RetrieverMaker | None,
        report: Callable[[int, int], None],
    ) -> "Pool":
        """Return the pool of these texts, each once.

        Args:
            texts: of the passages.
            settings: of the assistant that ranks them.
            vectors: what encodes them.
            make_retriever: makes another retriever than the assistant's own, if given.
            report: told how many are encoded, and of how many.
        """
        passages = [whole_passage(f"pool-{n}", text) for n, text in enumerate(texts)]
        matrix = vectors.encode(texts, report)
        library = Library()
        library.begin(vectors.encoder.name, vectors.encoder.dim)
        for start in range(0, len(texts), _BATCH):
            batch = zip(
                passages[start : start + _BATCH], matrix[start : start + _BATCH], strict=True
            )
            library.change([_entry(passage, vector) for passage, vector in batch], ())
        assistant = Assistant.over(library, vectors.encoder, settings)
        observed = ObservedAssistant(assistant, make_retriever)
        return cls(passages, observed, LangchainProgram(passages, matrix, vectors.encoder))

    @property
    def size(self) -> int:
        """How many passages there are."""
        return len(self._ids)

    def ranking_values(self, question: Question, right: str) -> dict[str, dict[str, float]]:
        """Return how well "ours" and each baseline rank the one right passage, by its text."""
        assistant = self._observed.assistant
        found = {"ours": [r.passage for r in self._observed.retriever.retrieve(question, K)]}
        for name, hits in rankings(question, assistant).items():
            kept = assistant.library.passages([hit.row for hit in hits])
            found[name] = [kept[hit.row] for hit in hits]
        found["langchain"] = list(self._langchain.search(question.text))
        relevant = {self._ids[right]}
        return {
            name: ranking_values(relevant, [passage.article.id for passage in ranked])
            for name, ranked in found.items()
        }


def whole_passage(name: str, text: str) -> Passage:
    """Return a text as the one passage of an article of this name."""
    return Passage(Article(name, name, text, name, language_of(text)), 0, len(text))


def one_passage(passage: Passage, vector: Vector, encoder: str) -> Library:
    """Return a library in memory that holds one passage and nothing else."""
    library = Library()
    library.begin(encoder, len(vector))
    library.change([_entry(passage, vector)], ())
    return library


def _entry(passage: Passage, vector: Vector) -> Entry:
    article = passage.article
    return Entry(article, Kept("", article.path, ""), (passage,), np.stack([vector]))
