"""Documents of a data set, and their own characters."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from qa.evaluation.datasets.gold import DataError
from qa.ingest.read import read_articles
from qa.schema.article import Article


def read_documents(paths: Sequence[Path]) -> tuple[Article, ...]:
    """Return the articles of these files, in order.

    Raises:
        DataError: a file, or a line of one, gives no article.
    """
    read = read_articles(paths)
    if read.problems:
        raise DataError(str(read.problems[0]))
    return read.articles


def own_texts(articles: Sequence[Article]) -> Mapping[str, str]:
    """Return each article's text by its id."""
    return {article.id: _own_text(article.path, article.text) for article in articles}


def _own_text(path: str, text: str) -> str:
    """Return a text file's own characters; of other kinds of file, what was read from it."""
    if not path.endswith(".txt"):
        return text
    # newline="" so that an offset counts the file's own characters.
    with Path(path).open(encoding="utf-8", newline="") as file:
        return file.read()
