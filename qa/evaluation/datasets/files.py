"""Reading the files of data sets: rows of JSON Lines, their splits, and articles.

What the rows of each data set hold is in the other modules here.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar

from qa.evaluation import EvaluationError
from qa.ingest.read import read_articles
from qa.schema.article import Article

SPLITS = ("test", "tune", "all")


class DataError(EvaluationError):
    """A data set cannot be read; the message names the file, the line and what to do."""


class _Row(Protocol):
    @property
    def id(self) -> str: ...


class _SplitRow(Protocol):
    @property
    def split(self) -> str: ...


RowT = TypeVar("RowT", bound=_Row)
SplitRowT = TypeVar("SplitRowT", bound=_SplitRow)


def read_rows(path: Path) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield each row of a JSON Lines file with its place, as messages name it.

    Raises:
        DataError: the file cannot be read, or a line is not a JSON object.
    """
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: cannot be read ({error}); name a JSON Lines file") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        where = f"{path}: line {number}"
        try:
            row = json.loads(line)
        except ValueError as error:
            raise DataError(f"{where}: is not JSON ({error}); mend the line") from error
        if not isinstance(row, dict):
            raise DataError(f"{where}: is not a JSON object; mend the line")
        yield row, where


def filter_split(found: Sequence[SplitRowT], split: str) -> tuple[SplitRowT, ...]:
    """Return the rows of one split, "test" or "tune", in order; all rows for "all"."""
    return tuple(row for row in found if split in ("all", row.split))


def check_split(split: str) -> None:
    """Check the name of a split.

    Raises:
        DataError: there is no such split.
    """
    if split not in SPLITS:
        raise DataError(f"split is {split!r}; expected one of {', '.join(SPLITS)}")


def filter_rows(found: Sequence[RowT], prefixes: Sequence[str], path: Path) -> tuple[RowT, ...]:
    """Return the rows whose id starts with one of the prefixes, in order; all if there are none.

    Raises:
        DataError: no row's id does; the message names the path that the rows are from.
    """
    kept = tuple(row for row in found if not prefixes or row.id.startswith(tuple(prefixes)))
    if found and not kept:
        named = " or ".join(map(repr, prefixes))
        raise DataError(f"{path}: no id starts with {named}; name another prefix with --rows")
    return kept


def read_documents(paths: Sequence[Path]) -> tuple[Article, ...]:
    """Return the articles of these files, in order.

    Raises:
        DataError: a file, or a line of one, gives no article.
    """
    read = read_articles(paths)
    if read.errors:
        raise DataError(str(read.errors[0]))
    return read.articles


def source_texts(articles: Sequence[Article]) -> Mapping[str, str]:
    """Return the text of each article by its id; that of a text file is read without the product.

    Quotations are checked against these.
    """
    return {article.id: _source_text(article) for article in articles}


def _source_text(article: Article) -> str:
    if not article.path.endswith(".txt"):
        return article.text
    # newline="" so that an offset counts the file's own characters.
    with Path(article.path).open(encoding="utf-8", newline="") as file:
        return file.read()
