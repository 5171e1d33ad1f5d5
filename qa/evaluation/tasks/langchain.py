"""The LangChain baseline: the forty-line program over its FAISS store that most people would write.

It splits by LangChain's defaults, boilerplate included, and answers with the four nearest chunks,
whatever the question. It is given the assistant's encoder, so that programs are compared and not
models. Only this baseline needs langchain-community.
"""

import warnings
from collections.abc import Sequence
from typing import Any

from embeddings.base import Encoder, Matrix
from qa.evaluation import import_extra
from qa.schema.answer import Answer, Claim
from qa.schema.article import Article
from qa.schema.citation import Citation
from qa.schema.passage import Passage

TOP = 4
CHUNK_CHARS, OVERLAP_CHARS = 1000, 200


class LangchainProgram:
    """The program, with the passages that it has indexed."""

    def __init__(self, passages: Sequence[Passage], vectors: Matrix, encoder: Encoder) -> None:
        self._passages = passages
        texts = [passage.text for passage in passages]
        pairs = zip(texts, vectors.tolist(), strict=True)
        places = [{"number": number} for number in range(len(texts))]
        self._store: Any = _faiss().from_embeddings(pairs, _embeddings(encoder), places)

    @classmethod
    def of_articles(cls, articles: Sequence[Article], encoder: Encoder) -> "LangchainProgram":
        """Return the program over whole articles, split into chunks of 1,000 characters."""
        chunks = [chunk for article in articles for chunk in _chunks(article)]
        vectors = encoder.encode_documents([chunk.text for chunk in chunks])
        return cls(chunks, vectors, encoder)

    def search(self, question: str) -> tuple[Passage, ...]:
        """Return the four chunks nearest the question, best first."""
        found: list[Any] = self._store.similarity_search(question, k=TOP)
        numbers = [int(each.metadata["number"]) for each in found]
        return tuple(self._passages[number] for number in numbers)

    def ask(self, question: str, language: str) -> Answer:
        """Return the four chunks as an answer; this program has no confidence and never refuses."""
        claims = tuple(
            Claim(c.text, (Citation(c.article, c.start, c.end),)) for c in self.search(question)
        )
        return Answer(question, language, claims, 1.0, ())


def _chunks(article: Article) -> list[Passage]:
    splitter: Any = import_extra("langchain_text_splitters").RecursiveCharacterTextSplitter(
        chunk_size=CHUNK_CHARS, chunk_overlap=OVERLAP_CHARS, add_start_index=True
    )
    pieces = splitter.create_documents([article.text])
    starts = [(piece.metadata["start_index"], len(piece.page_content)) for piece in pieces]
    return [Passage(article, start, start + size) for start, size in starts]


def _faiss() -> Any:  # noqa: ANN401 (LangChain's)
    with warnings.catch_warnings():
        # It warns on import that it is no longer maintained; it is still what people use.
        warnings.simplefilter("ignore", DeprecationWarning)
        return import_extra("langchain_community.vectorstores").FAISS


def _embeddings(encoder: Encoder) -> Any:  # noqa: ANN401 (LangChain's)
    base: Any = import_extra("langchain_core.embeddings").Embeddings

    class EncoderEmbeddings(base):
        """The encoder, as LangChain wants it."""

        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return encoder.encode_documents(texts).tolist()

        def embed_query(self, text: str) -> list[float]:
            return encoder.encode_query(text).tolist()

    return EncoderEmbeddings()
