"""What is stored for an article: where it came from, its passages, and a vector for each."""

from collections.abc import Sequence
from dataclasses import dataclass

from embeddings.base import Matrix
from qa.schema.article import Article
from qa.schema.passage import Passage


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """Where an article came from, known without reading it.

    Attributes:
        root: the file or folder that was indexed.
        path: the article's file.
        digest: changes when the article, or the way to split it, changes.
    """

    root: str
    path: str
    digest: str


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """An article ready to be stored, with its passages and a vector for each.

    Attributes:
        article: the article.
        source: where it came from.
        passages: in their order in the text.
        vectors: shape (len(passages), dim).
    """

    article: Article
    source: SourceRecord
    passages: tuple[Passage, ...]
    vectors: Matrix

    def __post_init__(self) -> None:
        if len(self.vectors) != len(self.passages):
            raise ValueError(
                f"{self.article.id}: {len(self.passages)} passages, {len(self.vectors)} vectors"
            )


def check_dims(documents: Sequence[IndexedDocument], dim: int) -> None:
    """Check that all vectors are of this length.

    Raises:
        ValueError: some are not; the message names their article.
    """
    for document in documents:
        if document.vectors.shape[1] != dim:
            raise ValueError(
                f"{document.article.id}: vectors have {document.vectors.shape[1]} numbers; "
                f"expected {dim}"
            )
