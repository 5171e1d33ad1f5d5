"""What the retriever hands to the reader for each written question: where hard negatives are.

Retrieved by the product's own retriever from a library of all articles that questions are written
about, so that the reader learns to tell the answer from what it will really stand beside.
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
PASSAGES = 16
SHOWN_EVERY = 1000


def retrieve_each(
    written: WrittenQuestions, articles: Mapping[str, Article], encoder: Encoder
) -> dict[str, list[tuple[object, ...]]]:
    """Return the places of the passages retrieved for each question, best first, by its key."""
    settings = Settings()
    library = _library(articles, encoder, settings)
    retriever = HybridRetriever(library, encoder, settings.retrieval)
    found: dict[str, list[tuple[object, ...]]] = {}
    for number, question in enumerate(written.questions):
        if number % SHOWN_EVERY == 0:
            LOG.info("retrieved for %d of %d questions", number, len(written.questions))
        for language in LANGUAGES:
            asked = Question(question.questions[language], language)
            passages = [r.passage for r in retriever.retrieve(asked, PASSAGES)]
            found[question.key(language)] = [
                astuple(ArticleSpan(_own_id(p.article), p.start, p.end)) for p in passages
            ]
    return found


def open_retrieved(path: Path) -> Retrieved:
    """Return what `retrieve_each` found, from the file that it was kept in.

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
    # A library names a row of a file by the file, too.
    return article.id.split("#", 1)[-1]
