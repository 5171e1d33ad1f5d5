"""The passages retrieved for each written question, from which hard negatives are drawn.

They are retrieved by the product's own retriever from a library of all articles that questions are
written about, so that the reader is trained on the passages that it will be given in use.
"""

import json
import logging
from collections.abc import Mapping
from dataclasses import astuple
from pathlib import Path
from tempfile import TemporaryDirectory

from embeddings.base import Encoder
from qa.indexing.sync import sync_library
from qa.retrieval.hybrid import HybridRetriever
from qa.schema.article import Article
from qa.schema.question import Question
from qa.settings import Settings
from qa.store.local import LocalLibrary
from qa.training.data.example import TrainingDataError
from qa.training.data.written import LANGUAGES, ArticleSpan, Retrieved, WrittenQuestions

LOG = logging.getLogger(__name__)
LOG_QUESTIONS = 1000


def retrieve_passages(
    written: WrittenQuestions, encoder: Encoder, k: int
) -> dict[str, list[tuple[object, ...]]]:
    """Return the spans of the passages retrieved for each question, best first, by its key.

    Args:
        written: the questions, and the articles to retrieve from.
        encoder: of questions and passages.
        k: passages of each question.
    """
    settings = Settings()
    library = _library(written.articles, encoder, settings)
    retriever = HybridRetriever(library, encoder, settings.retrieval)
    found: dict[str, list[tuple[object, ...]]] = {}
    for number, question in enumerate(written.questions):
        if number % LOG_QUESTIONS == 0:
            LOG.info("retrieved for %d of %d questions", number, len(written.questions))
        for language in LANGUAGES:
            asked = Question(question.questions[language], language)
            passages = [r.passage for r in retriever.retrieve(asked, k)]
            found[question.key(language)] = [
                astuple(ArticleSpan(_own_id(p.article), p.start, p.end)) for p in passages
            ]
    return found


def read_retrieved(path: Path) -> Retrieved:
    """Return the retrieved passages from the file that they were written to.

    Raises:
        TrainingDataError: the file cannot be read.
    """
    try:
        kept: Mapping[str, list[list[str | int]]] = json.loads(path.read_text("utf-8"))
        return {
            key: [ArticleSpan(str(a), int(start), int(end)) for a, start, end in places]
            for key, places in kept.items()
        }
    except (OSError, ValueError) as error:
        raise TrainingDataError(f"{path}: {error}; delete it to have it made again") from error


def _library(articles: Mapping[str, Article], encoder: Encoder, settings: Settings) -> LocalLibrary:
    library = LocalLibrary()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "articles.jsonl"
        rows = ({"id": a.id, "title": a.title, "text": a.text} for a in articles.values())
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        sync_library(
            library,
            (path,),
            encoder.name,
            lambda: encoder,
            settings.passage,
            lambda _: None,
            compacts=True,
        )
    return library


def _own_id(article: Article) -> str:
    # In a library, an article of a JSON Lines file has the file's name before its own id.
    return article.id.split("#", 1)[-1]
