"""Collections: a few scraped web pages about one event, with questions about them.

A folder holds pages, `p*.txt`, and `questions.jsonl`, a row a question: `id`, `kind`, `id_q` and
`en_q` (the question in Indonesian and in English), `items` (lists of accepted spellings), `pages`
(names of those that support an answer), `evidence` (words of a page that a right citation holds),
`history` and `history_en` (the earlier questions of the chat).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.evaluation.datasets.files import DataError, filter_rows, read_documents, read_rows
from qa.evaluation.datasets.gold import Item
from qa.schema.article import Article

QUESTIONS_FILE = "questions.jsonl"
PAGES = "p*.txt"
LIST, CONFLICT = "list", "conflict"
_ASKED = (("id", "id_q", "history"), ("en", "en_q", "history_en"))
"""For each language, the fields of its question and of its history."""


@dataclass(frozen=True, slots=True)
class CollectionQuestion:
    """A question about the pages of a collection.

    Attributes:
        id: of the question, the collection's name first.
        stem: shared by the same question in the other language.
        kind: as "fact"; the items of a "conflict" are its sides, with a piece of evidence each.
        language: of the question.
        question: as it is asked.
        history: the questions asked before it, oldest first.
        items: that a right answer says; none where the pages do not answer.
        pages: names of those that support an answer.
        evidence: words of these pages that a right citation quotes.
    """

    id: str
    stem: str
    kind: str
    language: str
    question: str
    history: tuple[str, ...]
    items: tuple[Item, ...]
    pages: tuple[str, ...]
    evidence: tuple[str, ...]

    @property
    def expected(self) -> tuple[str, ...]:
        """The names of the items."""
        return tuple(item.name for item in self.items)

    def __post_init__(self) -> None:
        if not self.question.strip():
            raise ValueError("the question is empty")
        if bool(self.items) is not bool(self.evidence):
            raise ValueError("items and evidence need each other")
        if self.kind == CONFLICT and not len(self.items) == len(self.evidence) > 1:
            raise ValueError("a conflict needs two sides, an item and evidence for each")


@dataclass(frozen=True, slots=True)
class Collection:
    """The pages of a folder, and the questions about them; `id` is the folder's name."""

    id: str
    pages: tuple[Article, ...]
    questions: tuple[CollectionQuestion, ...]


def read_collections(folder: Path, prefixes: Sequence[str] = ()) -> tuple[Collection, ...]:
    """Return the collections of the folders in a folder, by name.

    Args:
        folder: with a folder for each collection.
        prefixes: of the names of those that are read; none for all.

    Raises:
        DataError: a file cannot be read, a line is not of the layout, or nothing is left.
    """
    found = tuple(_Folder(path.name, path) for path in sorted(folder.glob("[!.]*/")))
    if not found:
        raise DataError(f"{folder}: has no collections; name a folder with a folder for each")
    return tuple(_collection(each) for each in filter_rows(found, prefixes, folder))


def page_name(page: Article) -> str:
    """Return the name of a page: that of its file, without its ending."""
    return Path(page.path).stem


def contains_words(words: str, text: str) -> bool:
    """Say whether a text has these words in this order, whatever the white space between."""
    return " ".join(words.split()) in " ".join(text.split())


@dataclass(frozen=True, slots=True)
class _Folder:
    id: str
    path: Path


def _collection(folder: _Folder) -> Collection:
    files = sorted(folder.path.glob(PAGES))
    if not files:
        raise DataError(f"{folder.path}: has no pages {PAGES}; add them, or remove the folder")
    pages, path = read_documents(files), folder.path / QUESTIONS_FILE
    found = [q for row, where in read_rows(path) for q in _questions(row, folder.id, pages, where)]
    if len({question.id for question in found}) < len(found):
        raise DataError(f"{path}: two rows have the same id; give each its own")
    if not found:
        raise DataError(f"{path}: has no rows; fill it, or remove the folder")
    return Collection(folder.id, pages, tuple(found))


def _questions(
    row: Mapping[str, Any], name: str, pages: Sequence[Article], where: str
) -> Iterator[CollectionQuestion]:
    stem = f"{name}-{row.get('id')}"
    try:
        _check_support(row, {page_name(page): page.text for page in pages})
        for language, question, history in _ASKED:
            yield CollectionQuestion(
                id=f"{stem}-{language}",
                stem=stem,
                kind=row["kind"],
                language=language,
                question=row[question],
                history=tuple(row[history]),
                items=tuple(Item(each[0], tuple(each)) for each in row["items"]),
                pages=tuple(row["pages"]),
                evidence=tuple(row["evidence"]),
            )
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise DataError(
            f"{where}: is no row of a collection ({error!r}); mend the line: expected id, kind, "
            "id_q, en_q, items, pages, evidence, history, history_en"
        ) from error


def _check_support(row: Mapping[str, Any], texts: Mapping[str, str]) -> None:
    """Check that a row's pages exist, and that each has its evidence on one of them."""
    if absent := [page for page in row["pages"] if page not in texts]:
        raise ValueError(f"there is no page {absent[0]!r}")
    for words in row["evidence"]:
        if not any(contains_words(words, texts[page]) for page in row["pages"]):
            raise ValueError(f"evidence {words!r} stands in none of its pages")
