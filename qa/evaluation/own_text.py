"""The articles' own characters, read without the product: what quotations are held against."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from qa.article import Article


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
